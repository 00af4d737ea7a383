package dev.tawon.monitor.probe;

import dev.tawon.lang.Struct;

/** The socket whose change of state the first of two programs has seen last, of those that share a place in {@link StandIn#SEEN}. */
@Struct
public final class SocketNote {
  /** The socket's address; 0 for none. */
  public long socket;
}
