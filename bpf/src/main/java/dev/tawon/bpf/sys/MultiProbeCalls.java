package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The command of {@code bpf(2)} that attaches a program to many functions, of the kernel or of user space. */
public final class MultiProbeCalls {
  private static final int BPF_TRACE_KPROBE_MULTI = 42;

  /** {@code BPF_F_KPROBE_MULTI_RETURN} and {@code BPF_F_UPROBE_MULTI_RETURN}. */
  private static final int RETURN = 1;

  /** {@code link_create} with {@code kprobe_multi}, of {@code union bpf_attr}. */
  private static final int SIZE = 48;

  private static final int BPF_TRACE_UPROBE_MULTI = 48;

  /** {@code link_create} with {@code uprobe_multi}. */
  private static final int USER_SIZE = 64;

  private MultiProbeCalls() {}

  /**
   * Attaches a program to functions of a file of user space, since Linux 6.6.
   *
   * @param program the program
   * @param returns whether it runs when they return
   * @param file the file's path
   * @param offsets where the functions begin in it
   * @param cookies a number for each
   * @param pid the process; 0 for all
   * @return a link's descriptor, or a negated errno
   */
  public static int createUser(
      FileDescriptor program,
      boolean returns,
      String file,
      long[] offsets,
      long[] cookies,
      int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(USER_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 8, BPF_TRACE_UPROBE_MULTI);
      attributes.set(JAVA_LONG, 16, arena.allocateFrom(file).address());
      attributes.set(JAVA_LONG, 24, arena.allocateFrom(JAVA_LONG, offsets).address());
      attributes.set(JAVA_LONG, 40, arena.allocateFrom(JAVA_LONG, cookies).address());
      attributes.set(JAVA_INT, 48, offsets.length);
      attributes.set(JAVA_INT, 52, returns ? RETURN : 0);
      attributes.set(JAVA_INT, 56, pid);
      return LinkCalls.create(program, attributes);
    }
  }

  /**
   * Attaches a program to functions of the kernel, since Linux 5.18.
   *
   * @param program the program
   * @param returns whether it runs when they return
   * @param functions their names
   * @param cookies a number for each
   * @return a link's descriptor, or a negated errno
   */
  public static int create(
      FileDescriptor program, boolean returns, List<String> functions, long[] cookies) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(ADDRESS, functions.size());
      for (int i = 0; i < functions.size(); i++) {
        names.setAtIndex(ADDRESS, i, arena.allocateFrom(functions.get(i)));
      }
      MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 8, BPF_TRACE_KPROBE_MULTI);
      attributes.set(JAVA_INT, 16, returns ? RETURN : 0);
      attributes.set(JAVA_INT, 20, functions.size());
      attributes.set(JAVA_LONG, 24, names.address());
      attributes.set(JAVA_LONG, 40, arena.allocateFrom(JAVA_LONG, cookies).address());
      return LinkCalls.create(program, attributes);
    }
  }
}
