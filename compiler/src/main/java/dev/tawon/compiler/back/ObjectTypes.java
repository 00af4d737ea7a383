package dev.tawon.compiler.back;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.front.Boxes;
import dev.tawon.compiler.front.EnumConstants;
import dev.tawon.compiler.front.KernelFunction;
import dev.tawon.compiler.front.KernelNames;
import dev.tawon.compiler.front.KernelTypes;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.KernelQuery;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Signature;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Struct;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfLinkage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The BTF of a module: what its maps hold, what its programs are, and the local side of its relocations. */
public final class ObjectTypes {
  private final BtfBuilder builder = new BtfBuilder();
  private final Map<Class<?>, Integer> structs = new HashMap<>();
  private final Map<Class<?>, Integer> kernelStructs = new HashMap<>();
  private final Map<String, Integer> kernelEnums = new HashMap<>();
  private final Map<Class<?>, Integer> kernelSizes = new HashMap<>();

  private final Map<String, List<BtfBuilder.SectionVariable>> variables = new HashMap<>();

  private boolean readOnlyCast;

  /** No types yet. */
  public ObjectTypes() {}

  /** The BTF of all types asked for. */
  public Btf build() {
    return builder.build();
  }

  /**
   * A static field.
   *
   * @param section where it lies
   * @param name its name
   * @param element the primitive type of its one or many numbers
   * @param count how many there are in an array; 0 if it is none
   * @param offset where it begins
   */
  public void variable(String section, String name, Class<?> element, int count, int offset) {
    int type = count == 0 ? primitive(element) : builder.array(primitive(element), count);
    if (section.startsWith(".rodata")) {
      type = builder.constant(builder.volatileOf(type));
    }
    int variable = builder.variable(KernelNames.of(name), type, BtfLinkage.GLOBAL);
    int bytes = Math.max(1, count) * new StructLayout.Primitive(element).size();
    variables
        .computeIfAbsent(section, _ -> new ArrayList<>())
        .add(new BtfBuilder.SectionVariable(variable, offset, bytes));
  }

  /** The section of some variables. */
  public int section(String section, int bytes) {
    return builder.dataSection(section, bytes, variables.getOrDefault(section, List.of()));
  }

  /** Where a string stands. */
  int string(String text) {
    return builder.string(text);
  }

  /** The function of a program: {@code int name(void *context)}. */
  int program(String name) {
    int prototype =
        builder.functionPrototype(
            primitive(int.class), List.of(new BtfBuilder.Parameter("context", builder.pointer(0))));
    return builder.function(name, prototype, true);
  }

  /** Declares {@link KernelFunction#READ_ONLY_CAST}: a file says what it calls. */
  void readOnlyCast() {
    if (!readOnlyCast) {
      readOnlyCast = true;
      kernelFunction(KernelFunction.READ_ONLY_CAST);
    }
  }

  /** Declares a function of the kernel as Java does, which a file says of what it calls. */
  public void kernelFunction(KernelFunction function) {
    List<BtfBuilder.Parameter> parameters = new ArrayList<>();
    if (!function.state().isEmpty()) {
      int state = builder.declareStruct(function.state());
      builder.define(state, 0, List.of());
      parameters.add(new BtfBuilder.Parameter("state", builder.pointer(state)));
    }
    for (Class<?> type : function.type().parameterList()) {
      parameters.add(new BtfBuilder.Parameter("argument" + parameters.size(), passed(type)));
    }
    int prototype = builder.functionPrototype(passed(function.type().returnType()), parameters);
    builder.function(function.name(), prototype, false);
  }

  /** What a function of the kernel takes or returns: of objects, where they are. */
  private int passed(Class<?> type) {
    if (type == void.class) {
      return 0;
    }
    if (type.isPrimitive()) {
      return primitive(type);
    }
    if (KernelTypes.isKernelType(type)) {
      return builder.pointer(kernelStruct(KernelTypes.of(type)));
    }
    if (Marks.has(type, Struct.class)) {
      return builder.pointer(struct(StructLayout.of(type)));
    }
    boolean numbers = type.isArray() && type.getComponentType().isPrimitive();
    return builder.pointer(numbers ? primitive(type.getComponentType()) : 0);
  }

  /**
   * A function that is called: {@code static long name(long, …, void *captured)} if the kernel calls it back, else with what
   * the method declares.
   */
  int function(Function function) {
    List<BtfBuilder.Parameter> parameters = new ArrayList<>();
    Signature signature = function.signature();
    if (signature == null) {
      for (int i = 0; i < function.contextArgument(); i++) {
        parameters.add(new BtfBuilder.Parameter("argument" + i, primitive(long.class)));
      }
      if (!function.isCalledLater()) {
        parameters.add(new BtfBuilder.Parameter("captured", builder.pointer(0)));
      }
      return function(function.name(), long.class, parameters);
    }
    for (ValueType type : signature.parameters()) {
      parameters.add(new BtfBuilder.Parameter("argument" + parameters.size(), argument(type)));
    }
    if (signature.contextArgument() >= 0) {
      parameters.add(new BtfBuilder.Parameter("context", builder.pointer(0)));
    }
    if (signature.faultArgument() >= 0) {
      parameters.add(new BtfBuilder.Parameter("failed", builder.pointer(primitive(long.class))));
    }
    boolean wide = signature.mayFail() || signature.result() == ValueType.LONG;
    return function(function.name(), wide ? long.class : int.class, parameters);
  }

  private int argument(ValueType type) {
    return switch (type) {
      case INT -> primitive(int.class);
      case LONG -> primitive(long.class);
      case REFERENCE -> builder.pointer(0);
      case NONE -> throw new IllegalArgumentException("an argument without a value");
    };
  }

