package dev.tawon.bpf.random;

import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.EntryBody;
import dev.tawon.lang.map.EntryCondition;
import dev.tawon.lang.map.KeyedMap;
import java.lang.reflect.ParameterizedType;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Maps on the JVM, as the kernel's are. Called by {@link JvmSide}'s classes. */
public final class ModelMaps {
  private static final int ENOENT = -2;
  private static final int E2BIG = -7;
  private static final int EEXIST = -17;

  /** The entries of each handle. */
  private static final Map<BpfMap, Map<Integer, Object>> MAPS =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private ModelMaps() {}

  /** Makes a map empty, or an array all zeros. */
  static void reset(KeyedMap<?, ?> map, ParameterizedType type)
      throws ReflectiveOperationException {
    Map<Integer, Object> entries = new HashMap<>();
    if (map instanceof Array<?>) {
      Class<?> value = (Class<?>) type.getActualTypeArguments()[0];
      for (int i = 0; i < map.capacity(); i++) {
        entries.put(i, value == Long.class ? 0L : ModelStructs.zero(value));
      }
    }
    MAPS.put(map, entries);
  }

  static void forget(KeyedMap<?, ?> map) {
    MAPS.remove(map);
  }

  private static Map<Integer, Object> entries(KeyedMap<?, ?> map) {
    return MAPS.get(map);
  }

  /** The value of a key, or null. */
  public static Object get(KeyedMap<?, ?> map, Object key) {
    return entries(map).get((Integer) key);
  }

  /** Sets a value. */
  public static int put(KeyedMap<?, ?> map, Object key, Object value)
      throws ReflectiveOperationException {
    Map<Integer, Object> entries = entries(map);
    if (value == null) {
      throw new NullPointerException();
    }
    Object present = entries.get((Integer) key);
    if (map instanceof Array<?>) {
      if (present == null) {
        return E2BIG;
      }
      if (value.getClass().isAnnotationPresent(Struct.class)) {
        ModelStructs.assign(value, present);
        return 0;
      }
    }
    entries.put(
        (Integer) key,
        value.getClass().isAnnotationPresent(Struct.class) && !value.getClass().isRecord()
            ? ModelStructs.copy(value)
            : value);
    return 0;
  }

  /** Sets a value that is not there. */
  public static int putIfAbsent(KeyedMap<?, ?> map, Object key, Object value)
      throws ReflectiveOperationException {
    return get(map, key) != null ? EEXIST : put(map, key, value);
  }

  /** Sets a value that is there. */
  public static int replace(KeyedMap<?, ?> map, Object key, Object value)
      throws ReflectiveOperationException {
    return get(map, key) == null ? ENOENT : put(map, key, value);
  }

  /** Removes a key. */
  public static int remove(KeyedMap<?, ?> map, Object key) {
    return entries(map).remove((Integer) key) == null ? ENOENT : 0;
  }

  /** Calls a function for each entry, and gives how many there are. */
  @SuppressWarnings("unchecked") // keys are ints, values as the module says
  public static int forEach(KeyedMap<?, ?> map, EntryBody<?, ?> body) {
    return forEachWhile(
        map,
        (key, value) -> {
          ((EntryBody<Object, Object>) body).run(key, value);
          return true;
        });
  }

  /** Calls a function for each entry until it gives false, and gives for how many. */
  @SuppressWarnings("unchecked") // keys are ints, values as the module says
  public static int forEachWhile(KeyedMap<?, ?> map, EntryCondition<?, ?> body) {
    int visited = 0;
    for (Map.Entry<Integer, Object> entry : new TreeMap<>(entries(map)).entrySet()) {
      visited++;
      if (!((EntryCondition<Object, Object>) body).run(entry.getKey(), entry.getValue())) {
        break;
      }
    }
    return visited;
  }

  /** Adds to a counter. */
  public static void add(Counter counter, long amount) {
    counter.value += amount;
  }

  /** Adds to a counter, and gives what it was. */
  public static long getAndAdd(Counter counter, long amount) {
    long before = counter.value;
    counter.value += amount;
    return before;
  }

  /** Sets a counter, and gives what it was. */
  public static long getAndSet(Counter counter, long value) {
    long before = counter.value;
    counter.value = value;
    return before;
  }

  /** Sets a counter that is what is expected, and gives what it was. */
  public static long compareAndExchange(Counter counter, long expected, long value) {
    long before = counter.value;
    if (before == expected) {
      counter.value = value;
    }
    return before;
  }

  /** Sets a counter that is what is expected. */
  public static boolean compareAndSet(Counter counter, long expected, long value) {
    return compareAndExchange(counter, expected, value) == expected;
  }
}
