package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.MAP_DELETE_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_LOOKUP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_UPDATE_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.REDIRECT_MAP;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_DISCARD;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_OUTPUT;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_RESERVE;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_SUBMIT;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.compiler.opt.KeptKeys;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.BloomFilter;
import dev.tawon.lang.map.CpuMap;
import dev.tawon.lang.map.DeviceMap;
import dev.tawon.lang.map.KeyedMap;
import dev.tawon.lang.map.MapOfMaps;
import dev.tawon.lang.map.OwnedStorage;
import dev.tawon.lang.map.PerfEventArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.Queue;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.map.Stack;
import dev.tawon.lang.map.StackTraces;
import dev.tawon.lang.map.UserRingBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on maps. */
final class MapCalls {
  private static final long BPF_ANY = 0;
  private static final long BPF_NOEXIST = 1;
  private static final long BPF_EXIST = 2;

  /** {@code BPF_RB_NO_WAKEUP}: the consumer looks by a timer, which is far cheaper than a wake-up a record. */
  private static final long NO_WAKEUP = 1;

  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final ValueMapCalls values;
  private final Scalars scalars;

  /** The maps that were got from maps. */
  private final Map<Value, MapField> inner = new HashMap<>();

  MapCalls(Calls calls, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.scalars = new Scalars(graph, memory, module);
    this.values = new ValueMapCalls(this, graph, memory, scalars);
  }

