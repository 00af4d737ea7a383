package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.SKB_LOAD_BYTES;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.object.ProgramType;
import java.util.List;

/** The bytes that the context says begin and end of: those of a packet, and those of a socket option. */
final class PacketBytes {
  /** {@code MAX_PACKET_OFF} of {@code kernel/bpf/verifier.c}. */
  private static final int MAX_PACKET_OFFSET = 0xffff;

  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;

  PacketBytes(Calls calls, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /**
   * A call of {@code at}: what lies at a place, or null.
   *
   * @param owner the class of the context
   * @param begin its field for where the bytes begin
   * @param end its field for where they end
   */
  Value at(String owner, String begin, String end, List<Value> arguments) {
    Class<?> type = calls.classLiteral(arguments.get(2), "type");
    int size = memory.layout(type).size();
    GraphBuilder.Variable found = new GraphBuilder.Variable(new Object(), 0);
    Block absent = graph.newBlock();
    Block join = graph.newBlock();
    Value offset = within(arguments.get(1), size, absent);
    Block inside = graph.newBlock();
    Value place;
    ProgramKind kind = module.kind();
    if (kind != null && kind.type() == ProgramType.SOCKET_FILTER) {
      place = copy(type, offset, size, absent, inside);
    } else {
      StructLayout context = memory.layout(module.classes().load(owner, graph.position()));
      place =
          inPlace(
              context.field(begin).orElseThrow(),
              context.field(end).orElseThrow(),
              offset,
              size,
              absent,
              inside);
    }
    graph.seal(absent);
    graph.seal(inside);
    graph.enter(absent);
    graph.write(found, graph.constantNull());
    graph.jump(join);
    graph.enter(inside);
    graph.write(found, place);
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    Value bytes = graph.read(found);
    memory.know(bytes, type);
    return bytes;
  }

  /** An offset that the verifier takes; control goes elsewhere where it is none. */
  private Value within(Value offset, int size, Block absent) {
    Long constant = offset.constant();
    if (constant == null) {
      // The verifier refuses a sum that may be above MAX_PACKET_OFF.
      Block bounded = graph.newBlock();
      graph.branch(
          JumpCondition.GT, offset, graph.constantInt(MAX_PACKET_OFFSET - size), absent, bounded);
      graph.seal(bounded);
      graph.enter(bounded);
    } else if (constant < 0 || constant > MAX_PACKET_OFFSET - size) {
      throw new SourceError(
          graph.position(),
          Rule.ALWAYS_FAILS,
          constant + " is out of range here, always: the limit is " + (MAX_PACKET_OFFSET - size));
    }
    return offset;
  }

  private Value inPlace(
      StructLayout.Field first,
      StructLayout.Field last,
      Value offset,
      int size,
      Block absent,
      Block inside) {
    Value context = graph.add(new Operation.Context(), ValueType.REFERENCE);
    Long constant = offset.constant();
    Value begin = bound(first, context);
    Value end = bound(last, context);
    Value place =
        constant != null
            ? graph.add(new Operation.Offset(constant.intValue()), ValueType.REFERENCE, begin)
            : graph.add(
                new Operation.PointerAdd(),
                ValueType.REFERENCE,
                begin,
                graph.convert(Conversion.INT_TO_LONG_UNSIGNED, offset));
    Value behind =
        constant != null
            ? graph.add(
                new Operation.Offset(constant.intValue() + size), ValueType.REFERENCE, begin)
            : graph.add(new Operation.Offset(size), ValueType.REFERENCE, place);
    graph.branch(JumpCondition.GT, behind, end, absent, inside);
    return place;
  }

  private Value bound(StructLayout.Field field, Value context) {
    return graph.add(
        new Operation.PacketBound(field.offset(), Width.ofBytes(field.size())),
        ValueType.REFERENCE,
        context);
  }

  /** Socket filters do not see the packet, and have it copied. */
  private Value copy(Class<?> type, Value offset, int size, Block absent, Block inside) {
    Value place = memory.uninitialised(size, "what lies in the packet, " + type.getSimpleName());
    Value status =
        graph.add(
            new Operation.CallHelper(SKB_LOAD_BYTES, "bpf_skb_load_bytes", true),
            ValueType.LONG,
            graph.add(new Operation.Context(), ValueType.REFERENCE),
            graph.convert(Conversion.INT_TO_LONG_UNSIGNED, offset),
            place,
            graph.constantLong(size));
    graph.branch(JumpCondition.NE, status, graph.constantLong(0), absent, inside);
    return place;
  }
}
