package dev.tawon.lang.map;

/**
 * Stacks of calls under numbers: {@code BPF_MAP_TYPE_STACK_TRACE}, since Linux 4.6. User space reads them by {@code
 * Bpf.stackTrace}.
 */
public final class StackTraces implements BpfMap {
  /** The most addresses of one stack: {@code PERF_MAX_STACK_DEPTH}. */
  public static final int DEPTH = 127;

  /** {@code BPF_F_USER_STACK}: the stack of user space. */
  public static final int USER = 1 << 8;

  /** {@code BPF_F_FAST_STACK_CMP}: takes stacks of the same hash for the same. */
  public static final int COMPARE_FAST = 1 << 9;

  /** {@code BPF_F_REUSE_STACKID}: of two stacks with the same number, keeps the new one. */
  public static final int REUSE = 1 << 10;

  private final int capacity;

  private StackTraces(int capacity) {
    this.capacity = KeyedMap.checked(capacity);
  }

  /**
   * An empty map.
   *
   * @param capacity the most stacks it holds
   */
  public static StackTraces of(int capacity) {
    return new StackTraces(capacity);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  /**
   * The number of the stack of calls at present, which is stored under it: {@code bpf_get_stackid}.
   *
   * @param flags how many of the innermost calls to leave out, and {@link #USER}, {@link #COMPARE_FAST}, {@link #REUSE}
   * @return the number, or a negative errno: {@code EEXIST} when another stack is under it
   */
  public int record(int flags) {
    throw KernelOnlyMap.call();
  }
}
