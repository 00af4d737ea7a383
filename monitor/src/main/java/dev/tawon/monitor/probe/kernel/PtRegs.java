package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The registers of a thread at a system call: x86-64. */
@KernelType("pt_regs")
public final class PtRegs {
  public long orig_ax;
  public long bx;
  public long cx;
  public long di;
  public long si;
  public long dx;
}
