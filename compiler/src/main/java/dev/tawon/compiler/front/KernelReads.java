package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.List;

/** Reads of members of kernel structures. */
final class KernelReads {
  private final GraphBuilder graph;
  private final Memory memory;

  KernelReads(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  /** The value of a member, or its address where it lies within. */
  Value read(Value object, KernelStruct owner, String name) {
    Integer index = owner.index(name);
    if (index == null) {
      throw new SourceError(
          graph.position(),
          Rule.UNKNOWN_FIELD,
          owner.type().getSimpleName() + " has no field " + name);
    }
    KernelStruct.Field member = owner.fields().get(index);
    KernelField field =
        new KernelField(owner, List.of(index), owner.type().getSimpleName() + "." + name);
    Value base = object;
    if (object.operation() instanceof Operation.KernelAddress inner) {
      base = object.input(0);
      field = inner.field().then(field);
    } else {
      memory.checkNotNull(object);
    }
    Class<?> type = member.type();
    if (member.embedded() || type.isArray()) {
      Value address = graph.add(new Operation.KernelAddress(field), ValueType.REFERENCE, base);
      if (type.isArray()) {
        memory.kernelArrays().see(address, member);
      }
      return address;
    }
    if (member.bits() > 0) {
      return new KernelBits(graph, memory).read(base, field, type);
    }
    if (!type.isPrimitive()) {
      return graph.add(
          new Operation.KernelLoad(field, Width.DOUBLE, false), ValueType.REFERENCE, base);
    }
    return graph.add(
        new Operation.KernelLoad(field, Width.ofBytes(Memory.size(type)), Memory.isSigned(type)),
        type == long.class ? ValueType.LONG : ValueType.INT,
        base);
  }
}
