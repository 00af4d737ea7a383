package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** An address space. */
@KernelType("mm_struct")
public final class MmStruct {
  public long arg_start;
  public long arg_end;

  /** Where a new program finds its argument count. */
  public long start_stack;

  /** The program's file. */
  public OpenFile exe_file;
}
