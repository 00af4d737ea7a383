package dev.tawon.compiler.front;

import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.ArrayOfMaps;
import dev.tawon.lang.map.BloomFilter;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.CgroupStorage;
import dev.tawon.lang.map.CpuMap;
import dev.tawon.lang.map.DeviceMap;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.HashOfMaps;
import dev.tawon.lang.map.InodeStorage;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.map.LruPerCpuHashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.PerCpuHashMap;
import dev.tawon.lang.map.PerfEventArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.Queue;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.map.SocketStorage;
import dev.tawon.lang.map.Stack;
import dev.tawon.lang.map.StackTraces;
import dev.tawon.lang.map.TaskStorage;
import dev.tawon.lang.map.UserRingBuffer;
import dev.tawon.object.MapType;

/**
 * What a handle's class says of its map.
 *
 * @param type the kind of map
 * @param key what its keys are
 * @param value what its values are
 * @param flags {@code BPF_F_*} that the kernel demands for the kind
 */
public record MapShape(MapType type, Part key, Part value, int flags) {
  private static final int BPF_F_NO_PREALLOC = 1;

  /** What keys or values are. */
  public enum Part {
    /** The type argument of the handle, in order. */
    ARGUMENT,
    /** An int. */
    INT,
    /** The addresses of a stack. */
    STACK,
    /** A descriptor of a program or an event, four bytes; the type argument says what it takes. */
    ENTRY,
    /** A map, which the kernel has as an int. */
    MAP,
    /** Nothing that the kernel is told of, although the handle has a type argument for it. */
    HIDDEN,
    /** Nothing. */
    NONE
  }

  /** The shape of a map. */
  public static MapShape of(BpfMap handle) {
    return switch (handle) {
      case HashMap<?, ?> _ -> table(MapType.HASH, 0);
      case LruHashMap<?, ?> _ -> table(MapType.LRU_HASH, 0);
      case PerCpuHashMap<?, ?> _ -> table(MapType.PERCPU_HASH, 0);
      case LruPerCpuHashMap<?, ?> _ -> table(MapType.LRU_PERCPU_HASH, 0);
      case LpmTrie<?, ?> _ -> table(MapType.LPM_TRIE, BPF_F_NO_PREALLOC);
      case Array<?> _ -> new MapShape(MapType.ARRAY, Part.INT, Part.ARGUMENT, 0);
      case PerCpuArray<?> _ -> new MapShape(MapType.PERCPU_ARRAY, Part.INT, Part.ARGUMENT, 0);
      case DeviceMap _ -> new MapShape(MapType.DEVMAP, Part.INT, Part.INT, 0);
      case CpuMap _ -> new MapShape(MapType.CPUMAP, Part.INT, Part.INT, 0);
      case RingBuffer<?> _ -> new MapShape(MapType.RINGBUF, Part.NONE, Part.HIDDEN, 0);
      case UserRingBuffer<?> _ -> new MapShape(MapType.USER_RINGBUF, Part.NONE, Part.HIDDEN, 0);
      case PerfEventArray<?> _ -> new MapShape(MapType.PERF_EVENT_ARRAY, Part.INT, Part.ENTRY, 0);
      case Queue<?> _ -> new MapShape(MapType.QUEUE, Part.NONE, Part.ARGUMENT, 0);
      case Stack<?> _ -> new MapShape(MapType.STACK, Part.NONE, Part.ARGUMENT, 0);
      case BloomFilter<?> _ -> new MapShape(MapType.BLOOM_FILTER, Part.NONE, Part.ARGUMENT, 0);
      case StackTraces _ -> new MapShape(MapType.STACK_TRACE, Part.INT, Part.STACK, 0);
      case ProgramArray<?> _ -> new MapShape(MapType.PROG_ARRAY, Part.INT, Part.ENTRY, 0);
      case ArrayOfMaps<?> _ -> new MapShape(MapType.ARRAY_OF_MAPS, Part.INT, Part.MAP, 0);
      case HashOfMaps<?, ?> _ -> new MapShape(MapType.HASH_OF_MAPS, Part.ARGUMENT, Part.MAP, 0);
      case TaskStorage<?> _ -> storage(MapType.TASK_STORAGE);
      case InodeStorage<?> _ -> storage(MapType.INODE_STORAGE);
      case SocketStorage<?> _ -> storage(MapType.SK_STORAGE);
      case CgroupStorage<?> _ -> storage(MapType.CGRP_STORAGE);
    };
  }

  private static MapShape table(MapType type, int flags) {
    return new MapShape(type, Part.ARGUMENT, Part.ARGUMENT, flags);
  }

  private static MapShape storage(MapType type) {
    return new MapShape(type, Part.INT, Part.ARGUMENT, BPF_F_NO_PREALLOC);
  }

  /** How many type arguments the handle has. */
  int arguments() {
    return count(key) + count(value);
  }

  private static int count(Part part) {
    return switch (part) {
      case ARGUMENT, MAP, ENTRY, HIDDEN -> 1;
      case INT, STACK, NONE -> 0;
    };
  }

  /** The class of a map's keys; {@code Void} if it has none. */
  public Class<?> key(MapField map) {
    return switch (key) {
      case ARGUMENT -> map.argument(0);
      case INT -> Integer.class;
      case STACK, MAP, ENTRY, HIDDEN, NONE -> Void.class;
    };
  }

  /** The class of a map's values, or of what programs put into it; {@code Integer} for a map or program. */
  public Class<?> value(MapField map) {
    return switch (value) {
      case ARGUMENT, ENTRY, HIDDEN -> map.argument(arguments() - 1);
      case INT, MAP -> Integer.class;
      case STACK, NONE -> Void.class;
    };
  }
}
