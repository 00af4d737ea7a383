package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.Struct;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fields and array elements: where they lie, and how they are read and written. */
final class Memory {
  private final GraphBuilder graph;
  private final ModuleClasses module;
  private final Fields fields;
  private final SharedAccess shared;
  private final KernelArrays kernelArrays;
  private final ArrayViews arrays = new ArrayViews();
  private final Map<Value, StructArray> structArrays = new HashMap<>();
  private final Map<Value, Class<?>> classes = new HashMap<>();

  /** The names of arrays in the context that are only read. */
  private final Map<Value, String> readOnlyArrays = new HashMap<>();

  private final ValueClasses valueClasses;

  /** Structs that lie in a row. */
  private record StructArray(StructLayout element, int length) {}

  Memory(GraphBuilder graph, ModuleClasses module) {
    this.graph = graph;
    this.module = module;
    this.valueClasses = new ValueClasses(graph);
    this.fields = new Fields(graph, this, module);
    this.shared = new SharedAccess(graph, this);
    this.kernelArrays = new KernelArrays(graph, this, module);
  }

  /** The fields of objects. */
  Fields fields() {
    return fields;
  }

  /** Reads and writes that other processors see, each as it is. */
  SharedAccess shared() {
    return shared;
  }

  /** Remembers that an array in the context is only read. */
  void seeReadOnly(Value array, String name) {
    readOnlyArrays.put(array, name);
  }

  /** The arrays within kernel structures. */
  KernelArrays kernelArrays() {
    return kernelArrays;
  }

  /** A hook's 64-bit argument as the parameter that Java declares. */
  Value narrow(Value word, ClassDesc type) {
    return switch (type.descriptorString()) {
      case "J" -> word;
      case "I" -> graph.convert(Conversion.LONG_TO_INT, word);
      case "S" ->
          graph.convert(Conversion.INT_TO_SHORT, graph.convert(Conversion.LONG_TO_INT, word));
      case "C" ->
          graph.convert(Conversion.INT_TO_CHAR, graph.convert(Conversion.LONG_TO_INT, word));
      case "B" ->
          graph.convert(Conversion.INT_TO_BYTE, graph.convert(Conversion.LONG_TO_INT, word));
      case "Z" ->
          graph.binary(
              BinaryOperator.AND,
              graph.convert(Conversion.LONG_TO_INT, word),
              graph.constantInt(0xff));
      default -> word;
    };
  }

  /** A fault unless a reference is not null. */
  void checkNotNull(Value reference) {
    if (reference.isNull()) {
      throw new SourceError(graph.position(), Rule.ALWAYS_FAILS, "this is null here, always");
    }
    if (!(reference.operation() instanceof Operation.Boxed
        || reference.operation() instanceof Operation.Lambda)) {
      graph.add(new Operation.NullCheck(), ValueType.NONE, reference);
    }
  }

  /** Remembers the class of an object. */
  void know(Value object, Class<?> type) {
    classes.put(object, type);
  }

  /** The class of an object, not one that it extends; null where it depends on the path taken. */
  @Nullable Class<?> classOf(Value object) {
    Class<?> known = classes.get(object);
    return known != null || !(object.operation() instanceof Operation.Phi)
        ? known
        : PhiInputs.agreed(object, classes::get);
  }

  /** Which enums constants are of, and of which classes numbers as objects. */
  ValueClasses valueClasses() {
    return valueClasses;
  }

  /** Whether a value is known to be an array of numbers. */
  boolean isArray(Value value) {
    return arrays.get(value) != null;
  }

  /** The layout of a class, where the program needs it. */
  StructLayout layout(Class<?> type) {
    return here(() -> module.layout(type));
  }

  /** The structure of a class, where the program needs it. */
  KernelStruct kernelStruct(Class<?> type) {
    return here(() -> module.kernelStruct(type));
  }

  /** What is wrong with a class is told where it is used: a class file has no lines of fields. */
  private <T> T here(Supplier<T> description) {
    try {
      return description.get();
    } catch (CompilationException e) {
      Diagnostic first = e.diagnostics().getFirst();
      throw new SourceError(graph.position(), first.rule(), first.message());
    }
  }

  /** Refuses the cast of an object to a class that it is not of, which is an exception on the JVM. */
  void checkCast(Value object, String internalName) {
    Class<?> target = module.classes().load(internalName, graph.position());
    Class<?> known = classOf(object);
    if (target.isEnum() && known == null) {
      return;
    }
    if (known == null
        ? !Marks.has(target, Struct.class) || object.isNull()
        : target.isAssignableFrom(known)) {
      return;
    }
    throw new SourceError(
        graph.position(),
        known == null ? Rule.DEPENDS_ON_PATH : Rule.WRONG_CLASS,
        known == null
            ? "what this is depends on the path taken: cast it to "
                + target.getSimpleName()
                + " where it is got"
            : "this is a " + known.getSimpleName() + " and not a " + target.getSimpleName());
  }

