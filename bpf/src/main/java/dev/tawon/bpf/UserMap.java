package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.object.MapSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * The user half of a map: typed access through {@code bpf(2)}. Values are copies.
 *
 * <p>Thread-safe: operations on one map wait for each other, since they share the memory that the kernel reads and writes.
 * Every operation is a system call of about a microsecond. It throws {@link SystemCallException} for an error of the
 * kernel's that its description does not name, and {@link IllegalStateException} once the map is closed.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class UserMap<K, V> {
  private final LoadedMap map;
  private final StructCodec<K> keys;
  private final StructCodec<V> values;
  private final int cpus;

  /** Bytes from one CPU's value to the next: the kernel rounds up to eight. */
  private final int stride;

  private final ReentrantLock lock = new ReentrantLock();
  private final MapCalls calls;

  private UserMap(LoadedMap map, StructCodec<K> keys, StructCodec<V> values) {
    this.map = map;
    this.keys = keys;
    this.values = values;
    this.cpus = map.isPerCpu() ? PossibleCpus.count() : 1;
    this.stride = map.isPerCpu() ? (values.size() + 7) & -8 : values.size();
    this.calls = newCalls();
  }

  /**
   * Typed access to a map.
   *
   * @param map the map, which stays its object's
   * @param key the keys' class: {@code Integer}, {@code Long} or a {@link dev.tawon.lang.Struct} class
   * @param value the values' class, likewise
   * @throws BpfException if a class has another size than the map's keys or values
   */
  public static <K, V> UserMap<K, V> of(LoadedMap map, Class<K> key, Class<V> value) {
    StructCodec<K> keys = ScalarCodec.orStruct(key);
    StructCodec<V> values = ScalarCodec.orStruct(value);
    MapSpec spec = map.spec();
    if (keys.size() != spec.keySize() || values.size() != spec.valueSize()) {
      throw new BpfException(
          "map "
              + spec.name()
              + " has keys of "
              + spec.keySize()
              + " bytes and values of "
              + spec.valueSize()
              + ", but "
              + key.getName()
              + " has "
              + keys.size()
              + " and "
              + value.getName()
              + " "
              + values.size());
    }
    return new UserMap<>(map, keys, values);
  }

  private MapCalls newCalls() {
    return new MapCalls(map.descriptor(), keys.size(), (long) stride * cpus);
  }

  /**
   * The value of a key. Not for per-CPU maps.
   *
   * @throws UnsupportedOperationException if the map is a per-CPU map
   */
  public Optional<V> get(K key) {
    requirePerCpu(false, "getPerCpu");
    lock.lock();
    try {
      return lookup(key) ? Optional.of(values.read(calls.value(), 0)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the value of a key into an instance, so that nothing is allocated. Not for per-CPU maps, nor for {@code Integer}
   * and {@code Long}.
   *
   * @return whether the key is there; if not, the instance is as it was
   * @throws UnsupportedOperationException if the map is a per-CPU map, or its values are no structs
   */
  public boolean get(K key, V into) {
    requirePerCpu(false, "getPerCpu");
    lock.lock();
    try {
      boolean found = lookup(key);
      if (found) {
        values.read(calls.value(), 0, into);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The value of a key on each possible CPU, in order; empty if the key is not there. For per-CPU maps.
   *
   * @throws UnsupportedOperationException if the map is no per-CPU map
   */
  public List<V> getPerCpu(K key) {
    requirePerCpu(true, "get");
    lock.lock();
    try {
      return lookup(key) ? perCpu(calls) : List.of();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the value of a key; of a per-CPU map, on every CPU.
   *
   * @throws SystemCallException with {@code E2BIG} if the map is full, or the key is not in the array
   */
  public void put(K key, V value) {
    update(key, value, 0, 0);
  }

  /**
   * Sets the value of a key that is not there yet ({@code BPF_NOEXIST}); of a per-CPU map, on every CPU.
   *
   * @return whether it was set; an array's keys are there always
   * @throws SystemCallException with {@code E2BIG} if the map is full
   */
  public boolean putIfAbsent(K key, V value) {
    return update(key, value, 1, Errno.EEXIST.number());
  }

  /**
   * Sets the value of a key that is there ({@code BPF_EXIST}); of a per-CPU map, on every CPU.
   *
   * @return whether it was set
   */
  public boolean replace(K key, V value) {
    return update(key, value, 2, Errno.ENOENT.number());
  }

  private boolean update(K key, V value, long flags, int refused) {
    lock.lock();
    try {
      keys.write(key, calls.key(), 0);
      for (int cpu = 0; cpu < cpus; cpu++) {
        values.write(value, calls.value(), (long) cpu * stride);
      }
      return check("writing to", calls.update(flags), refused);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a key; false if it was not there.
   *
   * @throws SystemCallException with {@code EINVAL} if the map is an array
   */
  public boolean remove(K key) {
    lock.lock();
    try {
      keys.write(key, calls.key(), 0);
      return check("removing from", calls.delete(), Errno.ENOENT.number());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Visits the entries; entries that change meanwhile may be missed or seen twice. The visitor may change the map. Not for
   * per-CPU maps.
   *
   * @throws UnsupportedOperationException if the map is a per-CPU map
   */
  public void forEach(BiConsumer<K, V> visitor) {
    requirePerCpu(false, "forEachPerCpu");
    walk((key, iteration) -> visitor.accept(key, values.read(iteration.value(), 0)));
  }

  /**
   * Visits the entries of a per-CPU map, with the values of each possible CPU in order; otherwise as {@link #forEach}.
   *
   * @throws UnsupportedOperationException if the map is no per-CPU map
   */
  public void forEachPerCpu(BiConsumer<K, List<V>> visitor) {
    requirePerCpu(true, "forEach");
    walk((key, iteration) -> visitor.accept(key, perCpu(iteration)));
  }

  /** Visits a key whose value has just been read. */
  private interface Step<K> {
    void visit(K key, MapCalls iteration);
  }

  /**
   * Walks the keys with memory of its own. The next key is found before the visitor sees the present one, which it may
   * remove. When a program removes it first the kernel begins again, so that the walk ends after as many keys as the map
   * holds.
   */
  private void walk(Step<K> step) {
    MapCalls iteration = newCalls();
    int left = map.spec().capacity();
    boolean more = check("walking", iteration.nextKey(true), Errno.ENOENT.number());
    while (more && left-- > 0) {
      iteration.key().copyFrom(iteration.followingKey());
      more = check("walking", iteration.nextKey(false), Errno.ENOENT.number());
      if (check("reading from", iteration.lookup(), Errno.ENOENT.number())) {
        step.visit(keys.read(iteration.key(), 0), iteration);
      }
    }
  }

  private boolean lookup(K key) {
    keys.write(key, calls.key(), 0);
    return check("reading from", calls.lookup(), Errno.ENOENT.number());
  }

  private List<V> perCpu(MapCalls from) {
    List<V> found = new ArrayList<>(cpus);
    for (int cpu = 0; cpu < cpus; cpu++) {
      found.add(values.read(from.value(), (long) cpu * stride));
    }
    return found;
  }

  private void requirePerCpu(boolean expected, String instead) {
    if (map.isPerCpu() != expected) {
      throw new UnsupportedOperationException(
          "map " + map.name() + " is a " + map.spec().type() + ": use " + instead);
    }
  }

  /** True for success, false for the error that means "not there". */
  private boolean check(String call, int result, int absent) {
    if (result >= 0) {
      return true;
    }
    if (-result == absent) {
      return false;
    }
    throw Explanation.here()
        .call(call + " map " + map.name(), List.of(Capability.CAP_BPF), -result);
  }
}
