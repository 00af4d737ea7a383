package dev.tawon.lang;

import dev.tawon.lang.map.KeyedMap;

/**
 * A timer in a map's value, which has the kernel call a function later: {@code struct bpf_timer}, since Linux 5.15. In {@link
 * dev.tawon.lang.map.HashMap}, {@link dev.tawon.lang.map.LruHashMap} and {@link dev.tawon.lang.map.Array}; not in programs of
 * kprobes, tracepoints and perf events.
 *
 * {@snippet :
 * Session session = SESSIONS.get(id);
 * if (session != null && session.timer.init(SESSIONS, Timer.MONOTONIC) == 0) {
 *   session.timer.setCallback(SESSIONS, (key, value) -> value.expired = 1);
 *   session.timer.start(1_000_000_000L);
 * }
 * }
 *
 * <p>A timer runs as long as user space has the map, or a file that it is pinned to. A value that is removed takes its timer with it.
 */
@Struct("bpf_timer")
public final class Timer {
  /** {@code CLOCK_REALTIME}, which is set now and then. */
  public static final int REALTIME = 0;

  /** {@code CLOCK_MONOTONIC}, which stands while the machine sleeps. */
  public static final int MONOTONIC = 1;

  /** {@code CLOCK_BOOTTIME}, which does not. */
  public static final int BOOTTIME = 7;

  /** The kernel's own. */
  public long first;

  /** The kernel's own. */
  public long second;

  /** One that is not made ready yet. */
  public Timer() {}

  /**
   * Makes the timer ready, once: {@code bpf_timer_init}.
   *
   * @param map the map in whose value the timer is, named as its static field
   * @param clock {@link #REALTIME}, {@link #MONOTONIC} or {@link #BOOTTIME}, a constant
   * @return 0, or {@code -EBUSY} (-16) if it is ready already, or another negative number
   */
  public int init(KeyedMap<?, ?> map, int clock) {
    throw KernelOnly.call();
  }

  /**
   * Says what is called when the time is over: {@code bpf_timer_set_callback}.
   *
   * <p>The function runs in an interrupt, on any processor, with the key and the value in which the timer is. It sees no variables of
   * the program that sets it: what it needs is in the value. It may start the timer again. A fault ends it, and counts.
   *
   * @param map the map in whose value the timer is, named as its static field
   * @param function a lambda or a reference to a static method
   * @return 0, or a negative number: {@code -EINVAL} (-22) if the timer is not ready
   */
  public <K, V> int setCallback(KeyedMap<K, V> map, Function<K, V> function) {
    throw KernelOnly.call();
  }

  /**
   * Starts the timer, or sets another time if it runs: {@code bpf_timer_start}.
   *
   * @param nanoseconds from now
   * @return 0, or {@code -EINVAL} (-22) if the timer is not ready or has no function
   */
  public int start(long nanoseconds) {
    throw KernelOnly.call();
  }

  /**
   * Stops the timer, and waits for its function where that runs: {@code bpf_timer_cancel}.
   *
   * @return 1 if it was running, 0 if not, or {@code -EDEADLK} (-35) in its own function
   */
  public int cancel() {
    throw KernelOnly.call();
  }

  /**
   * What a timer has the kernel call.
   *
   * @param <K> the map's key
   * @param <V> the map's value
   */
  @FunctionalInterface
  public interface Function<K, V> {
    /**
     * The time is over.
     *
     * @param key the key of the value in which the timer is
     * @param value that value
     */
    void run(K key, V value);
  }
}