  /**
   * A struct on the stack.
   *
   * @param variable what the program calls it, for messages; empty if it is not known
   */
  Value newStruct(String internalName, String variable) {
    Class<?> type = module.classes().load(internalName, graph.position());
    if (!Marks.has(type, Struct.class)) {
      throw new SourceError(
          graph.position(),
          Rule.NO_HEAP,
          type.isAnonymousClass()
              ? "a program has no heap, and no objects of anonymous classes: write a lambda where an"
                  + " interface has one method"
              : "a program has no heap: new "
                  + type.getSimpleName()
                  + LibraryAdvice.ofClass(internalName)
                      .map(advice -> ": " + advice)
                      .orElse(" needs the class to be a @Struct, which lies on the stack"));
    }
    Value struct = stackSlot(layout(type).size(), named(variable) + "new " + type.getSimpleName());
    know(struct, type);
    return struct;
  }

  /** Zeroed bytes on the stack. */
  private Value stackSlot(int bytes, String purpose) {
    Value slot =
        graph.add(new Operation.StackSlot(align(bytes), purpose, false), ValueType.REFERENCE);
    graph.add(new Operation.Zero(align(bytes)), ValueType.NONE, slot);
    return slot;
  }

  /** Eight bytes on the stack for one call, which hold nothing yet. */
  Value temporary(String purpose) {
    return graph.add(new Operation.StackSlot(Long.BYTES, purpose, true), ValueType.REFERENCE);
  }

  /** Bytes on the stack that hold nothing yet. */
  Value uninitialised(int bytes, String purpose) {
    return graph.add(new Operation.StackSlot(align(bytes), purpose, false), ValueType.REFERENCE);
  }

  /** Writes a value to a place of eight bytes. */
  void storeWord(Value slot, int offset, Value value) {
    store(value.isWide() ? Long.BYTES : Integer.BYTES, slot, offset, value);
  }

  /** What is known of a value: equal where {@link #describe} tells another function the same. */
  List<Optional<?>> facts(Value value) {
    return List.of(
        Optional.ofNullable(arrays.get(value)),
        Optional.ofNullable(structArrays.get(value)),
        Optional.ofNullable(classes.get(value)));
  }

  /** Has another function know of its value what is known of one here. */
  void describe(Value value, Memory other, Value own) {
    ArrayView view = arrays.get(value);
    if (view != null) {
      other.arrays.put(own, view);
    }
    StructArray structs = structArrays.get(value);
    if (structs != null) {
      other.structArrays.put(own, structs);
    }
    Class<?> type = classes.get(value);
    if (type != null) {
      other.classes.put(own, type);
    }
    Class<?> known = valueClasses.of(value);
    if (known != null) {
      other.valueClasses.know(own, known);
    }
  }

  /** How an address is given to another function. */
  Handover handover(Value value) {
    ArrayView view = arrays.get(value);
    if (view != null) {
      return Handover.of(value, view.elementSize());
    }
    StructArray structs = structArrays.get(value);
    Class<?> type = classes.get(value);
    if (structs != null) {
      return Handover.of(value, structs.element().widestAccess());
    }
    return Handover.of(
        value,
        type != null && Marks.has(type, Struct.class) ? layout(type).widestAccess() : Long.BYTES);
  }

  private static int align(int bytes) {
    return (bytes + Long.BYTES - 1) & -Long.BYTES;
  }

  private static String named(String variable) {
    return variable.isEmpty() ? "" : variable + " = ";
  }

  /** An array on the stack. */
  Value newArray(TypeKind kind, Value length, String variable) {
    ArrayView view = ArrayView.of(kind, length, graph.position());
    Value array =
        stackSlot(
            Math.max(view.size(), 1),
            named(variable) + "new " + view.element().getSimpleName() + "[" + view.length() + "]");
    arrays.put(array, view);
    return array;
  }

  /** Remembers what an array is. */
  void seeArray(Value array, ArrayView view) {
    arrays.put(array, view);
  }

  /** Remembers that structs lie in a row. */
  void seeStructs(Value array, StructLayout element, int length) {
    structArrays.put(array, new StructArray(element, length));
  }

  /** How many elements an array has. */
  Value lengthOf(Value array) {
    KernelStruct.Field member = kernelArrays.get(array);
    if (member != null) {
      return kernelArrays.length(array, member);
    }
    StructArray structs = structArrays.get(array);
    return graph.constantInt(structs != null ? structs.length() : arrayOf(array).length());
  }

