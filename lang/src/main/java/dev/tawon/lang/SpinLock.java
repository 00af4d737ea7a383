package dev.tawon.lang;

/**
 * A lock in a map's value, that one CPU at a time holds: {@code struct bpf_spin_lock}, since Linux 5.1. In hash tables, arrays and
 * storage; not in programs of kprobes, tracepoints, perf events and socket filters.
 *
 * <p>No call stands between {@link #lock} and {@link #unlock}: get what is needed before. A fault there releases the lock.
 */
@Struct("bpf_spin_lock")
public final class SpinLock {
  /** The kernel's own. */
  public int state;

  /** A lock that nobody holds. */
  public SpinLock() {}

  /** Waits for the lock and takes it: {@code bpf_spin_lock}. */
  public void lock() {
    Helpers.spinLock(this);
  }

  /** Releases the lock: {@code bpf_spin_unlock}. */
  public void unlock() {
    Helpers.spinUnlock(this);
  }
}
