package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** The directories of a process. */
@KernelType("fs_struct")
public final class FsStruct {
  @Embedded public Path pwd;
}