  @Nullable Value invoke(String name, List<Value> arguments) {
    Value address = arguments.getFirst();
    MapField map = inner.get(address);
    if (map != null) {
      memory.checkNotNull(address);
    } else if (address.operation() instanceof Operation.MapAddress operation) {
      map = module.map(operation.map());
    } else {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "which map this is depends on the path taken: name its static field where it is used");
    }
    return switch (map.handle()) {
      case DeviceMap _, CpuMap _ -> redirect(map, address, name, arguments);
      case KeyedMap<?, ?> _ -> keyed(map, address, name, arguments);
      case RingBuffer<?> _ -> ring(map, address, name, arguments);
      case MapOfMaps outer -> {
        Value found = lookup(map, address, arguments.get(1));
        inner.put(found, MapField.inside(map, outer));
        yield found;
      }
      case Queue<?> _, Stack<?> _, BloomFilter<?> _ -> values.invoke(map, address, name, arguments);
      case OwnedStorage<?> _ ->
          values.storage(map, address, name, calls.typedTask(arguments.get(1)));
      case PerfEventArray<?> _ -> values.perfOutput(map, address, arguments.get(1));
      case StackTraces _ -> values.stackId(address, arguments.get(1));
      // drain and drainWhile take functions: see Callbacks.
      case UserRingBuffer<?> _ -> throw unsupported(name);
      case ProgramArray<?> array ->
          values.tailCall(address, ProgramNames.index(graph, map, array, arguments.get(1)));
    };
  }

  private Value redirect(MapField map, Value address, String name, List<Value> arguments) {
    if (!name.equals("redirect")) {
      throw new SourceError(
          graph.position(),
          Rule.MAP_OPERATION,
          map.name() + " says where packets go: a program only calls redirect, user space sets it");
    }
    return status(
        REDIRECT_MAP,
        "bpf_redirect_map",
        address,
        graph.convert(Conversion.INT_TO_LONG_UNSIGNED, arguments.get(1)),
        graph.convert(Conversion.INT_TO_LONG_UNSIGNED, arguments.get(2)));
  }

  private Value keyed(MapField map, Value address, String name, List<Value> arguments) {
    return switch (name) {
      case "get" -> get(map, address, arguments.get(1));
      case "put" -> update(map, address, arguments, BPF_ANY);
      case "putIfAbsent" -> update(map, address, arguments, BPF_NOEXIST);
      case "replace" -> update(map, address, arguments, BPF_EXIST);
      case "remove" ->
          status(MAP_DELETE_ELEM, "bpf_map_delete_elem", address, key(map, arguments.get(1)));
      default -> throw unsupported(name);
    };
  }

  private Value update(MapField map, Value address, List<Value> arguments, long flags) {
    return status(
        MAP_UPDATE_ELEM,
        "bpf_map_update_elem",
        address,
        key(map, arguments.get(1)),
        pointer(arguments.get(2), valueClass(map), "a value of " + map.name()),
        graph.constantLong(flags));
  }

  private @Nullable Value ring(MapField map, Value address, String name, List<Value> arguments) {
    return switch (name) {
      case "reserve" ->
          reserve(
              address,
              arguments.size() > 1
                  ? calls.classLiteral(arguments.get(1), "type")
                  : map.argument(0));
      case "submit" -> release(RINGBUF_SUBMIT, "bpf_ringbuf_submit", arguments.get(1));
      case "discard" -> release(RINGBUF_DISCARD, "bpf_ringbuf_discard", arguments.get(1));
      case "output" ->
          output(map, address, arguments.get(1), arguments.size() > 2 ? arguments.get(2) : null);
      default -> throw unsupported(name);
    };
  }

  private SourceError unsupported(String name) {
    return new SourceError(
        graph.position(), Rule.MAP_OPERATION, "not supported in a program: " + name + " of a map");
  }

  private Value notNull(Value object) {
    memory.checkNotNull(object);
    return object;
  }

  private static Class<?> keyClass(MapField map) {
    return MapShape.of(map.handle()).key(map);
  }

  static Class<?> valueClass(MapField map) {
    return MapShape.of(map.handle()).value(map);
  }

  private Value lookup(MapField map, Value address, Value key) {
    return graph.add(
        new Operation.CallHelper(MAP_LOOKUP_ELEM, "bpf_map_lookup_elem", false),
        ValueType.REFERENCE,
        address,
        key(map, key));
  }

  private Value get(MapField map, Value address, Value key) {
    Value found = lookup(map, address, key);
    return got(found, valueClass(map));
  }

  /** What was got from a map at an address, which may be null. */
  Value got(Value found, Class<?> type) {
    if (Boxes.isScalar(type)) {
      return scalars.got(found, type);
    }
    if (Marks.has(type, Struct.class)) {
      memory.know(found, type);
    }
    return found;
  }

  private Value key(MapField map, Value key) {
    return pointer(key, keyClass(map), KeptKeys.KEY + map.name());
  }

  /** The address of a key or value: a struct's own, or that of a stack slot with the integer in it. */
  Value pointer(Value value, Class<?> type, String purpose) {
    memory.checkNotNull(value);
    if (!Boxes.isScalar(type)) {
      Class<?> known = memory.classOf(value);
      if (known != null && !type.isAssignableFrom(known)) {
        throw new SourceError(
            graph.position(),
            Rule.WRONG_CLASS,
            purpose + " is a " + type.getSimpleName() + ", not a " + known.getSimpleName());
      }
      return value;
    }
    return scalars.store(value, type, purpose);
  }

  Value status(int helper, String name, Value... arguments) {
    Value result =
        graph.add(new Operation.CallHelper(helper, name, true), ValueType.LONG, arguments);
    return graph.convert(Conversion.LONG_TO_INT, result);
  }

  private Value reserve(Value address, Class<?> type) {
    if (Boxes.isScalar(type)) {
      throw new SourceError(
          graph.position(),
          Rule.MAP_OPERATION,
          "a "
              + type.getSimpleName()
              + " never changes, so that there is nothing to reserve: use"
              + " output");
    }
    int size = memory.layout(type).size();
    Value record =
        graph.add(
            new Operation.CallHelper(RINGBUF_RESERVE, "bpf_ringbuf_reserve", true),
            ValueType.REFERENCE,
            address,
            graph.constantLong(size),
            graph.constantLong(0));
    memory.know(record, type);
    return record;
  }

  private @Nullable Value release(int helper, String name, Value record) {
    memory.checkNotNull(record);
    graph.add(
        new Operation.CallHelper(helper, name, true),
        ValueType.NONE,
        record,
        graph.constantLong(NO_WAKEUP));
    return null;
  }

  /** How many bytes a record has. */
  int sizeOf(Value record) {
    memory.checkNotNull(record);
    Class<?> type = memory.classOf(record);
    if (type == null) {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "how large this record is depends on the path taken: output it where it is got");
    }
    return memory.layout(type).size();
  }

  private Value output(MapField map, Value address, Value record, @Nullable Value size) {
    Class<?> type = map.argument(0);
    if (Boxes.isScalar(type)) {
      return status(
          RINGBUF_OUTPUT,
          "bpf_ringbuf_output",
          address,
          scalars.store(notNull(record), type, "a record of " + map.name()),
          graph.constantLong(Boxes.size(type)),
          graph.constantLong(NO_WAKEUP));
    }
    int limit = sizeOf(record);
    return status(
        RINGBUF_OUTPUT,
        "bpf_ringbuf_output",
        address,
        record,
        size == null ? graph.constantLong(limit) : memory.checkedIndex(size, limit),
        graph.constantLong(NO_WAKEUP));
  }
}
