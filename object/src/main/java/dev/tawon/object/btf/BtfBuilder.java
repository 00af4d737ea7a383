package dev.tawon.object.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Makes BTF, type by type. A type's id is the number of types added before it plus one.
 *
 * <p>The result depends on the calls and their order alone, is little-endian, and is what the kernel's {@code BPF_BTF_LOAD}
 * accepts (since Linux 4.18, or as a method says). What the kernel would refuse is refused here: names that are no C
 * identifiers (Java's {@code $} is the caller's to replace), members out of order or outside their structure. A type may be
 * named before it is added; {@link #build} refuses one that never is. Not safe for use by several threads.
 */
public final class BtfBuilder {
  /** {@code BTF_MAX_VLEN} before Linux 7.1. */
  private static final int MAXIMUM_ELEMENTS = 0xffff;

  private static final int FLAG = 1 << 31;
  private static final int SIGNED = 1 << 24;
  private static final int BOOLEAN = 1 << 26;

  private final BtfStrings strings;
  private final List<int[]> types = new ArrayList<>();

  /** The types that are one however often they are asked for, by their records. */
  private final Map<List<Integer>, Integer> known = new HashMap<>();

  /** No types yet. */
  public BtfBuilder() {
    strings = new BtfStrings();
  }

  private BtfBuilder(Btf begin) {
    strings = new BtfStrings(begin.strings());
    for (int id = 1; id < begin.typeCount(); id++) {
      types.add(begin.record(id));
    }
  }

  /**
   * Goes on from BTF: its types keep their ids, its strings their offsets.
   *
   * @throws IllegalArgumentException if it continues other BTF, or is big-endian
   */
  public static BtfBuilder from(Btf begin) {
    if (begin.base() != null || begin.order() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalArgumentException("only whole, little-endian BTF can be gone on from");
    }
    return new BtfBuilder(begin);
  }

  /** What a structure or union contains: a {@link Member} or a {@link Bitfield}. */
  public sealed interface Field {
    /** Its name; empty for an anonymous structure or union. */
    String name();

    /** Its type's id, which may be added later. */
    int type();
  }

  /**
   * A member of a structure.
   *
   * @param name its name
   * @param type its type's id, which may be added later
   * @param byteOffset where it begins
   */
  public record Member(String name, int type, int byteOffset) implements Field {}

  /**
   * A bit field of a structure.
   *
   * @param name its name
   * @param type its type's id, which may be added later: an integer or an enumeration
   * @param bitOffset where it begins, in bits
   * @param bits how many bits it has: 1 to 64
   */
  public record Bitfield(String name, int type, int bitOffset, int bits) implements Field {}

  /**
   * A parameter of a function.
   *
   * @param name its name
   * @param type its type's id
   */
  public record Parameter(String name, int type) {}

  /**
   * A name of an enumeration.
   *
   * @param name the name
   * @param value the value
   */
  public record Enumerator(String name, long value) {}

  /**
   * A variable's place in a section.
   *
   * @param variable the {@link #variable}'s id
   * @param offset where it begins
   * @param bytes its size
   */
  public record SectionVariable(int variable, int offset, int bytes) {}

  /** The offset of a string, added if it is new. */
  public int string(String text) {
    return strings.offset(text);
  }

  /**
   * Adds {@code BTF_KIND_INT}. The same integer twice is one type.
   *
   * @param name its C name, such as {@code unsigned int}
   * @param bytes 1, 2, 4, 8 or 16
   * @param signed whether it is signed
   */
  public int integer(String name, int bytes, boolean signed) {
    return integer(name, bytes, signed ? SIGNED : 0);
  }

  /** Adds {@code BTF_KIND_INT} of one byte that holds 0 or 1. The same twice is one type. */
  public int bool(String name) {
    return integer(name, 1, BOOLEAN);
  }

  private int integer(String name, int bytes, int encoding) {
    if (Integer.bitCount(bytes) != 1 || bytes < 1 || bytes > 16) {
      throw new IllegalArgumentException("no integer has " + bytes + " bytes");
    }
    int bits = bytes * Byte.SIZE;
    return once(string(BtfNames.basic(name)), info(BtfKind.INT, 0), bytes, encoding | bits);
  }

  /** Adds {@code BTF_KIND_FLOAT} of 2, 4, 8, 12 or 16 bytes, since Linux 5.13. The same twice is one type. */
  public int floating(String name, int bytes) {
    if (bytes != 2 && bytes != 4 && bytes != 8 && bytes != 12 && bytes != 16) {
      throw new IllegalArgumentException("no floating-point type has " + bytes + " bytes");
    }
    return once(string(BtfNames.basic(name)), info(BtfKind.FLOAT, 0), bytes);
  }

  /** Adds a pointer; 0 points to void. The same pointer twice is one type. */
  public int pointer(int type) {
    return once(0, info(BtfKind.PTR, 0), type);
  }

  /** Adds {@code const}. The same twice is one type. */
  public int constant(int type) {
    return once(0, info(BtfKind.CONST, 0), type);
  }

  /** Adds {@code volatile}. The same twice is one type. */
  public int volatileOf(int type) {
    return once(0, info(BtfKind.VOLATILE, 0), type);
  }

  /** Adds {@code restrict}. The same twice is one type. */
  public int restrict(int type) {
    return once(0, info(BtfKind.RESTRICT, 0), type);
  }

  /** Adds an attribute of a type, since Linux 5.17. The same twice is one type. */
  public int typeTag(String value, int type) {
    return once(string(BtfNames.identifier(value)), info(BtfKind.TYPE_TAG, 0), type);
  }

  /** Adds a typedef. The same twice is one type. */
  public int typedef(String name, int type) {
    return once(string(BtfNames.identifier(name)), info(BtfKind.TYPEDEF, 0), type);
  }

  /** Adds a declaration of a structure or union that is defined elsewhere. The same twice is one type. */
  public int forward(String name, boolean union) {
    int info = info(BtfKind.FWD, 0) | (union ? FLAG : 0);
    return once(string(BtfNames.identifier(name)), info, 0);
  }

  /** Adds an array; 0 elements make it flexible. The same array twice is one type. */
  public int array(int element, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("an array of " + count + " elements");
    }
    // clang's name for the type of the index, which the kernel wants although C has none.
    int index = integer("__ARRAY_SIZE_TYPE__", Integer.BYTES, false);
    return once(0, info(BtfKind.ARRAY, 0), 0, element, index, count);
  }

  /** Adds a structure whose members follow by {@link #define}, so that it may point to itself. */
  public int declareStruct(String name) {
    return declare(BtfKind.STRUCT, name);
  }

  /** Adds a union whose members follow by {@link #define}. An empty name makes it anonymous. */
  public int declareUnion(String name) {
    return declare(BtfKind.UNION, name);
  }

  private int declare(BtfKind kind, String name) {
    return add(string(BtfNames.identifierOrEmpty(name)), info(kind, 0), 0);
  }

  /**
   * Gives a declared structure or union its size and members.
   *
   * @param composite the id of the structure or union
   * @param bytes its size
   * @param fields its members, in ascending order of offset
   */
  public void define(int composite, int bytes, List<? extends Field> fields) {
    int[] declared = types.get(composite - 1);
    boolean union = BtfTypes.rawKind(declared[1]) == BtfKind.UNION.number();
    if (!union && BtfTypes.rawKind(declared[1]) != BtfKind.STRUCT.number()) {
      throw new IllegalArgumentException("type " + composite + " is no structure or union");
    }
    if (declared.length > BtfSections.VOID_WORDS || declared[2] != 0) {
      throw new IllegalStateException("type " + composite + " is defined already");
    }
    boolean bitfields = fields.stream().anyMatch(field -> field instanceof Bitfield);
    int[] record = elements(declared[0], declared[1], bytes, fields.size(), 3);
    if (bitfields) {
      record[1] |= FLAG;
    }
    long previous = 0;
    int at = BtfSections.VOID_WORDS;
    for (Field field : fields) {
      long offset = bitOffset(field);
      long bits = field instanceof Bitfield bitfield ? bitfield.bits() : 0;
      if (offset < previous || (union && offset != 0)) {
        throw new IllegalArgumentException("member " + field.name() + " is out of order");
      }
      // A flexible array may begin at the end; build() knows the sizes of the members' types.
      if (offset + bits > (long) bytes * Byte.SIZE) {
        throw new IllegalArgumentException(
            "member " + field.name() + " is outside its structure of " + bytes + " bytes");
      }
      if (offset > (bitfields ? 0xff_ffff : 0xffff_ffffL) || bits < 0 || bits > Long.SIZE) {
        throw new IllegalArgumentException("member " + field.name() + " has no place in BTF");
      }
      record[at++] = string(BtfNames.identifierOrEmpty(field.name()));
      record[at++] = field.type();
      record[at++] = (int) (bits << 24 | offset);
      previous = offset;
    }
    types.set(composite - 1, record);
  }

  /**
   * Gives a member of a defined structure or union another type.
   *
   * @param composite the id of the structure or union
   * @param index which member
   * @param type the new type's id
   */
  public void retypeMember(int composite, int index, int type) {
    int[] record = types.get(composite - 1);
    int kind = BtfTypes.rawKind(record[1]);
    if (kind != BtfKind.STRUCT.number() && kind != BtfKind.UNION.number()) {
      throw new IllegalArgumentException("type " + composite + " is no structure or union");
    }
    Objects.checkIndex(index, BtfTypes.vlen(record[1]));
    record[BtfSections.VOID_WORDS + index * 3 + 1] = type;
  }

  /**
   * Gives a function another prototype and linkage.
   *
   * @param function the function
   * @param prototype its {@code BTF_KIND_FUNC_PROTO}
   * @param linkage how it is linked; {@link BtfLinkage#EXTERN} if it is the kernel's
   * @throws IllegalArgumentException if it is no function
   */
  public void retypeFunction(int function, int prototype, BtfLinkage linkage) {
    int[] record = types.get(function - 1);
    if (BtfTypes.rawKind(record[1]) != BtfKind.FUNC.number()) {
      throw new IllegalArgumentException("type " + function + " is no function");
    }
    record[1] = info(BtfKind.FUNC, linkageNumber(linkage));
    record[2] = prototype;
  }

  private static long bitOffset(Field field) {
    return switch (field) {
      case Member member -> (long) member.byteOffset() * Byte.SIZE;
      case Bitfield bitfield -> bitfield.bitOffset();
    };
  }

  /**
   * Adds an enumeration: {@code BTF_KIND_ENUM}, or {@code BTF_KIND_ENUM64} (since Linux 6.0) if it has eight bytes.
   *
   * @param name its tag; empty for an anonymous one
   * @param bytes 1, 2, 4 or 8
   * @param signed whether its values are signed; kernels before 6.0 take all for signed
   * @param enumerators its names and values
   */
  public int enumeration(String name, int bytes, boolean signed, List<Enumerator> enumerators) {
    if (Integer.bitCount(bytes) != 1 || bytes < 1 || bytes > 8) {
      throw new IllegalArgumentException("no enumeration has " + bytes + " bytes");
    }
    boolean wide = bytes == Long.BYTES;
    int nameOffset = string(BtfNames.identifierOrEmpty(name));
    int info = info(wide ? BtfKind.ENUM64 : BtfKind.ENUM, 0) | (signed ? FLAG : 0);
    int[] record = elements(nameOffset, info, bytes, enumerators.size(), wide ? 3 : 2);
    int at = BtfSections.VOID_WORDS;
    for (Enumerator enumerator : enumerators) {
      long value = enumerator.value();
      if (!wide && value != (signed ? (int) value : Integer.toUnsignedLong((int) value))) {
        throw new IllegalArgumentException(
            enumerator.name() + " = " + value + " does not fit the enumeration's 32 bits");
      }
      record[at++] = string(BtfNames.identifier(enumerator.name()));
      record[at++] = (int) value;
      if (wide) {
        record[at++] = (int) (value >>> Integer.SIZE);
      }
    }
    return add(record);
  }

  /** Adds a function prototype; a result type of 0 is void. The same prototype twice is one type. */
  public int functionPrototype(int result, List<Parameter> parameters) {
    int[] record = elements(0, info(BtfKind.FUNC_PROTO, 0), result, parameters.size(), 2);
    int at = BtfSections.VOID_WORDS;
    for (Parameter parameter : parameters) {
      record[at++] = string(BtfNames.identifierOrEmpty(parameter.name()));
      record[at++] = parameter.type();
    }
    return once(record);
  }

  /** Adds a function, static or global. */
  public int function(String name, int prototype, boolean global) {
    return function(name, prototype, global ? BtfLinkage.GLOBAL : BtfLinkage.STATIC);
  }

  /** Adds a function; {@link BtfLinkage#EXTERN} declares one of the kernel (kfunc). */
  public int function(String name, int prototype, BtfLinkage linkage) {
    int info = info(BtfKind.FUNC, linkageNumber(linkage));
    return add(string(BtfNames.identifier(name)), info, prototype);
  }

  /** Adds a global or static variable, since Linux 5.2. */
  public int variable(String name, int type, BtfLinkage linkage) {
    return add(
        string(BtfNames.identifier(name)), info(BtfKind.VAR, 0), type, linkageNumber(linkage));
  }

  /**
   * Adds a section of variables, since Linux 5.2.
   *
   * @param name its name, such as {@code .rodata}
   * @param bytes its size, more than 0
   * @param variables its variables, in ascending order of offset
   */
  public int dataSection(String name, int bytes, List<SectionVariable> variables) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("section " + name + " has " + bytes + " bytes");
    }
    int nameOffset = string(BtfNames.section(name));
    int[] record = elements(nameOffset, info(BtfKind.DATASEC, 0), bytes, variables.size(), 3);
    int at = BtfSections.VOID_WORDS;
    long end = 0;
    for (SectionVariable variable : variables) {
      long last = (long) variable.offset() + variable.bytes();
      if (variable.offset() < end || variable.bytes() <= 0 || last > bytes) {
        throw new IllegalArgumentException(
            "variable " + variable.variable() + " overlaps another or leaves section " + name);
      }
      record[at++] = variable.variable();
      record[at++] = variable.offset();
      record[at++] = variable.bytes();
      end = last;
    }
    return add(record);
  }

  /**
   * Adds an attribute of a declaration, since Linux 5.16.
   *
   * @param value the attribute's text
   * @param type the structure, union, function, variable or typedef
   * @param component the member or parameter that has the attribute; -1 for the whole
   */
  public int declarationTag(String value, int type, int component) {
    if (value.isEmpty() || component < -1) {
      throw new IllegalArgumentException(
          "an attribute \"" + value + "\" of component " + component);
    }
    return add(string(value), info(BtfKind.DECL_TAG, 0), type, component);
  }

  /**
   * The BTF of all that was added.
   *
   * @throws IllegalStateException if a type names one that was never added, or a member reaches beyond its structure
   */
  public Btf build() {
    int count = BtfSections.VOID_WORDS;
    for (int[] type : types) {
      count += type.length;
    }
    int[] words = new int[count];
    int at = BtfSections.VOID_WORDS;
    for (int[] type : types) {
      System.arraycopy(type, 0, words, at, type.length);
      at += type.length;
    }
    BtfSections sections =
        new BtfSections(
            ByteOrder.LITTLE_ENDIAN,
            BtfHeader.BYTES,
            words,
            BtfHeader.BYTES + (count - BtfSections.VOID_WORDS) * Integer.BYTES,
            strings.toByteArray(),
            new byte[0]);
    Btf btf = Btf.built(sections);
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.kind(id).isComposite()) {
        requireMembersWithin(btf, id);
      }
    }
    return btf;
  }

  /** What {@code btf_struct_check_member} and its kin in {@code kernel/bpf/btf.c} demand. */
  private static void requireMembersWithin(Btf btf, int id) {
    long bytes = btf.size(id).orElseThrow();
    for (int i = 0; i < btf.vlen(id); i++) {
      String member = btf.name(id) + "." + btf.memberName(id, i);
      OptionalLong size = btf.size(btf.memberType(id, i));
      if (size.isEmpty()) {
        throw new IllegalStateException(member + " has a type without a size");
      }
      long offset = btf.memberBitOffset(id, i) / Byte.SIZE;
      if (btf.memberBitfieldBits(id, i) == 0 && offset + size.getAsLong() > bytes) {
        throw new IllegalStateException(
            "%s, %s bytes at %s, reaches beyond its structure of %s bytes"
                .formatted(member, size.getAsLong(), offset, bytes));
      }
    }
  }

  private int once(int... record) {
    List<Integer> key = new ArrayList<>();
    for (int word : record) {
      key.add(word);
    }
    Integer id = known.get(key);
    if (id == null) {
      id = add(record);
      known.put(key, id);
    }
    return id;
  }

  private int add(int... record) {
    types.add(record);
    return types.size();
  }

  private static int[] elements(int name, int info, int third, int count, int words) {
    if (count > MAXIMUM_ELEMENTS) {
      throw new IllegalArgumentException(count + " elements are more than BTF can hold");
    }
    int[] record = new int[BtfSections.VOID_WORDS + count * words];
    record[0] = name;
    record[1] = info | count;
    record[2] = third;
    return record;
  }

  private static int info(BtfKind kind, int vlen) {
    return kind.number() << 24 | vlen;
  }

  private static int linkageNumber(BtfLinkage linkage) {
    if (linkage == BtfLinkage.UNKNOWN) {
      throw new IllegalArgumentException("the linkage is not known");
    }
    return linkage.number();
  }
}
