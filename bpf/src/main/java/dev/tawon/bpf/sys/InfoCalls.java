package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The commands of {@code bpf(2)} that ask and that count. */
public final class InfoCalls {
  private static final int BPF_OBJ_GET_INFO_BY_FD = 15;
  private static final int BPF_ENABLE_STATS = 32;

  private static final int INFO_SIZE = 16;

  /** What has ids that can be listed. */
  public enum ObjectKind {
    /** {@code BPF_PROG_GET_NEXT_ID}. */
    PROGRAM(11),
    /** {@code BPF_MAP_GET_NEXT_ID}. */
    MAP(12),
    /** {@code BPF_LINK_GET_NEXT_ID}. */
    LINK(31);

    private final int command;

    ObjectKind(int command) {
      this.command = command;
    }
  }

  private InfoCalls() {}

  /**
   * What the kernel says of an object.
   *
   * @param object a program, map, link or BTF
   * @param info receives a {@code struct bpf_*_info}; zero beforehand, since pointers in it would be followed, and what
   *     the kernel does not know stays zero
   * @return 0, or a negated errno
   */
  public static int info(FileDescriptor object, MemorySegment info) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(INFO_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 4, (int) info.byteSize());
      attributes.set(JAVA_LONG, 8, info.address());
      attributes.set(JAVA_INT, 0, object.acquire());
      try {
        return BpfCall.invoke(BPF_OBJ_GET_INFO_BY_FD, attributes);
      } finally {
        object.release();
      }
    }
  }

  /**
   * Turns on the counting of runs and run time of all programs, as long as the descriptor is open. Since Linux 5.8.
   *
   * @return a descriptor, or a negated errno
   */
  public static int enableRunStatistics() {
    try (Arena arena = Arena.ofConfined()) {
      // BPF_STATS_RUN_TIME is 0.
      return BpfCall.invoke(BPF_ENABLE_STATS, arena.allocate(Integer.BYTES, Long.BYTES));
    }
  }

  /**
   * The next object of a kind.
   *
   * @param after an id, or 0 for the first
   * @return the smallest id that is larger, or a negated errno: {@code ENOENT} if there is none
   */
  public static int nextId(ObjectKind kind, int after) {
    try (Arena arena = Arena.ofConfined()) {
      // start_id, next_id, open_flags
      MemorySegment attributes = arena.allocate(3 * Integer.BYTES, Long.BYTES);
      attributes.set(JAVA_INT, 0, after);
      int result = BpfCall.invoke(kind.command, attributes);
      return result < 0 ? result : attributes.get(JAVA_INT, 4);
    }
  }
}
