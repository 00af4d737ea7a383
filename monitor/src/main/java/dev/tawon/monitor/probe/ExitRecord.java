package dev.tawon.monitor.probe;

import dev.tawon.lang.Struct;

/** The end of a process: its last thread is gone. */
@Struct
public final class ExitRecord extends EventRecord {
  /** As {@code wait(2)} reports it: the signal in bits 0 to 6, 0x80 for a core dump, else the exit code in bits 8 to 15. */
  public int status;

  /** Zero. */
  public int reserved;
}
