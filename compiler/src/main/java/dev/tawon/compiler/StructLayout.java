package dev.tawon.compiler;

import dev.tawon.compiler.front.KernelNames;
import dev.tawon.compiler.marks.ClassBytes;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Bits;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Offset;
import dev.tawon.lang.Packed;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Union;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the fields of a {@link Struct} class lie in memory: in order of declaration, a superclass's first, each aligned to
 * its own size, the whole padded to the largest alignment, as a C compiler does; {@link Union}, {@link Packed} and {@link
 * Offset} change that.
 *
 * @param type the class
 * @param size bytes, a multiple of {@code alignment}
 * @param alignment bytes
 * @param fields the fields, in order
 */
public record StructLayout(Class<?> type, int size, int alignment, List<Field> fields) {
  /** More than the kernel allocates for a map's value (KMALLOC_MAX_SIZE). */
  private static final int MAX_SIZE = 1 << 24;

  /** Copies the list. */
  public StructLayout {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param owner the class that declares it
   * @param name its name
   * @param offset bytes from the start of the struct
   * @param element what it holds, or holds {@code count} of
   * @param count the number of elements, or -1 if the field is not an array
   */
  public record Field(Class<?> owner, String name, int offset, Element element, int count) {
    /** Whether the field is an array within the struct. */
    public boolean isArray() {
      return count >= 0;
    }

    /** Whether it lies in memory in network byte order. */
    public boolean isBigEndian() {
      try {
        return Marks.has(owner.getDeclaredField(name), BigEndian.class);
      } catch (NoSuchFieldException e) {
        return false;
      }
    }

    /** Bytes that the field takes. */
    public int size() {
      return element.size() * Math.max(count, 1);
    }
  }

  /** What a field holds. */
  public sealed interface Element {
    /** Bytes of one element. */
    int size();

    /** What an element's offset is a multiple of. */
    int alignment();
  }

  /**
   * A primitive.
   *
   * @param type {@code int.class} and the like
   */
  public record Primitive(Class<?> type) implements Element {
    @Override
    public int size() {
      return switch (type.descriptorString()) {
        case "Z", "B" -> Byte.BYTES;
        case "S", "C" -> Short.BYTES;
        case "I" -> Integer.BYTES;
        case "J" -> Long.BYTES;
        default -> throw new IllegalArgumentException("a struct cannot hold a " + type);
      };
    }

    @Override
    public int alignment() {
      return size();
    }
  }

  /**
   * A struct within the struct.
   *
   * @param layout its layout
   */
  public record Nested(StructLayout layout) implements Element {
    @Override
    public int size() {
      return layout.size();
    }

    @Override
    public int alignment() {
      return layout.alignment();
    }
  }

  /**
   * A constant of an enum, as its ordinal.
   *
   * @param type the enum
   */
  public record Enumerated(Class<?> type) implements Element {
    @Override
    public int size() {
      return Integer.BYTES;
    }

    @Override
    public int alignment() {
      return Integer.BYTES;
    }
  }

  /**
   * Some bits of a primitive.
   *
   * @param type {@code int.class} and the like
   * @param shift how many bits of it are below them
   * @param bits how many they are
   */
  public record Bitfield(Class<?> type, int shift, int bits) implements Element {
    @Override
    public int size() {
      return new Primitive(type).size();
    }

    @Override
    public int alignment() {
      return size();
    }
  }

  /** What an address has to be a multiple of so that fields are at multiples of their sizes; 8 if some are not for all that. */
  public int widestAccess() {
    return isPacked() ? Long.BYTES : alignment;
  }

  private boolean isPacked() {
    return Marks.has(type, Packed.class)
        || fields.stream()
            .anyMatch(field ->
                field.element() instanceof Nested(StructLayout nested) && nested.isPacked());
  }

  /** Whether the fields all begin at the first byte. */
  public boolean isUnion() {
    return Marks.has(type, Union.class);
  }

  /**
   * The layout of a class.
   *
   * @throws CompilationException if it is not a {@link Struct} class, or holds what a struct cannot
   */
  public static StructLayout of(Class<?> type) {
    return of(type, List.of());
  }

  private static StructLayout of(Class<?> type, List<Class<?>> within) {
    if (!Marks.has(type, Struct.class)) {
      throw CompilationException.of(type, Rule.STRUCT_LAYOUT, "is not a @Struct class");
    }
    if (within.contains(type)) {
      throw CompilationException.of(
          type, Rule.STRUCT_LAYOUT, "holds itself: a struct lies within the one that holds it");
    }
    List<Class<?>> path = new ArrayList<>(within);
    path.add(type);
    List<Field> fields = new ArrayList<>();
    int offset = 0;
    int alignment = 1;
    Class<?> base = type.getSuperclass();
    if (base != null && base != Object.class && base != Record.class) {
      StructLayout inherited = of(base, path);
      fields.addAll(inherited.fields());
      offset = inherited.size();
      alignment = inherited.alignment();
    }
    boolean packed = Marks.has(type, Packed.class);
    boolean union = Marks.has(type, Union.class);
    int end = offset;
    int bitsEnd = 0;
    for (Declaration field : declarations(type)) {
      ClassDesc descriptor = field.type();
      int count = -1;
      if (descriptor.isArray()) {
        count = field.length();
        if (count <= 0) {
          throw CompilationException.of(
              type,
              Rule.STRUCT_LAYOUT,
              "field "
                  + field.name()
                  + " is an array without a positive @Length: it lies in the struct");
        }
        descriptor = descriptor.componentType();
      }
      Element element = element(type, field.name(), descriptor, path);
      if (count >= 0 && element instanceof Enumerated) {
        throw CompilationException.of(
            type,
            Rule.STRUCT_LAYOUT,
            "field " + field.name() + " is an array of enums: hold their ordinals, as bytes");
      }
      if (field.bits() != 0) {
        Bitfield bits = bitfield(type, field, element, packed || count >= 0);
        int at = union ? 0 : bitsEnd > 0 ? bitsEnd : offset * Byte.SIZE;
        int unit = bits.size() * Byte.SIZE;
        if (at / unit != (at + bits.bits() - 1) / unit) {
          at = align(at, unit);
        }
        fields.add(
            new Field(
                type,
                field.name(),
                at / unit * bits.size(),
                new Bitfield(bits.type(), at % unit, bits.bits()),
                -1));
        alignment = Math.max(alignment, bits.alignment());
        bitsEnd = at + bits.bits();
        offset = (bitsEnd + Byte.SIZE - 1) / Byte.SIZE;
        end = Math.max(end, offset);
        continue;
      }
      int own = packed ? 1 : element.alignment();
      offset = union ? 0 : align(offset, own);
      if (field.offset() >= 0) {
        offset = explicit(type, field, union, offset, own);
      }
      alignment = Math.max(alignment, own);
      Field placed = new Field(type, field.name(), offset, element, count);
      if ((long) element.size() * Math.max(count, 1) > MAX_SIZE - offset) {
        throw CompilationException.of(
            type, Rule.STRUCT_LAYOUT, "is larger than " + MAX_SIZE + " bytes");
      }
      if (placed.isBigEndian() && (placed.isArray() || !hasByteOrder(element))) {
        throw CompilationException.of(
            type,
            Rule.STRUCT_LAYOUT,
            "field "
                + field.name()
                + " is @BigEndian, which a char, short, int or long can be: read an array's bytes");
      }
      fields.add(placed);
      offset += placed.size();
      bitsEnd = 0;
      end = Math.max(end, offset);
    }
    if (fields.isEmpty()) {
      throw CompilationException.of(
          type, Rule.STRUCT_LAYOUT, "has no fields: a struct has at least one");
    }
    return new StructLayout(type, align(end, alignment), alignment, fields);
  }

  private static boolean hasByteOrder(Element element) {
    return element instanceof Primitive && element.size() > 1;
  }

  /**
   * The field with a name, the one of the class itself before an inherited one.
   *
   * @param name the field's name
   */
  public Optional<Field> field(String name) {
    return fields.reversed().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static Bitfield bitfield(
      Class<?> type, Declaration field, Element element, boolean refused) {
    int bits = field.bits();
    if (refused
        || field.offset() >= 0
        || !(element instanceof Primitive(Class<?> primitive))
        || bits < 1
        || bits > (primitive == boolean.class ? 1 : element.size() * Byte.SIZE)) {
      throw CompilationException.of(
          type,
          Rule.STRUCT_LAYOUT,
          "field "
              + field.name()
              + " has @Bits"
              + (bits < 0 ? "" : "(" + bits + ")")
              + ": a bit field is a number without @Offset, in a struct that is not @Packed, and has"
              + " 1 to all bits of its type");
    }
    return new Bitfield(primitive, 0, bits);
  }

  /** The place that an annotation gives to a field. */
  private static int explicit(
      Class<?> type, Declaration field, boolean union, int free, int alignment) {
    if (union || field.offset() < free || field.offset() % alignment != 0) {
      throw CompilationException.of(
          type,
          Rule.STRUCT_LAYOUT,
          "field "
              + field.name()
              + " is at @Offset("
              + field.offset()
              + "), and "
              + (union
                  ? "those of a union all begin at 0"
                  : field.offset() < free
                      ? "those above it end at " + free
                      : "begins at a multiple of " + alignment + " unless the struct is @Packed"));
    }
    return field.offset();
  }

  private static Element element(
      Class<?> type, String name, ClassDesc descriptor, List<Class<?>> path) {
    if (descriptor.isPrimitive()) {
      return switch (descriptor.descriptorString()) {
        case "Z" -> new Primitive(boolean.class);
        case "B" -> new Primitive(byte.class);
        case "S" -> new Primitive(short.class);
        case "C" -> new Primitive(char.class);
        case "I" -> new Primitive(int.class);
        case "J" -> new Primitive(long.class);
        default ->
            throw CompilationException.of(
                type,
                Rule.FLOATING_POINT,
                "field " + name + " is floating-point, which eBPF does not have");
      };
    }
    if (descriptor.isArray()) {
      throw CompilationException.of(
          type, Rule.STRUCT_LAYOUT, "field " + name + " is an array of arrays");
    }
    try {
      String binaryName = descriptor.descriptorString();
      binaryName = binaryName.substring(1, binaryName.length() - 1).replace('/', '.');
      Class<?> nested = Class.forName(binaryName, false, type.getClassLoader());
      if (nested.isEnum()) {
        return new Enumerated(nested);
      }
      if (Marks.has(nested, KernelType.class)) {
        throw CompilationException.of(
            type,
            Rule.STRUCT_LAYOUT,
            "field "
                + name
                + " is a pointer to a kernel structure, and pointers that are kept (kptr) are not"
                + " supported yet: copy what is needed of it, or keep a value beside the object in a"
                + " TaskStorage, InodeStorage, SocketStorage or CgroupStorage");
      }
      return new Nested(of(nested, path));
    } catch (ClassNotFoundException | LinkageError e) {
      throw CompilationException.of(
          type, Rule.MISSING_CLASS, "field " + name + " has a class that is not there: " + e);
    }
  }

  /**
   * A field of the class file, in which fields have an order.
   *
   * @param length the value of its {@link Length}, or 0
   * @param offset the value of its {@link Offset}, or -1
   * @param bits the value of its {@link Bits}, or 0; -1 if that has none
   */
  private record Declaration(String name, ClassDesc type, int length, int offset, int bits) {
    static Declaration of(FieldModel field) {
      return new Declaration(
          field.fieldName().stringValue(),
          field.fieldTypeSymbol(),
          number(field, Length.class, 0),
          number(field, Offset.class, -1),
          has(field, Bits.class) && number(field, Bits.class, 0) == 0
              ? -1
              : number(field, Bits.class, 0));
    }

    private static boolean has(FieldModel field, Class<?> annotationType) {
      return field
          .findAttribute(Attributes.runtimeVisibleAnnotations())
          .map(attribute -> attribute.annotations())
          .orElse(List.of())
          .stream()
          .anyMatch(annotation ->
              annotation.classSymbol().equals(annotationType.describeConstable().orElseThrow()));
    }

    private static int number(FieldModel field, Class<?> annotationType, int otherwise) {
      for (Annotation annotation :
          field
              .findAttribute(Attributes.runtimeVisibleAnnotations())
              .map(attribute -> attribute.annotations())
              .orElse(List.of())) {
        if (annotation.classSymbol().equals(annotationType.describeConstable().orElseThrow())) {
          for (AnnotationElement element : annotation.elements()) {
            if (element.value() instanceof AnnotationValue.OfInt number) {
              return number.intValue();
            }
          }
        }
      }
      return otherwise;
    }
  }

  private static List<Declaration> declarations(Class<?> type) {
    List<Declaration> declarations;
    try {
      declarations =
          read(type).fields().stream()
              .filter(field -> !field.flags().has(AccessFlag.STATIC))
              .map(Declaration::of)
              .toList();
    } catch (IllegalArgumentException e) {
      // The parser of class files says so with this exception.
      throw CompilationException.of(
          type, Rule.DAMAGED_CLASS, "has a damaged class file: " + e.getMessage());
    }
    for (Declaration field : declarations) {
      if (!KernelNames.isValid(field.name())) {
        throw CompilationException.of(
            type,
            Rule.KERNEL_NAME,
            "field " + field.name() + " has a name of Java's alone: " + KernelNames.RULE);
      }
    }
    return declarations;
  }

  private static ClassModel read(Class<?> type) {
    try {
      byte[] bytes = ClassBytes.of(type);
      if (bytes == null) {
        throw CompilationException.of(type, Rule.MISSING_CLASS, "has no class file to read");
      }
      return ClassFile.of().parse(bytes);
    } catch (IOException e) {
      throw CompilationException.of(
          type, Rule.MISSING_CLASS, "has a class file that cannot be read: " + e);
    }
  }

  private static int align(int offset, int alignment) {
    return (offset + alignment - 1) & -alignment;
  }
}
