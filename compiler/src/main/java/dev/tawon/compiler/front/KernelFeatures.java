package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelQuery;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.object.CoreRelocationKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of {@link dev.tawon.lang.Kernel} that ask what the target kernel's types are. */
final class KernelFeatures {
  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;

  KernelFeatures(Calls calls, GraphBuilder graph, Memory memory) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
  }

  /** The answer; null if the method asks nothing. */
  @Nullable Value invoke(String name, List<Value> arguments) {
    return switch (name) {
      case "hasField" -> ofField(CoreRelocationKind.FIELD_EXISTS, arguments);
      case "fieldOffset" -> ofField(CoreRelocationKind.FIELD_BYTE_OFFSET, arguments);
      case "fieldSize" -> ofField(CoreRelocationKind.FIELD_BYTE_SIZE, arguments);
      case "isFieldSigned" -> ofField(CoreRelocationKind.FIELD_SIGNED, arguments);
      case "hasType" -> ofType(CoreRelocationKind.TYPE_EXISTS, arguments);
      case "sizeOf" -> ofType(CoreRelocationKind.TYPE_SIZE, arguments);
      case "hasEnumValue" -> ofEnumerator(CoreRelocationKind.ENUMVAL_EXISTS, arguments);
      case "enumValue" -> ofEnumerator(CoreRelocationKind.ENUMVAL_VALUE, arguments);
      default -> null;
    };
  }

  private Value ofField(CoreRelocationKind kind, List<Value> arguments) {
    KernelStruct owner = kernelStruct(arguments.getFirst());
    KernelField way = null;
    for (String name : calls.stringLiteral(arguments.get(1), "field").split("\\.", -1)) {
      Integer index = owner.index(name);
      if (index == null) {
        throw new SourceError(
            graph.position(),
            Rule.UNKNOWN_FIELD,
            owner.type().getSimpleName()
                + " has no field "
                + name
                + ": declare it there, with its type, to ask for it");
      }
      KernelField step =
          new KernelField(owner, List.of(index), owner.type().getSimpleName() + "." + name);
      if (way != null && !isEmbedded(way)) {
        throw new SourceError(
            graph.position(),
            Rule.UNKNOWN_FIELD,
            way.text() + " is not @Embedded: ask for the field of the structure that it points to");
      }
      way = way == null ? step : way.then(step);
      Class<?> type = owner.fields().get(index).type();
      if (KernelTypes.isKernelType(type)) {
        owner = memory.kernelStruct(type);
      }
    }
    if (way == null) {
      throw new IllegalStateException("a name without a part");
    }
    return ask(new KernelQuery.OfField(kind, way), ValueType.INT);
  }

  private boolean isEmbedded(KernelField way) {
    KernelStruct at = way.root();
    boolean embedded = false;
    for (int index : way.path()) {
      KernelStruct.Field field = at.fields().get(index);
      embedded = field.embedded();
      if (KernelTypes.isKernelType(field.type())) {
        at = memory.kernelStruct(field.type());
      }
    }
    return embedded;
  }

  private Value ofType(CoreRelocationKind kind, List<Value> arguments) {
    return ask(new KernelQuery.OfType(kind, kernelStruct(arguments.getFirst())), ValueType.INT);
  }

  private Value ofEnumerator(CoreRelocationKind kind, List<Value> arguments) {
    String enumeration = name(arguments.get(0), "enumeration");
    String constant = name(arguments.get(1), "name");
    return ask(
        new KernelQuery.OfEnumerator(kind, enumeration, constant),
        kind == CoreRelocationKind.ENUMVAL_VALUE ? ValueType.LONG : ValueType.INT);
  }

  private String name(Value argument, String parameter) {
    String name = calls.stringLiteral(argument, parameter);
    if (!KernelNames.isValid(name)) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_NAME,
          "\"" + name + "\" is no name in the kernel: " + KernelNames.RULE);
    }
    return name;
  }

  private KernelStruct kernelStruct(Value argument) {
    Class<?> type = calls.classLiteral(argument, "type");
    if (!KernelTypes.isKernelType(type)) {
      throw new SourceError(
          graph.position(), Rule.KERNEL_TYPE, type.getSimpleName() + " is not a @KernelType class");
    }
    return memory.kernelStruct(type);
  }

  private Value ask(KernelQuery query, ValueType type) {
    return graph.add(new Operation.KernelAnswer(query), type);
  }
}
