package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Struct;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** Reads and writes of the fields of objects. */
final class Fields {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Bitfields bitfields;
  private final KernelReads kernelReads;

  Fields(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.bitfields = new Bitfields(graph, memory);
    this.kernelReads = new KernelReads(graph, memory);
  }

  /** What a field of an object holds, or the address of what lies within the object. */
  Value read(Value object, String ownerName, String name) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    if (Marks.has(owner, Struct.class)) {
      GuardedValues.requireOwn(owner, name, graph.position());
      boolean readOnly =
          ContextFields.isContext(owner)
              && !ContextFields.read(module, owner, name, graph.position());
      Value read = readStructField(object, field(owner, name));
      if (readOnly && memory.isArray(read)) {
        memory.seeReadOnly(read, owner.getSimpleName() + "." + name);
      }
      return ContextFields.isAddress(owner, name)
          ? graph.convert(Conversion.ADDRESS_TO_INT, read)
          : read;
    }
    if (KernelTypes.isKernelType(owner)) {
      return kernelReads.read(object, memory.kernelStruct(owner), name);
    }
    Class<?> ofConstants = Enums.enumOf(owner);
    if (ofConstants != null) {
      for (Field declared : ofConstants.getDeclaredFields()) {
        if (declared.getName().equals(name) && !Modifier.isStatic(declared.getModifiers())) {
          return new Enums(graph, memory, module).readField(ofConstants, object, declared);
        }
      }
    }
    throw new SourceError(
        graph.position(),
        Rule.NO_LAYOUT,
        owner.getSimpleName()
            + " is neither a @Struct nor a @KernelType: its fields have no place");
  }

  /** The field of a struct, with an error where it has none. */
  StructLayout.Field field(Class<?> owner, String name) {
    return memory
        .layout(owner)
        .field(name)
        .orElseThrow(() ->
            new SourceError(
                graph.position(),
                Rule.UNKNOWN_FIELD,
                owner.getSimpleName() + " has no field " + name));
  }

  private Value readStructField(Value object, StructLayout.Field field) {
    memory.checkNotNull(object);
    if (field.isArray()) {
      Value array = memory.offset(object, field.offset());
      if (field.element() instanceof StructLayout.Nested(StructLayout nested)) {
        memory.seeStructs(array, nested, field.count());
        return array;
      }
      StructLayout.Primitive element = primitive(field);
      memory.seeArray(array, new ArrayView(element.type(), field.count()));
      return array;
    }
    return switch (field.element()) {
      case StructLayout.Primitive primitive -> {
        Value loaded = load(field, primitive.type(), object);
        yield field.isBigEndian() ? swap(loaded, primitive.type()) : loaded;
      }
      case StructLayout.Nested nested -> {
        Value inner = memory.offset(object, field.offset());
        memory.know(inner, nested.layout().type());
        yield inner;
      }
      case StructLayout.Bitfield bits -> {
        requireNotVolatile(field);
        yield bitfields.read(object, field.offset(), bits);
      }
      case StructLayout.Enumerated enumerated ->
          new Enums(graph, memory, module)
              .ofOrdinal(enumerated.type(), load(field, int.class, object));
    };
  }

  /** The numbers that a field holds. */
  StructLayout.Primitive primitive(StructLayout.Field field) {
    return switch (field.element()) {
      case StructLayout.Primitive primitive -> primitive;
      case StructLayout.Nested _, StructLayout.Enumerated _, StructLayout.Bitfield _ ->
          throw new SourceError(
              graph.position(),
              Rule.NOT_SUPPORTED,
              "not supported in a program: field " + field.name() + " like this");
    };
  }

  /** Assigns a field. */
  void write(Value object, String ownerName, String name, Value value) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    if (!Marks.has(owner, Struct.class)) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_MEMORY,
          owner.getSimpleName() + "." + name + " cannot be assigned: kernel memory is read only");
    }
    GuardedValues.requireOwn(owner, name, graph.position());
    if (ContextFields.isContext(owner)) {
      ContextFields.requireWritable(module, owner, name, graph.position());
    }
    StructLayout.Field field = field(owner, name);
    if (!field.isArray()
        && field.element() instanceof StructLayout.Nested(StructLayout nested)
        && owner.isRecord()
        && isValue(nested.type())) {
      memory.checkNotNull(value);
      new StraightCopy(graph, memory)
          .copy(
              Place.after(value, 0),
              Place.after(memory.offset(object, field.offset()), 0),
              nested.size());
      return;
    }
    if (field.isArray() || field.element() instanceof StructLayout.Nested) {
      throw new SourceError(
          graph.position(),
          Rule.EMBEDDED_FIELD,
          "field " + name + " lies within its struct and cannot be assigned: assign its parts");
    }
    memory.checkNotNull(object);
    if (field.element() instanceof StructLayout.Enumerated) {
      Value ordinal = new Enums(graph, memory, module).ordinal(value);
      store(field, object, ordinal);
      return;
    }
    if (field.element() instanceof StructLayout.Bitfield bits) {
      requireNotVolatile(field);
      bitfields.write(object, field.offset(), bits, value);
      return;
    }
    if (primitive(field).type() == long.class != (value.type() == ValueType.LONG)) {
      throw SourceError.damaged(graph.position(), "field " + name + " has another type");
    }
    Class<?> type = primitive(field).type();
    store(field, object, field.isBigEndian() ? swap(value, type) : value);
  }

  /** Whether a copy is as good as the struct itself: nothing in it changes. */
  private static boolean isValue(Class<?> type) {
    return type.isRecord()
        && Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .noneMatch(component ->
                component.isArray() || Marks.has(component, Struct.class) && !isValue(component));
  }

  /** A number of the other byte order: every machine that programs are compiled for here is little-endian. */
  private Value swap(Value value, Class<?> type) {
    return switch (type.descriptorString()) {
      case "C" -> graph.convert(Conversion.SWAP_SHORT, value);
      case "S" ->
          graph.convert(Conversion.INT_TO_SHORT, graph.convert(Conversion.SWAP_SHORT, value));
      case "I" -> graph.convert(Conversion.SWAP_INT, value);
      case "J" -> graph.convert(Conversion.SWAP_LONG, value);
      default -> value;
    };
  }

  private Value load(StructLayout.Field field, Class<?> type, Value object) {
    return Volatile.is(field.owner(), field.name())
        ? memory.shared().load(type, object, field.offset())
        : memory.load(type, object, field.offset());
  }

  private void store(StructLayout.Field field, Value object, Value value) {
    int bytes = field.element().size();
    if (Volatile.is(field.owner(), field.name())) {
      memory.shared().store(bytes, object, field.offset(), value);
    } else {
      memory.store(bytes, object, field.offset(), value);
    }
  }

  private void requireNotVolatile(StructLayout.Field field) {
    if (Volatile.is(field.owner(), field.name())) {
      throw new SourceError(
          graph.position(),
          Rule.VOLATILE_FIELD,
          "bit field "
              + field.name()
              + " cannot be volatile: it shares the number that is read and written with its"
              + " neighbours; take volatile or @Bits from it");
    }
  }
}
