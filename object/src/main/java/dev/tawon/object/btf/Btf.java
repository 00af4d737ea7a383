package dev.tawon.object.btf;

import dev.tawon.object.MalformedObjectException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Type information in the BTF format ({@code Documentation/bpf/btf.rst}), read lazily.
 *
 * <p>Opening makes one checking pass over the type section and keeps where each record begins: no object is made for a type
 * that nobody asks for, and no later call can read outside the sections. Types have ids from 0, which is void. Both byte
 * orders are read.
 *
 * <p>Accessors take an id and answer one question; {@link #type} copies a whole type into a {@link BtfType}. An id outside
 * 0 to {@link #typeCount} is an {@link IndexOutOfBoundsException}, a question that the type's kind has no answer to is an
 * {@link IllegalArgumentException}: both are errors of the caller, not of the data. Safe for use by many threads.
 */
public final class Btf {
  /** How many qualifiers and typedefs may follow each other; {@code MAX_RESOLVE_DEPTH} of the kernel is 32. */
  static final int MAXIMUM_DEPTH = 64;

  private static final BtfKind[] KINDS = BtfKind.values();

  private final BtfSections sections;
  private final int[] words;
  private final byte[] strings;
  private final int[] starts;
  private final @Nullable Btf base;
  private final int firstId;
  private final int stringBase;

  /** Made at the first search; two threads may both make it, and either result will do. */
  private volatile @Nullable BtfNameIndex names;

  /** 0 until asked for; the same whoever computes it. */
  private volatile int pointerBytes;

  private Btf(BtfSections sections, @Nullable Btf base) {
    this.sections = sections;
    this.words = sections.words();
    this.strings = sections.strings();
    this.base = base;
    this.firstId = base == null ? 0 : base.typeCount();
    this.stringBase = base == null ? 0 : base.stringEnd();
    this.starts = BtfIndexer.index(sections, base);
  }

  /**
   * Reads BTF. The bytes are copied.
   *
   * @param bytes the whole blob, header first
   * @throws MalformedObjectException if it is not BTF
   */
  public static Btf parse(byte[] bytes) {
    return new Btf(BtfReader.read(bytes), null);
  }

  /**
   * Reads split BTF, such as a kernel module's: its type ids and string offsets continue those of a base.
   *
   * @param bytes the whole blob, header first
   * @param base what it continues, such as the kernel's own BTF
   * @throws MalformedObjectException if it is not BTF
   */
  public static Btf parse(byte[] bytes, Btf base) {
    return new Btf(BtfReader.read(bytes), base);
  }

  /**
   * Reads a file of BTF, such as {@code /sys/kernel/btf/vmlinux} (since Linux 5.4).
   *
   * @throws MalformedObjectException if it is not BTF
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Btf open(Path file) {
    return new Btf(BtfReader.read(file), null);
  }

  /**
   * Reads a file of split BTF, such as {@code /sys/kernel/btf/<module>} (since Linux 5.11).
   *
   * @param base what it continues: the kernel's own BTF
   * @throws MalformedObjectException if it is not BTF
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Btf open(Path file, Btf base) {
    return new Btf(BtfReader.read(file), base);
  }

  /** The BTF of sections that {@link BtfBuilder} made. */
  static Btf built(BtfSections sections) {
    try {
      return new Btf(sections, null);
    } catch (MalformedObjectException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** What split BTF continues; null if this is whole in itself. */
  public @Nullable Btf base() {
    return base;
  }

  /** The number of types, void and a base's types included: one more than the last id. */
  public int typeCount() {
    return firstId + starts.length;
  }

  /** The byte order of the blob. */
  public ByteOrder order() {
    return sections.order();
  }

  /** The end of the string offsets, a base's included. */
  int stringEnd() {
    return stringBase + strings.length;
  }

  /** The kind of a type. */
  public BtfKind kind(int id) {
    Btf owner = owner(id);
    int kind = BtfTypes.rawKind(owner.words[owner.start(id) + 1]);
    return KINDS[Math.min(kind, BtfKind.UNKNOWN.number())];
  }

  /** The name of a type; empty if it has none. */
  public String name(int id) {
    return string(nameOffset(id));
  }

  /** Where the name of a type stands in the strings; 0 if it has none. */
  public int nameOffset(int id) {
    Btf owner = owner(id);
    return owner.words[owner.start(id)];
  }

  /**
   * The string at an offset.
   *
   * @throws MalformedObjectException if no string is there
   */
  public String string(int offset) {
    Btf owner = stringOwner(offset);
    int start = offset - owner.stringBase;
    int end = start;
    while (owner.strings[end] != 0) {
      end++;
    }
    return new String(owner.strings, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * Whether the string at an offset is a given one: what {@code string(offset).equals(text)} says, without making a string.
   *
   * @throws MalformedObjectException if no string is there
   */
  public boolean stringEquals(int offset, String text) {
    Btf owner = stringOwner(offset);
    byte[] bytes = owner.strings;
    int at = offset - owner.stringBase;
    for (int i = 0; i < text.length(); i++, at++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return string(offset).equals(text);
      }
      if (c == 0 || bytes[at] != c) {
        return false;
      }
    }
    return bytes[at] == 0;
  }

  /**
   * The size of a type in bytes, through qualifiers, typedefs and arrays; empty for what has none: void, a function, a
   * forward declaration.
   *
   * @throws MalformedObjectException if the type contains itself, or is 4 GiB or larger
   */
  public OptionalLong size(int id) {
    return BtfSizes.of(this, id);
  }

  /** The size of a pointer: that of the integer {@code long}, as libbpf guesses it; 8 if there is none. */
  public int pointerBytes() {
    Btf root = base == null ? this : base;
    int known = root.pointerBytes;
    if (known == 0) {
      known = BtfSizes.ofPointer(root);
      root.pointerBytes = known;
    }
    return known;
  }

  /** The type behind qualifiers, typedefs and type tags, which may be the type itself. */
  public int resolve(int id) {
    int at = id;
    for (int depth = 0; depth < MAXIMUM_DEPTH; depth++) {
      if (!kind(at).isTransparent()) {
        return at;
      }
      at = target(at);
    }
    throw malformed(id, "type " + id + " is a typedef nested too deeply, or in itself");
  }

  /**
   * The type that a type refers to: a pointer's target, a typedef's or qualifier's or tag's type, a variable's type, a
   * function's prototype, a prototype's result. 0 is void.
   */
  public int target(int id) {
    BtfKind kind = kind(id);
    return switch (kind) {
      case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG ->
          word(id, 2);
      case VOID, INT, ARRAY, STRUCT, UNION, ENUM, FWD, DATASEC, FLOAT, ENUM64, UNKNOWN ->
          throw wrongKind(id, "refers to no other type");
    };
  }

  /** The number of members, enumerators, parameters or section variables; a function's linkage. */
  public int vlen(int id) {
    return BtfTypes.vlen(word(id, 1));
  }

  /** {@code BTF_INFO_KFLAG}: for a forward declaration that it is a union's, for an enumeration that it is signed. */
  public boolean flag(int id) {
    return word(id, 1) < 0;
  }

  /** The size that the type's own record says, {@code t->size}. */
  long recordedBytes(int id) {
    return Integer.toUnsignedLong(word(id, 2));
  }

  /** Where the name of a member of a structure or union stands in the strings; 0 for an anonymous one. */
  public int memberNameOffset(int id, int index) {
    return memberWord(id, index, 0);
  }

  /** The name of a member of a structure or union; empty for an anonymous one. */
  public String memberName(int id, int index) {
    return string(memberWord(id, index, 0));
  }

  /** The type of a member of a structure or union. */
  public int memberType(int id, int index) {
    return memberWord(id, index, 1);
  }

  /** Where a member of a structure or union begins, in bits. */
  public long memberBitOffset(int id, int index) {
    int offset = memberWord(id, index, 2);
    return flag(id) ? offset & 0xff_ffff : Integer.toUnsignedLong(offset);
  }

  /** How many bits a bit field has; 0 if the member is none. */
  public int memberBitfieldBits(int id, int index) {
    int offset = memberWord(id, index, 2);
    return flag(id) ? offset >>> 24 : 0;
  }

  private int memberWord(int id, int index, int word) {
    if (!kind(id).isComposite()) {
      throw wrongKind(id, "has no members");
    }
    return element(id, index, 3, word);
  }

  /** The type of an array's elements. */
  public int arrayElement(int id) {
    return word(requireKind(id, BtfKind.ARRAY), 3);
  }

  /** The type of an array's index. */
  public int arrayIndex(int id) {
    return word(requireKind(id, BtfKind.ARRAY), 4);
  }

  /** The number of an array's elements; 0 for a flexible one. */
  public long arrayLength(int id) {
    return Integer.toUnsignedLong(word(requireKind(id, BtfKind.ARRAY), 5));
  }

  /** The name of a parameter of a function prototype, which may be empty. */
  public String parameterName(int id, int index) {
    return string(element(requireKind(id, BtfKind.FUNC_PROTO), index, 2, 0));
  }

  /** The type of a parameter of a function prototype; 0 in the last one means that more may follow. */
  public int parameterType(int id, int index) {
    return element(requireKind(id, BtfKind.FUNC_PROTO), index, 2, 1);
  }

  /** Where the name of an enumerator stands in the strings. */
  public int enumeratorNameOffset(int id, int index) {
    return element(id, index, enumeratorWords(id), 0);
  }

  private int enumeratorWords(int id) {
    BtfKind kind = kind(id);
    if (!kind.isEnumeration()) {
      throw wrongKind(id, "has no enumerators");
    }
    return kind == BtfKind.ENUM ? 2 : 3;
  }

  /** The name of an enumerator. */
  public String enumeratorName(int id, int index) {
    return string(enumeratorNameOffset(id, index));
  }

  /** The value of an enumerator; one of 32 bits is extended as its enumeration's sign says. */
  public long enumeratorValue(int id, int index) {
    int elementWords = enumeratorWords(id);
    int low = element(id, index, elementWords, 1);
    if (elementWords == 2) {
      return flag(id) ? low : Integer.toUnsignedLong(low);
    }
    return (long) element(id, index, elementWords, 2) << Integer.SIZE | Integer.toUnsignedLong(low);
  }

  /** How an integer's bits are read. */
  public BtfType.IntEncoding intEncoding(int id) {
    return BtfTypes.encoding(word(requireKind(id, BtfKind.INT), 3));
  }

  /** Whether an integer is plainly signed: {@link BtfType.IntEncoding#SIGNED}. */
  public boolean isSignedInt(int id) {
    return intEncoding(id) == BtfType.IntEncoding.SIGNED;
  }

  /** Where the number begins in an integer, in bits: 0 in all BTF made since Linux 5.0. */
  public int intBitOffset(int id) {
    return BtfTypes.intOffset(word(requireKind(id, BtfKind.INT), 3));
  }

  /** Copies a type out. */
  public BtfType type(int id) {
    return BtfTypes.read(this, id);
  }

  /** The first type, by id, with a kind and a name; none for the empty name. */
  public OptionalInt find(BtfKind kind, String name) {
    if (name.isEmpty()) {
      return OptionalInt.empty();
    }
    if (base != null) {
      OptionalInt inherited = base.find(kind, name);
      if (inherited.isPresent()) {
        return inherited;
      }
    }
    BtfNameIndex index = names();
    for (int i = index.first(BtfNameIndex.hash(name)); i >= 0; i = index.after(i)) {
      int id = firstId + i;
      if (kind(id) == kind && stringEquals(nameOffset(id), name)) {
        return OptionalInt.of(id);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The types whose name is a given one but for its flavour, of whatever kind, by id: for {@code sock} also {@code
   * sock___old}.
   *
   * @param essentialName the name without flavour, see {@link #essentialName}
   */
  public int[] flavours(String essentialName) {
    int[] found = base == null ? new int[0] : base.flavours(essentialName);
    int count = found.length;
    BtfNameIndex index = names();
    for (int i = index.first(BtfNameIndex.essentialHash(essentialName));
        i >= 0;
        i = index.after(i)) {
      int id = firstId + i;
      if (BtfNameIndex.isFlavour(this, nameOffset(id), essentialName)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2 + 2);
        }
        found[count++] = id;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * A name without its flavour: what stands before the last triple underscore within it. {@code sock___old} is the flavour
   * {@code old} of {@code sock}: several local definitions of one kernel type can so live side by side. Source: {@code
   * bpf_core_essential_name_len} of libbpf.
   */
  public static String essentialName(String name) {
    for (int i = name.length() - 5; i >= 0; i--) {
      if (name.startsWith("___", i + 1) && name.charAt(i) != '_' && name.charAt(i + 4) != '_') {
        return name.substring(0, i + 1);
      }
    }
    return name;
  }

  /** The hash of the essential part of the string at an offset. */
  int essentialHash(int offset) {
    Btf owner = stringOwner(offset);
    return BtfNameIndex.essentialHash(owner.strings, offset - owner.stringBase);
  }

  private BtfNameIndex names() {
    BtfNameIndex index = names;
    if (index == null) {
      index = BtfNameIndex.build(words, starts, strings, base);
      names = index;
    }
    return index;
  }

  /** The whole blob, as the kernel takes it: in the byte order it was read in, sections without gaps. */
  public byte[] toByteArray() {
    return sections.toByteArray();
  }

  /** The whole record of a type of this part, elements included. */
  int[] record(int id) {
    int end = id + 1 < typeCount() ? start(id + 1) : words.length;
    return Arrays.copyOfRange(words, start(id), end);
  }

  /** The string section. Not copied. */
  byte[] strings() {
    return strings;
  }

  /** A word of a type's record. */
  int word(int id, int word) {
    Btf owner = owner(id);
    return owner.words[owner.start(id) + word];
  }

  /** A word of an element after a type's record. */
  int element(int id, int index, int elementWords, int word) {
    Btf owner = owner(id);
    int start = owner.start(id);
    Objects.checkIndex(index, BtfTypes.vlen(owner.words[start + 1]));
    return owner.words[start + BtfSections.VOID_WORDS + index * elementWords + word];
  }

  private int start(int id) {
    return starts[id - firstId];
  }

  /** The part that a type's record is in. */
  private Btf owner(int id) {
    Objects.checkIndex(id, typeCount());
    Btf part = this;
    while (id < part.firstId) {
      part = Objects.requireNonNull(part.base);
    }
    return part;
  }

  private Btf stringOwner(int offset) {
    if (offset < 0 || offset >= stringEnd()) {
      throw new MalformedObjectException(
          BtfHeader.SECTION,
          sections.stringStart(),
          "there is no string at offset " + Integer.toUnsignedString(offset));
    }
    Btf part = this;
    while (offset < part.stringBase) {
      part = Objects.requireNonNull(part.base);
    }
    return part;
  }

  private int requireKind(int id, BtfKind kind) {
    if (kind(id) != kind) {
      throw wrongKind(id, "is not " + kind);
    }
    return id;
  }

  private IllegalArgumentException wrongKind(int id, String what) {
    return new IllegalArgumentException("type " + id + ", " + kind(id) + ", " + what);
  }

  MalformedObjectException malformed(int id, String reason) {
    Btf owner = owner(id);
    return owner.sections.malformed(owner.start(id), reason);
  }
}
