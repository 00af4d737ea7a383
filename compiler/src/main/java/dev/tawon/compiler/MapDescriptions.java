package dev.tawon.compiler;

import dev.tawon.compiler.CompiledModule.MapDescription;
import dev.tawon.compiler.back.ObjectTypes;
import dev.tawon.compiler.front.Boxes;
import dev.tawon.compiler.front.MapField;
import dev.tawon.compiler.front.MapShape;
import dev.tawon.compiler.front.ScratchFields;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.MapOfMaps;
import dev.tawon.lang.map.StackTraces;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;

/** Describes the maps of a module. */
final class MapDescriptions {
  /** Linux 5.5. */
  private static final int BPF_F_MMAPABLE = 1 << 10;

  /** Linux 5.2. */
  private static final int BPF_F_RDONLY_PROG = 1 << 7;

  private MapDescriptions() {}

  static MapDescription of(MapField field) {
    MapShape shape = MapShape.of(field.handle());
    return new MapDescription(
        field.name(),
        shape.key(field),
        shape.value(field),
        field.handle() instanceof MapOfMaps outer ? of(MapField.inside(field, outer)) : null);
  }

  static MapSpec spec(BpfMap handle, MapDescription description, ObjectTypes types) {
    MapShape shape = MapShape.of(handle);
    return new MapSpec(
        description.name(),
        shape.type(),
        size(shape.key(), description.key()),
        size(shape.value(), description.value()),
        handle.capacity(),
        shape.flags(),
        typeId(shape.key(), description.key(), types),
        typeId(shape.value(), description.value(), types));
  }

  /** What the maps in a map of maps are like. */
  static MapSpec inner(MapField field, MapOfMaps outer, ObjectTypes types) {
    MapField inner = MapField.inside(field, outer);
    return spec(inner.handle(), of(inner), types);
  }

  private static int size(MapShape.Part part, Class<?> type) {
    return switch (part) {
      case ARGUMENT -> size(type);
      case INT, MAP, ENTRY -> Integer.BYTES;
      case STACK -> StackTraces.DEPTH * Long.BYTES;
      case HIDDEN, NONE -> 0;
    };
  }

  private static int typeId(MapShape.Part part, Class<?> type, ObjectTypes types) {
    return switch (part) {
      case ARGUMENT -> types.of(type);
      case INT -> types.of(Integer.class);
      case STACK, MAP, ENTRY, HIDDEN, NONE -> 0;
    };
  }

  /**
   * A map of variables or constants; user space maps that of variables into its memory, to read and write single ones.
   *
   * @param type the section's type
   */
  static MapSpec spec(String name, GlobalVariables variables, int type) {
    return new MapSpec(
        name,
        MapType.ARRAY,
        Integer.BYTES,
        variables.size(),
        1,
        name.equals(GlobalVariables.CONSTANTS) ? BPF_F_RDONLY_PROG : BPF_F_MMAPABLE,
        0,
        type);
  }

  /** The map of the faults' counters, which user space maps into its memory. */
  static MapSpec faultCounters(int counters) {
    return new MapSpec(
        CompiledModule.FAULT_MAP,
        MapType.ARRAY,
        Integer.BYTES,
        counters * Long.BYTES,
        1,
        BPF_F_MMAPABLE,
        0,
        0);
  }

  /** The map of zeros, which programs only read. */
  static MapSpec zeros(int bytes) {
    return new MapSpec(
        CompiledModule.ZERO_MAP, MapType.ARRAY, Integer.BYTES, bytes, 1, BPF_F_RDONLY_PROG, 0, 0);
  }

  /** The map of what programs have besides the stack: an entry for each program. */
  static MapSpec spec(ScratchFields scratch) {
    return new MapSpec(
        ScratchFields.MAP,
        MapType.PERCPU_ARRAY,
        Integer.BYTES,
        scratch.size(),
        scratch.entries(),
        0,
        0,
        0);
  }

  private static int size(Class<?> type) {
    return Boxes.isScalar(type) ? Boxes.size(type) : StructLayout.of(type).size();
  }
}
