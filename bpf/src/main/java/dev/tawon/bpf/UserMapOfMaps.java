package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.object.MapSpec;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The user half of a map of maps: makes the maps in it. Thread-safe.
 *
 * @param <K> the outer map's key
 * @param <I> the inner maps' key
 * @param <V> the inner maps' value
 */
public final class UserMapOfMaps<K, I, V> {
  private final LoadedMap map;
  private final MapSpec inner;
  private final StructCodec<K> keys;
  private final Class<I> innerKey;
  private final Class<V> innerValue;
  private final ReentrantLock lock = new ReentrantLock();
  private final MapCalls calls;

  UserMapOfMaps(
      LoadedMap map, MapSpec inner, Class<K> key, Class<I> innerKey, Class<V> innerValue) {
    this.map = map;
    this.inner = inner;
    this.keys = ScalarCodec.orStruct(key);
    this.innerKey = innerKey;
    this.innerValue = innerValue;
    this.calls = new MapCalls(map.descriptor(), keys.size(), Integer.BYTES);
  }

  /**
   * Makes an empty map and puts it under a key; one that was there is gone when no program uses it any more.
   *
   * @return the map's user half, for as long as the module is open
   * @throws SystemCallException if the kernel refuses: {@code E2BIG} when the outer map is full
   */
  public UserMap<I, V> create(K key) {
    LoadedMap made = LoadedMap.create(inner, null);
    lock.lock();
    try {
      keys.write(key, calls.key(), 0);
      int result = calls.updateTo(made.descriptor());
      if (result < 0) {
        made.close();
        throw failure("writing to", result);
      }
    } finally {
      lock.unlock();
    }
    map.keep(made);
    return UserMap.of(made, innerKey, innerValue);
  }

  /**
   * Removes the map of a key; false if there was none.
   *
   * @throws SystemCallException if the kernel refuses
   */
  public boolean remove(K key) {
    lock.lock();
    try {
      keys.write(key, calls.key(), 0);
      int result = calls.delete();
      if (result == -Errno.ENOENT.number()) {
        return false;
      }
      if (result < 0) {
        throw failure("removing from", result);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private BpfException failure(String call, int result) {
    return Explanation.here()
        .call(call + " map " + map.name(), List.of(Capability.CAP_BPF), -result);
  }
}
