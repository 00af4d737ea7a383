package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.MapCalls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The user half of a queue, a stack or a Bloom filter. Thread-safe. It throws {@link SystemCallException} for an error of the
 * kernel's that its description does not name, and {@link IllegalStateException} once the map is closed.
 *
 * @param <V> the values
 */
public final class UserQueue<V> {
  private final LoadedMap map;
  private final StructCodec<V> values;
  private final ReentrantLock lock = new ReentrantLock();
  private final MapCalls calls;

  private UserQueue(LoadedMap map, StructCodec<V> values) {
    this.map = map;
    this.values = values;
    this.calls = new MapCalls(map.descriptor(), 0, values.size()).withoutKeys();
  }

  /**
   * Typed access to a map.
   *
   * @param map the map, which stays its object's
   * @param value the values' class
   * @throws BpfException if the class has another size than the map's values
   */
  static <V> UserQueue<V> of(LoadedMap map, Class<V> value) {
    StructCodec<V> values = ScalarCodec.orStruct(value);
    if (values.size() != map.spec().valueSize()) {
      throw new BpfException(
          "map "
              + map.name()
              + " has values of "
              + map.spec().valueSize()
              + " bytes, and "
              + value.getName()
              + " has "
              + values.size());
    }
    return new UserQueue<>(map, values);
  }

  /**
   * Adds a value.
   *
   * @return whether there was room
   */
  public boolean push(V value) {
    lock.lock();
    try {
      values.write(value, calls.value(), 0);
      return check("adding to", calls.update(0), Errno.E2BIG);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next value out; empty if there is none. Not for Bloom filters. */
  public Optional<V> pop() {
    lock.lock();
    try {
      return check("taking from", calls.take(), Errno.ENOENT)
          ? Optional.of(values.read(calls.value(), 0))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The next value, which stays; empty if there is none. Not for Bloom filters. */
  public Optional<V> peek() {
    lock.lock();
    try {
      return check("reading from", calls.lookup(), Errno.ENOENT)
          ? Optional.of(values.read(calls.value(), 0))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a Bloom filter may contain a value. */
  boolean mayContain(V value) {
    lock.lock();
    try {
      values.write(value, calls.value(), 0);
      return check("reading from", calls.lookup(), Errno.ENOENT);
    } finally {
      lock.unlock();
    }
  }

  private boolean check(String call, int result, Errno absent) {
    if (result >= 0) {
      return true;
    }
    if (-result == absent.number()) {
      return false;
    }
    throw Explanation.here()
        .call(call + " map " + map.name(), List.of(Capability.CAP_BPF), -result);
  }
}
