package dev.tawon.monitor.probe;

import dev.tawon.lang.Struct;

/** A new process (not a new thread). The common fields describe the child. */
@Struct
public final class ForkRecord extends EventRecord {
  /** Zero; room for later. */
  public long reserved;
}
