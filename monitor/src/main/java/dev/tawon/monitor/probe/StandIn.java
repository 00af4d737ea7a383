package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.map.Array;
import dev.tawon.monitor.probe.kernel.Sock;

/**
 * How no event is missed although the kernel does not run a program on a CPU on which it is running already.
 *
 * <p>It is running there when an interrupt comes in its midst and has an event of its own, and, since Linux 7.0, when its
 * task loses the CPU in its midst: then it is skipped for every event of whichever tasks have the CPU until that task is
 * back. So a hook has two programs. The first notes for whose event it runs; the second, which the kernel calls after it
 * with the same arguments, finds the note and is done, or finds none and does what the first was kept from. The note is
 * found by what the event is of, a thread or a socket, and not by the CPU: either may change between the two.
 *
 * <p>An event is missed only if both programs are running on that CPU, for two other events; that is counted as lost. Two
 * that share a place at the same moment may have one of them reported twice; no more than one in 16,384 pairs shares one.
 */
public final class StandIn {
  private static final int PLACES = 16_384;

  /** Keeps the owners that are threads apart by hook, above the thread's id. */
  private static final int KIND_SHIFT = 32;

  /** Knuth's multiplier: 2^32 divided by the golden ratio. */
  private static final int MULTIPLIER = 0x9e37_79b1;

  /** Leaves as many bits of 32 as there are places. */
  private static final int HASH_SHIFT = 18;

  /** Whether a program's task can lose the CPU while the program runs. */
  @Configurable public static boolean preemptible = false;

  /** The notes. */
  public static final Array<EventOwner> SEEN = Array.of(PLACES);

  private StandIn() {}

  /**
   * The first program's first step, for an event of the current thread.
   *
   * @param kind keeps the hooks apart: one of {@link EventRecord}'s
   */
  static void note(int kind) {
    if (preemptible) {
      int thread = (int) Bpf.currentPidTgid();
      note(thread, ownerOf(thread, kind));
    }
  }

  /**
   * The second program's first step, for an event of the current thread: whether it has to do what the first has not done.
   * Counts it if so.
   *
   * @param kind as the first program said
   */
  static boolean isWanted(int kind) {
    if (!preemptible) {
      return false;
    }
    int thread = (int) Bpf.currentPidTgid();
    return isWanted(thread, ownerOf(thread, kind), kind);
  }

  /** The first program's first step, for an event of a socket. */
  static void note(Sock socket) {
    note(numberOf(socket), Kernel.address(socket));
  }

  /** {@link #isWanted(int)} for an event of a socket. */
  static boolean isWanted(Sock socket) {
    return isWanted(numberOf(socket), Kernel.address(socket), EventRecord.NETWORK);
  }

  /** By its ports, since the verifier lets nobody compute with a pointer. */
  private static int numberOf(Sock socket) {
    return (socket.__sk_common.skc_portpair * MULTIPLIER) >>> HASH_SHIFT;
  }

  private static long ownerOf(int thread, int kind) {
    return ((kind + 1L) << KIND_SHIFT) | thread;
  }

  private static void note(int number, long owner) {
    EventOwner place = SEEN.get(number & (PLACES - 1));
    if (place != null) {
      place.owner = owner;
    }
  }

  private static boolean isWanted(int number, long owner, int kind) {
    EventOwner place = SEEN.get(number & (PLACES - 1));
    if (place == null) {
      return false;
    }
    if (place.owner == owner) {
      place.owner = 0;
      return false;
    }
    KindCounters counters = MonitorModule.COUNTERS.get(kind);
    if (counters == null) {
      return false;
    }
    counters.stoodIn.add(1);
    return true;
  }
}
