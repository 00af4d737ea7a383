package dev.tawon.compiler;

import dev.tawon.compiler.back.ObjectTypes;
import dev.tawon.compiler.front.MapField;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.KeyedMap;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;

/** Describes the maps of a module. */
final class MapDescriptions {
  /** Linux 5.5. */
  private static final int BPF_F_MMAPABLE = 1 << 10;

  private MapDescriptions() {}

  static CompiledModule.MapDescription of(MapField field) {
    return switch (field.handle()) {
      case RingBuffer<?> _ ->
          new CompiledModule.MapDescription(field.name(), Void.class, field.argument(0));
      case KeyedMap<?, ?> _ -> {
        boolean array = field.arguments().size() == 1;
        yield new CompiledModule.MapDescription(
            field.name(), array ? Integer.class : field.argument(0), field.argument(array ? 0 : 1));
      }
    };
  }

  static MapSpec spec(BpfMap handle, CompiledModule.MapDescription description, ObjectTypes types) {
    MapType type =
        switch (handle) {
          case RingBuffer<?> _ -> MapType.RINGBUF;
          case HashMap<?, ?> _ -> MapType.HASH;
          case LruHashMap<?, ?> _ -> MapType.LRU_HASH;
          case Array<?> _ -> MapType.ARRAY;
          case PerCpuArray<?> _ -> MapType.PERCPU_ARRAY;
        };
    if (type == MapType.RINGBUF) {
      return new MapSpec(description.name(), type, 0, 0, handle.capacity(), 0, 0, 0);
    }
    return new MapSpec(
        description.name(),
        type,
        size(description.key()),
        size(description.value()),
        handle.capacity(),
        0,
        types.of(description.key()),
        types.of(description.value()));
  }

  /** The map of variables: one that user space maps into its memory, to read and write single ones. */
  static MapSpec spec(GlobalVariables variables) {
    return new MapSpec(
        GlobalVariables.MAP,
        MapType.ARRAY,
        Integer.BYTES,
        variables.size(),
        1,
        BPF_F_MMAPABLE,
        0,
        0);
  }

  private static int size(Class<?> type) {
    if (type == Integer.class) {
      return Integer.BYTES;
    }
    if (type == Long.class) {
      return Long.BYTES;
    }
    return StructLayout.of(type).size();
  }
}
