package dev.tawon.lang;

import java.util.stream.IntStream;

/**
 * The kernel's helper functions, as programs call them.
 *
 * <p>Source of names, numbers and behaviour: {@code include/uapi/linux/bpf.h}. Where a helper takes a buffer and a size,
 * the method takes a Java array, and an index out of range is a fault, as in Java. Calling a method on the JVM throws
 * {@link UnsupportedOperationException}.
 */
public final class Bpf {
  /** {@code BPF_MAX_LOOPS} of {@code include/linux/bpf.h}. */
  private static final int MAX_LOOPS = 8 * 1024 * 1024;

  private Bpf() {}

  /** What the kernel hands to the program, for {@link Helpers} that take it. */
  public static Object context() {
    throw KernelOnly.call();
  }

  /** Nanoseconds since boot without the time asleep: {@code CLOCK_MONOTONIC}. {@code bpf_ktime_get_ns}, since 4.1. */
  @Helper(5)
  public static long monotonicTimeNs() {
    throw KernelOnly.call();
  }

  /** Nanoseconds since boot with the time asleep: {@code CLOCK_BOOTTIME}. {@code bpf_ktime_get_boot_ns}, since 5.8. */
  @Helper(125)
  public static long bootTimeNs() {
    throw KernelOnly.call();
  }

  /**
   * The current thread group's id (user space's pid) in the upper 32 bits and the thread's in the lower.
   * {@code bpf_get_current_pid_tgid}, since 4.2.
   */
  @Helper(14)
  public static long currentPidTgid() {
    throw KernelOnly.call();
  }

  /** The current group id in the upper 32 bits, user id in the lower. {@code bpf_get_current_uid_gid}, since 4.2. */
  @Helper(15)
  public static long currentUidGid() {
    throw KernelOnly.call();
  }

  /** The id of the current task's cgroup in the version 2 hierarchy. {@code bpf_get_current_cgroup_id}, since 4.18. */
  @Helper(80)
  public static long currentCgroupId() {
    throw KernelOnly.call();
  }

  /**
   * The id of the current task's ancestor cgroup at a level, the root being 0; 0 if there is none.
   * {@code bpf_get_current_ancestor_cgroup_id}, since 5.7.
   *
   * @param level the ancestor's level, which may be the cgroup's own
   */
  @Helper(123)
  public static long currentAncestorCgroupId(int level) {
    throw KernelOnly.call();
  }

  /** The number of the CPU that runs the program. {@code bpf_get_smp_processor_id}, since 4.1. */
  @Helper(8)
  public static int currentCpu() {
    throw KernelOnly.call();
  }

  /** A pseudo-random number. {@code bpf_get_prandom_u32}, since 4.1. */
  @Helper(7)
  public static int randomInt() {
    throw KernelOnly.call();
  }

  /** The current task. {@code bpf_get_current_task_btf}, since 5.11. */
  public static <T> T currentTask(Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The registers that the current task had in user space when it entered the kernel. {@code bpf_task_pt_regs}, since 5.15.
   *
   * @param type the {@link KernelType} class of {@code pt_regs}, a class constant
   */
  public static <T> T currentRegisters(Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Copies the current thread's name ({@code task->comm}), padded with zeros. {@code bpf_get_current_comm}, since 4.2.
   *
   * @param destination at least 16 bytes
   */
  public static void currentComm(byte[] destination) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the kernel with its closing zero. {@code bpf_probe_read_kernel_str}, since 5.5.
   *
   * @param destination receives at most its length, always ending in a zero
   * @param address the string's address
   * @return the number of bytes written, with the zero, or a negative errno
   */
  public static int readKernelString(byte[] destination, long address) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the kernel with its closing zero into a part of an array.
   *
   * @param destination receives the string
   * @param offset the first byte written
   * @param size the most bytes written, a constant; {@code offset + size} within the array, else a fault
   * @param address the string's address
   * @return the number of bytes written, with the zero, or a negative errno
   */
  public static int readKernelString(byte[] destination, int offset, int size, long address) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes of the kernel. {@code bpf_probe_read_kernel}, since 5.5.
   *
   * @param destination receives its length of bytes
   * @param address the address of the first
   * @return 0, or a negative errno (the destination is then all zeros)
   */
  public static int readKernel(byte[] destination, long address) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the current process with its closing zero. {@code bpf_probe_read_user_str}, since 5.5.
   *
   * <p>The process may change the string at any time: never decide on it what a kernel object can tell.
   *
   * @param destination receives at most its length, always ending in a zero
   * @param address the string's address
   * @return the number of bytes written, with the zero, or a negative errno
   */
  public static int readUserString(byte[] destination, long address) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the current process with its closing zero into a part of an array, as each of a command's arguments behind
   * the one before. {@code bpf_probe_read_user_str}, since 5.5.
   *
   * <p>The process may change the string at any time: never decide on it what a kernel object can tell.
   *
   * @param destination receives the string
   * @param offset the first byte written
   * @param size the most bytes written, a constant; {@code offset + size} within the array, else a fault
   * @param address the string's address
   * @return the number of bytes written, with the zero, or a negative errno
   */
  public static int readUserString(byte[] destination, int offset, int size, long address) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes of the current process. {@code bpf_probe_read_user}, since 5.5.
   *
   * @param destination receives the bytes, from its start
   * @param size how many; more than the array has is a fault
   * @param address the address of the first
   * @return 0, or a negative errno (the destination is then zeros)
   */
  public static int readUser(byte[] destination, int size, long address) {
    throw KernelOnly.call();
  }

  /**
   * Has the kernel call a function a number of times: {@code bpf_loop}, since Linux 5.17. The verifier looks at the function
   * once or a few times, however often it is called, where it follows each round of a loop of Java's.
   *
   * <p>The function is a lambda or a reference to a static method. It sees the variables that it captures, which are those
   * that Java lets it; what it changes, it changes in a struct, an array, a map or a static field. A fault in it ends the
   * program.
   *
   * @param count how many times, at most 8,388,608 ({@code BPF_MAX_LOOPS})
   * @param body the function
   * @return how many times it was called, or {@code -E2BIG} (-7) and no call at all
   */
  public static int loop(int count, LoopBody body) {
    return loopWhile(
        count,
        index -> {
          body.run(index);
          return true;
        });
  }

  /**
   * Has the kernel call a function a number of times, until the function returns false; otherwise like {@link #loop}.
   *
   * @param count how many times at most, not more than 8,388,608
   * @param body the function
   * @return how many times it was called, or {@code -E2BIG} (-7) and no call at all
   */
  public static int loopWhile(int count, LoopCondition body) {
    if (count < 0 || count > MAX_LOOPS) {
      return -7;
    }
    int done = 0;
    while (done < count) {
      if (!body.run(done++)) {
        break;
      }
    }
    return done;
  }

  /**
   * The numbers from one to another, for a {@code for} loop: {@code bpf_iter_num}, since Linux 6.4. The verifier looks at the loop's
   * body a few times, however many rounds there are, and the loop sees the variables around it.
   *
   * {@snippet :
   * for (int i : Bpf.range(0, count)) {
   *   sum += table[i & 15];
   * }
   * }
   *
   * @param from the first number
   * @param to the number behind the last; there are none if it is not above {@code from}, or more than 8,388,608 above
   */
  @KfuncIterator(value = "bpf_iter_num", bytes = Long.BYTES, since = "6.4")
  public static Iterable<Integer> range(int from, int to) {
    boolean none = from >= to || (long) to - from > MAX_LOOPS;
    return () -> IntStream.range(from, none ? from : to).iterator();
  }
}
