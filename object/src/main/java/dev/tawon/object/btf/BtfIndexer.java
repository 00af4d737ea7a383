package dev.tawon.object.btf;

import dev.tawon.object.MalformedObjectException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one pass over a type section: finds where each record begins and proves that no later read can leave the sections.
 *
 * <p>What is proved: kinds are known, records end within the section, every string offset is within the strings, every type
 * id names a type, and the strings end with a NUL. What is not: that a chain of types ends ({@link Btf#resolve} and {@link
 * Btf#size} check that), and that the types make sense, which is the kernel's verifier's business.
 */
final class BtfIndexer {
  private static final int KINDS = BtfKind.UNKNOWN.number();

  /** Words after {@code struct btf_type} that every record of a kind has. */
  private static final byte[] FIXED = new byte[KINDS];

  /** Words of each of the {@code vlen} elements that follow. */
  private static final byte[] ELEMENT = new byte[KINDS];

  /** The kinds whose third word is a type id rather than a size: {@code t->type}. */
  private static final int REFERS;

  /** The kinds whose elements begin with a name. */
  private static final int ELEMENT_NAMES;

  /** The kinds whose elements have a type id in their second word. */
  private static final int ELEMENT_TYPES;

  static {
    FIXED[BtfKind.INT.number()] = 1; // __u32 encoding, offset, bits
    FIXED[BtfKind.ARRAY.number()] = 3; // struct btf_array
    FIXED[BtfKind.VAR.number()] = 1; // struct btf_var
    FIXED[BtfKind.DECL_TAG.number()] = 1; // struct btf_decl_tag
    ELEMENT[BtfKind.STRUCT.number()] = 3; // struct btf_member
    ELEMENT[BtfKind.UNION.number()] = 3; // struct btf_member
    ELEMENT[BtfKind.ENUM.number()] = 2; // struct btf_enum
    ELEMENT[BtfKind.FUNC_PROTO.number()] = 2; // struct btf_param
    ELEMENT[BtfKind.DATASEC.number()] = 3; // struct btf_var_secinfo
    ELEMENT[BtfKind.ENUM64.number()] = 3; // struct btf_enum64
    REFERS =
        mask(
            BtfKind.PTR,
            BtfKind.TYPEDEF,
            BtfKind.VOLATILE,
            BtfKind.CONST,
            BtfKind.RESTRICT,
            BtfKind.FUNC,
            BtfKind.FUNC_PROTO,
            BtfKind.VAR,
            BtfKind.DECL_TAG,
            BtfKind.TYPE_TAG);
    ELEMENT_NAMES =
        mask(BtfKind.STRUCT, BtfKind.UNION, BtfKind.ENUM, BtfKind.FUNC_PROTO, BtfKind.ENUM64);
    ELEMENT_TYPES = mask(BtfKind.STRUCT, BtfKind.UNION, BtfKind.FUNC_PROTO);
  }

  private final BtfSections sections;
  private final int firstId;

  /** The first string offset that is too large, as an unsigned number moved into the signed range. */
  private final int nameLimit;

  /** The largest type id seen, moved likewise, and the word that holds it: forward references are judged at the end. */
  private int largestId = Integer.MIN_VALUE;

  private int largestIdWord;

  private BtfIndexer(BtfSections sections, int firstId, int stringEnd) {
    this.sections = sections;
    this.firstId = firstId;
    this.nameLimit = stringEnd + Integer.MIN_VALUE;
  }

  /** The word at which each type's record begins, in the order of ids from the first of this blob. */
  static int[] index(BtfSections sections, @Nullable Btf base) {
    byte[] strings = sections.strings();
    boolean split = base != null;
    if (!split && (strings.length == 0 || strings[0] != 0)) {
      throw new MalformedObjectException(
          BtfHeader.SECTION, sections.stringStart(), "the strings do not begin with the empty one");
    }
    if (strings.length > 0 && strings[strings.length - 1] != 0) {
      throw new MalformedObjectException(
          BtfHeader.SECTION,
          (long) sections.stringStart() + strings.length - 1,
          "the last string does not end with a NUL");
    }
    int stringBase = base == null ? 0 : base.stringEnd();
    if (stringBase + strings.length < 0) {
      throw new MalformedObjectException(
          BtfHeader.SECTION, sections.stringStart(), "the strings of both parts exceed 2 GiB");
    }
    // The base owns type 0, so a split part's own ids begin where the base's end.
    int firstId = base == null ? 0 : base.typeCount();
    return new BtfIndexer(sections, firstId, stringBase + strings.length).scan(split);
  }

  private int[] scan(boolean split) {
    int[] words = sections.words();
    // Records average nine words in kernels; a guess that is too low costs one growth.
    int[] starts = new int[Math.max(16, words.length / 7)];
    int count = 0;
    int at = split ? BtfSections.VOID_WORDS : 0;
    while (at < words.length) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count + (count >> 1));
      }
      starts[count++] = at;
      at = record(words, at, count == 1 && !split);
    }
    if (largestId >= firstId + count + Integer.MIN_VALUE) {
      throw sections.malformed(
          largestIdWord,
          "there is no type "
              + Integer.toUnsignedString(largestId - Integer.MIN_VALUE)
              + ", the last is "
              + (firstId + count - 1));
    }
    return Arrays.copyOf(starts, count);
  }

  /** Checks the record at a word; where the next one begins. */
  private int record(int[] words, int at, boolean isVoid) {
    int body = at + BtfSections.VOID_WORDS;
    if (body > words.length) {
      throw sections.malformed(at, "a type is cut off");
    }
    name(words, at);
    int info = words[at + 1];
    int kind = BtfTypes.rawKind(info);
    int elements = BtfTypes.vlen(info);
    if ((kind == 0 && !isVoid) || kind >= KINDS) {
      return skipUnknown(words, at, kind, elements);
    }
    if ((REFERS >>> kind & 1) != 0) {
      typeId(words, at + 2);
    }
    int fixed = FIXED[kind];
    int element = ELEMENT[kind];
    long end = (long) body + fixed + (long) elements * element;
    if (end > words.length) {
      throw sections.malformed(at, "a type with " + elements + " elements is cut off");
    }
    if (element != 0) {
      elements(words, body, (int) end, kind);
    } else if (kind == BtfKind.ARRAY.number()) {
      typeId(words, body);
      typeId(words, body + 1);
    }
    return (int) end;
  }

  private void elements(int[] words, int from, int to, int kind) {
    int element = ELEMENT[kind];
    boolean names = (ELEMENT_NAMES >>> kind & 1) != 0;
    boolean types = (ELEMENT_TYPES >>> kind & 1) != 0;
    boolean variables = kind == BtfKind.DATASEC.number();
    for (int at = from; at < to; at += element) {
      if (names) {
        name(words, at);
      }
      if (types) {
        typeId(words, at + 1);
      } else if (variables) {
        typeId(words, at);
      }
    }
  }

  private void name(int[] words, int at) {
    if (words[at] + Integer.MIN_VALUE >= nameLimit) {
      throw sections.malformed(
          at, "there is no string at offset " + Integer.toUnsignedString(words[at]));
    }
  }

  private void typeId(int[] words, int at) {
    int id = words[at] + Integer.MIN_VALUE;
    if (id > largestId) {
      largestId = id;
      largestIdWord = at;
    }
  }

  /** Steps over a kind that this library does not know, as {@code struct btf_layout} describes it. */
  private int skipUnknown(int[] words, int at, int kind, int elements) {
    byte[] layout = sections.layout();
    if (kind == 0 || layout.length / Integer.BYTES <= kind) {
      throw sections.malformed(at + 1, "kind " + kind + " is not known");
    }
    int fixed = Byte.toUnsignedInt(layout[kind * Integer.BYTES]);
    int element = Byte.toUnsignedInt(layout[kind * Integer.BYTES + 1]);
    long bytes = fixed + (long) elements * element;
    long end = at + BtfSections.VOID_WORDS + bytes / Integer.BYTES;
    if (bytes % Integer.BYTES != 0 || end > words.length) {
      throw sections.malformed(at, "a type of the unknown kind " + kind + " is cut off");
    }
    return (int) end;
  }

  private static int mask(BtfKind... kinds) {
    int mask = 0;
    for (BtfKind kind : kinds) {
      mask |= 1 << kind.number();
    }
    return mask;
  }
}
