package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelQuery;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.object.CoreRelocationKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays within kernel structures: of numbers, of structures, of pointers to them.
 *
 * <p>An element whose index is a constant is part of the way to what is read, so that one load reads it. Others are read by
 * {@code bpf_probe_read_kernel} from a computed address.
 */
final class KernelArrays {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Map<Value, KernelStruct.Field> arrays = new HashMap<>();

  KernelArrays(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /** Remembers what array a member's address is. */
  void see(Value address, KernelStruct.Field member) {
    arrays.put(address, member);
    Class<?> element = member.type().getComponentType();
    if (element.isPrimitive() && member.length() != KernelStruct.Field.KERNELS) {
      memory.seeArray(address, new ArrayView(element, member.length()));
    }
  }

  /** The array's declaration; null if a value is no array of the kernel's. */
  KernelStruct.@Nullable Field get(Value array) {
    return arrays.get(array);
  }

  /** How many elements an array of the kernel's has. */
  Value length(Value array, KernelStruct.Field member) {
    if (member.length() == 0) {
      throw new SourceError(
          graph.position(),
          Rule.FLEXIBLE_ARRAY,
          "a flexible array has no length: use the field of the kernel that says how many there are");
    }
    if (member.length() > 0) {
      return graph.constantInt(member.length());
    }
    Value bytes =
        graph.add(
            new Operation.KernelAnswer(
                new KernelQuery.OfField(CoreRelocationKind.FIELD_BYTE_SIZE, field(array))),
            ValueType.INT);
    Class<?> element = member.type().getComponentType();
    if (member.embedded()) {
      return graph.binary(BinaryOperator.DIVIDE_UNSIGNED, bytes, sizeOf(element));
    }
    int size = element.isPrimitive() ? Memory.size(element) : Long.BYTES;
    return graph.binary(
        BinaryOperator.SHIFT_RIGHT_UNSIGNED,
        bytes,
        graph.constantInt(Integer.numberOfTrailingZeros(size)));
  }

  /** An element: a number, a structure within the array, or what a pointer in it points to. */
  Value element(Value array, KernelStruct.Field member, Value index) {
    Class<?> element = member.type().getComponentType();
    Long constant = index.constant();
    if (constant != null && member.isOnTheWay(constant)) {
      return onTheWay(array, member, constant.intValue());
    }
    Value at = checked(array, member, index);
    Value start = graph.add(new Operation.Offset(0), ValueType.LONG, array);
    if (member.embedded()) {
      Value stride = graph.convert(Conversion.INT_TO_LONG_UNSIGNED, sizeOf(element));
      return pointer(sum(start, graph.binary(BinaryOperator.MULTIPLY, at, stride)), element);
    }
    int size = element.isPrimitive() ? Memory.size(element) : Long.BYTES;
    Value slot = memory.temporary("an element in the kernel");
    graph.add(
        new Operation.CallHelper(PROBE_READ_KERNEL, "bpf_probe_read_kernel", true),
        ValueType.LONG,
        slot,
        graph.constantLong(size),
        sum(start, graph.binary(BinaryOperator.MULTIPLY, at, graph.constantLong(size))));
    return element.isPrimitive()
        ? memory.load(element, slot, 0)
        : pointer(memory.load(long.class, slot, 0), element);
  }

  private Value onTheWay(Value array, KernelStruct.Field member, int index) {
    Class<?> element = member.type().getComponentType();
    KernelField way = field(array).element(index);
    Value base = array.input(0);
    if (member.embedded()) {
      return graph.add(new Operation.KernelAddress(way), ValueType.REFERENCE, base);
    }
    if (!element.isPrimitive()) {
      return graph.add(
          new Operation.KernelLoad(way, Width.DOUBLE, false), ValueType.REFERENCE, base);
    }
    return graph.add(
        new Operation.KernelLoad(
            way, Width.ofBytes(Memory.size(element)), Memory.isSigned(element)),
        element == long.class ? ValueType.LONG : ValueType.INT,
        base);
  }

  /** The index of a flexible array is checked against nothing: what cannot be read is 0. */
  private Value checked(Value array, KernelStruct.Field member, Value index) {
    if (member.length() > 0) {
      return memory.checkedIndex(index, member.length() - 1);
    }
    if (member.length() == KernelStruct.Field.KERNELS) {
      graph.faultIf(JumpCondition.GE, index, length(array, member), "out of bounds");
    }
    return graph.convert(Conversion.INT_TO_LONG_UNSIGNED, index);
  }

  private Value sum(Value start, Value bytes) {
    return graph.binary(BinaryOperator.ADD, start, bytes);
  }

  private Value sizeOf(Class<?> element) {
    return graph.add(
        new Operation.KernelAnswer(
            new KernelQuery.OfType(CoreRelocationKind.TYPE_SIZE, memory.kernelStruct(element))),
        ValueType.INT);
  }

  private static KernelField field(Value array) {
    if (array.operation() instanceof Operation.KernelAddress(KernelField field)) {
      return field;
    }
    throw new IllegalStateException(array + " is no member of the kernel's");
  }

  private Value pointer(Value address, Class<?> type) {
    Value number = graph.add(new Operation.KernelNumber(), ValueType.REFERENCE, address);
    return cast(number, memory.kernelStruct(type));
  }

  /** A pointer as one to a structure; typed if the target kernel can. */
  Value cast(Value pointer, KernelStruct type) {
    if (!module.readOnlyCast()) {
      Value address = graph.add(new Operation.Offset(0), ValueType.LONG, pointer);
      return graph.add(new Operation.KernelNumber(), ValueType.REFERENCE, address);
    }
    Value id = graph.add(new Operation.KernelTypeId(type), ValueType.LONG);
    return graph.add(new Operation.KernelCast(type), ValueType.REFERENCE, pointer, id);
  }
}
