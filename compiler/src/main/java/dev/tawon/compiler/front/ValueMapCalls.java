package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.GET_STACKID;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_PEEK_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_POP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_PUSH_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.PERF_EVENT_OUTPUT;
import static dev.tawon.compiler.ir.HelperNumbers.TAIL_CALL;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.lang.map.CgroupStorage;
import dev.tawon.lang.map.InodeStorage;
import dev.tawon.lang.map.OwnedStorage;
import dev.tawon.lang.map.SocketStorage;
import dev.tawon.lang.map.TaskStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on maps whose values have no keys of the program's. */
final class ValueMapCalls {
  /** {@code BPF_F_CURRENT_CPU}. */
  private static final long CURRENT_CPU = 0xffff_ffffL;

  private final MapCalls maps;
  private final GraphBuilder graph;
  private final Memory memory;
  private final Scalars scalars;

  ValueMapCalls(MapCalls maps, GraphBuilder graph, Memory memory, Scalars scalars) {
    this.scalars = scalars;
    this.maps = maps;
    this.graph = graph;
    this.memory = memory;
  }

  /** Operations of queues, stacks and filters. */
  Value invoke(MapField map, Value address, String name, List<Value> arguments) {
    Class<?> type = MapCalls.valueClass(map);
    String purpose = "a value of " + map.name();
    boolean takes = name.equals("pop") || name.equals("peek");
    if (takes && Boxes.isScalar(type) == (arguments.size() > 1)) {
      throw new SourceError(
          graph.position(),
          Rule.MAP_OPERATION,
          arguments.size() > 1
              ? purpose
                  + " is a "
                  + type.getSimpleName()
                  + ", which never changes: use "
                  + name
                  + "()"
              : purpose
                  + " is a "
                  + type.getSimpleName()
                  + ": give "
                  + name
                  + " one that it fills");
    }
    if (takes && arguments.size() == 1) {
      boolean removes = name.equals("pop");
      return scalars.taken(
          type,
          purpose,
          place ->
              maps.status(
                  removes ? MAP_POP_ELEM : MAP_PEEK_ELEM,
                  removes ? "bpf_map_pop_elem" : "bpf_map_peek_elem",
                  address,
                  place));
    }
    Value pointer = maps.pointer(arguments.get(1), type, purpose);
    return switch (name) {
      case "push", "add" ->
          maps.status(MAP_PUSH_ELEM, "bpf_map_push_elem", address, pointer, graph.constantLong(0));
      case "pop" -> maps.status(MAP_POP_ELEM, "bpf_map_pop_elem", address, pointer);
      case "mayContain" ->
          isZero(maps.status(MAP_PEEK_ELEM, "bpf_map_peek_elem", address, pointer));
      case "peek" -> maps.status(MAP_PEEK_ELEM, "bpf_map_peek_elem", address, pointer);
      default ->
          throw new SourceError(
              graph.position(),
              Rule.MAP_OPERATION,
              "not supported in a program: " + name + " of a map");
    };
  }

  private Value isZero(Value status) {
    return graph.truth(JumpCondition.EQ, status, graph.constantInt(0));
  }

  /** Operations of values that belong to kernel objects. */
  Value storage(MapField map, Value address, String name, Value owner) {
    memory.checkNotNull(owner);
    Helpers helpers =
        switch ((OwnedStorage<?>) map.handle()) {
          case SocketStorage<?> _ -> new Helpers("bpf_sk_storage", 107, 108);
          case InodeStorage<?> _ -> new Helpers("bpf_inode_storage", 145, 146);
          case TaskStorage<?> _ -> new Helpers("bpf_task_storage", 156, 157);
          case CgroupStorage<?> _ -> new Helpers("bpf_cgrp_storage", 210, 211);
        };
    if (name.equals("remove")) {
      return maps.status(helpers.delete(), helpers.name() + "_delete", address, owner);
    }
    Value found =
        graph.add(
            new Operation.CallHelper(helpers.get(), helpers.name() + "_get", true),
            ValueType.REFERENCE,
            address,
            owner,
            graph.constantNull(),
            graph.constantLong(
                name.equals("getOrCreate") ? 1 : 0)); // BPF_LOCAL_STORAGE_GET_F_CREATE
    return maps.got(found, MapCalls.valueClass(map));
  }

  private record Helpers(String name, int get, int delete) {}

  private Value context() {
    return graph.add(new Operation.Context(), ValueType.REFERENCE);
  }

  Value perfOutput(MapField map, Value address, Value record) {
    Class<?> type = map.argument(0);
    boolean isScalar = Boxes.isScalar(type);
    int size = isScalar ? Boxes.size(type) : maps.sizeOf(record);
    return maps.status(
        PERF_EVENT_OUTPUT,
        "bpf_perf_event_output",
        context(),
        address,
        graph.constantLong(CURRENT_CPU),
        isScalar ? maps.pointer(record, type, "a record of " + map.name()) : record,
        graph.constantLong(size));
  }

  Value stackId(Value address, Value flags) {
    return maps.status(
        GET_STACKID,
        "bpf_get_stackid",
        context(),
        address,
        graph.convert(Conversion.INT_TO_LONG_UNSIGNED, flags));
  }

  @Nullable Value tailCall(Value address, Value index) {
    graph.add(
        new Operation.CallHelper(TAIL_CALL, "bpf_tail_call", true),
        ValueType.NONE,
        context(),
        address,
        graph.convert(Conversion.INT_TO_LONG_UNSIGNED, index));
    return null;
  }
}
