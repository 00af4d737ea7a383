package dev.tawon.monitor.probe;

import dev.tawon.lang.Struct;

/** Whose event the first program of a hook has seen last, of those that share a place in {@link StandIn#SEEN}. */
@Struct
public final class EventOwner {
  /** 0 for nobody's. */
  public long owner;
}