  private int function(String name, Class<?> result, List<BtfBuilder.Parameter> parameters) {
    int prototype = builder.functionPrototype(primitive(result), parameters);
    return builder.function(name, prototype, false);
  }

  /**
   * The type of a map's key or value.
   *
   * @param type {@code Integer} and the like, or a {@link Struct} class
   */
  public int of(Class<?> type) {
    return type.isEnum()
        ? enumeration(type)
        : Boxes.isBox(type) ? primitive(Boxes.content(type)) : struct(StructLayout.of(type));
  }

  /** A primitive type, by the name that C has for it. */
  private int primitive(Class<?> type) {
    return switch (type.descriptorString()) {
      case "Z" -> builder.integer("_Bool", Byte.BYTES, false);
      case "B" -> builder.integer("signed char", Byte.BYTES, true);
      case "S" -> builder.integer("short", Short.BYTES, true);
      case "C" -> builder.integer("unsigned short", Character.BYTES, false);
      case "I" -> builder.integer("int", Integer.BYTES, true);
      default -> builder.integer("long", Long.BYTES, true);
    };
  }

  private int struct(StructLayout layout) {
    Integer known = structs.get(layout.type());
    if (known != null) {
      return known;
    }
    List<BtfBuilder.Field> members = new ArrayList<>();
    for (StructLayout.Field field : layout.fields()) {
      int type =
          switch (field.element()) {
            case StructLayout.Primitive primitive -> primitive(primitive.type());
            case StructLayout.Nested nested -> struct(nested.layout());
            case StructLayout.Bitfield bits -> primitive(bits.type());
            case StructLayout.Enumerated enumerated -> enumeration(enumerated.type());
          };
      if (field.isArray()) {
        type = builder.array(type, field.count());
      }
      members.add(
          field.element() instanceof StructLayout.Bitfield bits
              ? new BtfBuilder.Bitfield(
                  field.name(), type, field.offset() * Byte.SIZE + bits.shift(), bits.bits())
              : new BtfBuilder.Member(field.name(), type, field.offset()));
    }
    Mark struct = Marks.mark(layout.type(), Struct.class);
    String given = struct == null ? "" : struct.text("value");
    String name = given.isEmpty() ? KernelNames.of(layout.type().getSimpleName()) : given;
    int id = layout.isUnion() ? builder.declareUnion(name) : builder.declareStruct(name);
    builder.define(id, layout.size(), members);
    structs.put(layout.type(), id);
    return id;
  }

  private int enumeration(Class<?> type) {
    List<BtfBuilder.Enumerator> enumerators = new ArrayList<>();
    for (Enum<?> constant : EnumConstants.of(type)) {
      enumerators.add(
          new BtfBuilder.Enumerator(KernelNames.of(constant.name()), enumerators.size()));
    }
    return builder.enumeration(
        KernelNames.of(type.getSimpleName()), Integer.BYTES, false, enumerators);
  }

  /** The local side of a kernel structure, with the members that its class names. */
  int kernelStruct(KernelStruct struct) {
    Integer known = kernelStructs.get(struct.type());
    if (known != null) {
      return known;
    }
    int id =
        struct.isUnion()
            ? builder.declareUnion(struct.name())
            : builder.declareStruct(struct.name());
    kernelStructs.put(struct.type(), id);
    List<BtfBuilder.Field> members = new ArrayList<>();
    int offset = 0;
    for (KernelStruct.Field field : struct.fields()) {
      int type = member(field);
      int at = struct.isUnion() ? 0 : offset;
      members.add(
          field.bits() > 0
              ? new BtfBuilder.Bitfield(field.name(), type, at * Byte.SIZE, field.bits())
              : new BtfBuilder.Member(field.name(), type, at));
      // Where members lie here means nothing but that they do not overlap: their names are looked
      // up.
      Class<?> element = field.type().isArray() ? field.type().getComponentType() : field.type();
      int count = field.type().isArray() ? Math.max(1, field.localLength()) : 1;
      offset +=
          count * (field.embedded() ? kernelSizes.getOrDefault(element, Long.BYTES) : Long.BYTES);
    }
    int size = Math.max(offset, Long.BYTES);
    kernelSizes.put(struct.type(), size);
    builder.define(id, size, members);
    return id;
  }

  /** The relocation of an instruction that is to hold an answer. */
  CoreRelocation question(int instruction, KernelQuery query) {
    return switch (query) {
      case KernelQuery.OfField(var kind, var field) ->
          new CoreRelocation(instruction, kind, kernelStruct(field.root()), field.access());
      case KernelQuery.OfType(var kind, var type) ->
          new CoreRelocation(instruction, kind, kernelStruct(type), "0");
      case KernelQuery.OfEnumerator(var kind, var enumeration, var name) ->
          new CoreRelocation(
              instruction,
              kind,
              kernelEnums.computeIfAbsent(
                  enumeration + " " + name,
                  _ ->
                      builder.enumeration(
                          enumeration,
                          Integer.BYTES,
                          false,
                          List.of(new BtfBuilder.Enumerator(name, 0)))),
              "0");
    };
  }

  private int member(KernelStruct.Field field) {
    Class<?> type = field.type();
    if (type.isArray()) {
      Class<?> element = type.getComponentType();
      int row = element.isPrimitive() ? primitive(element) : structure(element, field.embedded());
      return builder.array(row, field.localLength());
    }
    if (type.isPrimitive()) {
      return builder.typedef(CoreRelocation.SCALAR, primitive(type));
    }
    return structure(type, field.embedded());
  }

  private int structure(Class<?> type, boolean embedded) {
    int struct = kernelStruct(KernelTypes.of(type));
    return embedded ? struct : builder.pointer(struct);
  }
}