  /** One of an array of structs. */
  Value struct(Value array, Value index) {
    KernelStruct.Field member = kernelArrays.get(array);
    if (member != null) {
      return kernelArrays.element(array, member, index);
    }
    StructArray structs = structArrays.get(array);
    if (structs == null) {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "which array this is depends on the path taken: name the field where it is used");
    }
    Value at = checkedIndex(index, structs.length() - 1);
    Value place =
        add(
            array,
            graph.binary(
                BinaryOperator.MULTIPLY, at, graph.constantLong(structs.element().size())));
    know(place, structs.element().type());
    return place;
  }

  /** What is known of a value that Java sees as an array. */
  ArrayView arrayOf(Value value) {
    if (value.isNull()) {
      throw new SourceError(graph.position(), Rule.ALWAYS_FAILS, "this is null here, always");
    }
    ArrayView view = arrays.get(value);
    if (view == null && value.operation() instanceof Operation.Phi) {
      view = PhiInputs.agreed(value, arrays::get);
      if (view != null && PhiInputs.mayBeNull(value)) {
        checkNotNull(value);
      }
    }
    if (view == null && kernelArrays.get(value) != null) {
      throw new SourceError(
          graph.position(),
          Rule.FLEXIBLE_ARRAY,
          "only the kernel knows how long this array is: give its field a @Length, or read elements");
    }
    if (view == null) {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "which array this is depends on the path taken: name the field where it is used");
    }
    return view;
  }

  /** The bytes that an array or struct of the program's own has; -1 if that is not known. */
  int extentOf(Value object) {
    ArrayView view = arrays.get(object);
    if (view != null) {
      return view.size();
    }
    Class<?> type = classOf(object);
    return type != null && Marks.has(type, Struct.class) ? layout(type).size() : -1;
  }

  /** The address that lies some bytes after another; a new value, so that it can be seen as an array of its own. */
  Value offset(Value object, int bytes) {
    Place place = Place.after(object, bytes);
    return graph.add(new Operation.Offset(place.offset()), ValueType.REFERENCE, place.base());
  }

  Value loadElement(Value array, Value index, TypeKind kind) {
    KernelStruct.Field member = kernelArrays.get(array);
    if (member != null) {
      requireKind(member.type().getComponentType(), kind);
      return kernelArrays.element(array, member, index);
    }
    ArrayView view = elements(array, kind);
    return load(view.element(), element(array, view, index), 0);
  }

  void storeElement(Value array, Value index, Value value, TypeKind kind) {
    requireOwn(array);
    ArrayView view = elements(array, kind);
    store(view.elementSize(), element(array, view, index), 0, value);
  }

  private ArrayView elements(Value array, TypeKind kind) {
    ArrayView view = arrayOf(array);
    requireKind(view.element(), kind);
    return view;
  }

  private void requireKind(Class<?> element, TypeKind kind) {
    TypeKind own = TypeKind.fromDescriptor(element.descriptorString());
    if (own != kind && !(own == TypeKind.BOOLEAN && kind == TypeKind.BYTE)) {
      throw SourceError.damaged(
          graph.position(), "an array of " + element + " is used as one of " + kind);
    }
  }

  /** Refuses an array that lies in a kernel structure, or in the context and is only read. */
  void requireOwn(Value array) {
    if (array.operation() instanceof Operation.KernelAddress) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_MEMORY,
          "this array cannot be written: kernel memory is read only");
    }
    String ofContext = readOnlyArrays.get(array);
    if (ofContext != null) {
      throw ContextFields.readOnly(ofContext, graph.position());
    }
  }

  private Value element(Value array, ArrayView view, Value index) {
    Value scaled =
        graph.binary(
            BinaryOperator.MULTIPLY,
            checkedIndex(index, view.length() - 1),
            graph.constantLong(view.elementSize()));
    return add(array, scaled);
  }

  /** The address that lies some bytes, a long, after another. */
  Value add(Value address, Value bytes) {
    Long constant = bytes.constant();
    return constant != null
        ? offset(address, constant.intValue())
        : graph.add(new Operation.PointerAdd(), ValueType.REFERENCE, address, bytes);
  }

  /** An int as a long that is from 0 to a limit, with a fault if it is not. */
  Value checkedIndex(Value index, int limit) {
    Long constant = index.constant();
    if (constant != null) {
      if (constant < 0 || constant > limit) {
        throw new SourceError(
            graph.position(),
            Rule.ALWAYS_FAILS,
            constant
                + " is out of range here, always: "
                + (limit < 0 ? "there is nothing" : "the limit is " + limit));
      }
    } else if (limit < 0) {
      graph.faultIf(
          JumpCondition.GE, index, graph.constantInt(0), "out of bounds: there is nothing");
    } else {
      graph.add(new Operation.BoundsCheck(limit), ValueType.NONE, index);
    }
    return graph.convert(Conversion.INT_TO_LONG_UNSIGNED, index);
  }

  /** A read of the program's own memory, with Java's widening to int. */
  Value load(Class<?> type, Value base, int offset) {
    boolean wide = type == long.class;
    int bytes = size(type);
    Place place = Place.after(base, offset);
    return graph.add(
        new Operation.Load(Width.ofBytes(bytes), isSigned(type), place.offset()),
        wide ? ValueType.LONG : ValueType.INT,
        place.base());
  }

  void store(int bytes, Value base, int offset, Value value) {
    Place place = Place.after(base, offset);
    graph.add(
        new Operation.Store(Width.ofBytes(bytes), place.offset()),
        ValueType.NONE,
        place.base(),
        value);
  }

  /** Writes an int, long or reference to the start of a stack slot. */
  void store(Value slot, Value value) {
    store(value.isWide() ? Long.BYTES : Integer.BYTES, slot, 0, value);
  }

  static int size(Class<?> type) {
    return new ArrayView(type, 1).elementSize();
  }

  static boolean isSigned(Class<?> type) {
    return type == byte.class || type == short.class;
  }
}
