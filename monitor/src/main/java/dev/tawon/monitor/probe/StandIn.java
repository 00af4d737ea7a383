package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.map.Array;
import dev.tawon.monitor.probe.kernel.Sock;

/**
 * How no change of a socket's state is missed although the kernel does not run a program on a CPU on which it, or one of its
 * kind, is running already: the answer to one connection interrupts the kernel while it reports another.
 *
 * <p>The hook has two programs. The first notes for which socket it runs; the second, which the kernel calls after it with the
 * same arguments, finds the note and is done, or finds none and does what the first was kept from. The note is found by the
 * socket and not by the CPU, which may change between the two.
 */
public final class StandIn {
  private static final int PLACES = 16_384;

  /** Knuth's multiplier: 2^32 divided by the golden ratio. */
  private static final int MULTIPLIER = 0x9e37_79b1;

  /** Leaves as many bits of 32 as there are places. */
  private static final int HASH_SHIFT = 18;

  /** The notes. Two sockets that share a place at the same moment may have one change reported twice. */
  public static final Array<SocketNote> SEEN = Array.of(PLACES);

  private StandIn() {}

  /** The first program's first step. */
  static void note(Sock socket, int newState) {
    SocketNote place = SEEN.get(place(socket, newState));
    if (place != null) {
      place.socket = Kernel.address(socket);
    }
  }

  /** The second program's first step: whether it has to do what the first has not done. Counts it if so. */
  static boolean isWanted(Sock socket, int newState) {
    SocketNote place = SEEN.get(place(socket, newState));
    if (place == null) {
      return false;
    }
    if (place.socket == Kernel.address(socket)) {
      place.socket = 0;
      return false;
    }
    KindCounters counters = MonitorModule.COUNTERS.get(EventRecord.NETWORK);
    if (counters == null) {
      return false;
    }
    counters.stoodIn.add(1);
    return true;
  }

  /**
   * By the socket's hash, since the verifier lets nobody compute with a pointer; by its thread while it has none, as many may
   * connect to the same address.
   */
  private static int place(Sock socket, int newState) {
    int number =
        newState == SocketProbe.SYN_SENT ? (int) Bpf.currentPidTgid() : socket.__sk_common.skc_hash;
    return (number * MULTIPLIER) >>> HASH_SHIFT;
  }
}
