package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The open files of a process. */
@KernelType("files_struct")
public final class FilesStruct {
  public FdTable fdt;
}
