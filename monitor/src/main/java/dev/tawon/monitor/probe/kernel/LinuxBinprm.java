package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A program that is being executed. */
@KernelType("linux_binprm")
public final class LinuxBinprm {
  public OpenFile file;
  public int argc;
}
