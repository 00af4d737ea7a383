package dev.tawon.monitor;

import dev.tawon.monitor.event.EventKind;

/**
 * What the kernel half counts. For each kind, what it has put into the ring is {@code produced - filtered - lost}, exactly,
 * once its programs are detached and none still runs.
 */
public interface KernelCounters {
  /** Events that the kernel half saw. */
  long produced(EventKind kind);

  /** Events that it left out: outside of the scope, or of no interest. */
  long filtered(EventKind kind);

  /** Events for which there was no room, in the ring or in a map. */
  long lost(EventKind kind);
}
