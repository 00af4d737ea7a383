package dev.tawon.object;

import dev.tawon.object.CoreOutcome.Field;
import dev.tawon.object.CoreOutcome.Shape;
import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a relocation asks, on one side: {@code bpf_core_calc_*_relo} of libbpf's {@code relo_core.c}.
 *
 * @param value the answer
 * @param exact whether a compiler must have come to the same
 * @param field the field that a load or store may access; null for bit fields and where nothing is loaded
 */
record CoreValues(long value, boolean exact, @Nullable Field field) {

  /**
   * The answer where there is nothing.
   *
   * @return null if the question has no answer then
   */
  static @Nullable CoreValues absent(CoreRelocationKind kind) {
    return switch (kind) {
      case FIELD_EXISTS, ENUMVAL_EXISTS, TYPE_EXISTS, TYPE_MATCHES, TYPE_SIZE, TYPE_ID_TARGET ->
          plain(0);
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_SIGNED,
          FIELD_LSHIFT_U64,
          FIELD_RSHIFT_U64,
          ENUMVAL_VALUE,
          TYPE_ID_LOCAL ->
          null;
    };
  }

  /** The answer at the end of a way. */
  static CoreValues of(CoreSpec spec) {
    Btf btf = spec.btf();
    CoreRelocationKind kind = spec.relocation().kind();
    return switch (kind) {
      case FIELD_EXISTS, ENUMVAL_EXISTS, TYPE_EXISTS, TYPE_MATCHES -> plain(1);
      case TYPE_SIZE -> plain(size(spec, spec.rootType()));
      case TYPE_ID_LOCAL, TYPE_ID_TARGET -> new CoreValues(spec.rootType(), false, null);
      case ENUMVAL_VALUE -> plain(enumerator(btf, spec.type(0), spec.index(0)));
      case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 -> {
        int last = spec.length() - 1;
        yield spec.isNamed(last) ? member(spec, last) : element(spec, last);
      }
    };
  }

  /** libbpf extends the sign of every value of 32 bits, also those of unsigned enumerations. */
  private static long enumerator(Btf btf, int type, int index) {
    long value = btf.enumeratorValue(type, index);
    return btf.kind(type) == BtfKind.ENUM ? (int) value : value;
  }

  private static CoreValues element(CoreSpec spec, int last) {
    return switch (spec.relocation().kind()) {
      case FIELD_BYTE_OFFSET ->
          new CoreValues(spec.bitOffset() / Byte.SIZE, true, field(spec, spec.type(last)));
      case FIELD_BYTE_SIZE -> plain(size(spec, spec.type(last)));
      default ->
          throw unsupported(
              spec, "only the offset and size of an array's element can be asked for");
    };
  }

  private static CoreValues member(CoreSpec spec, int last) {
    Btf btf = spec.btf();
    int type = btf.resolve(spec.reached(last));
    int bitfieldBits = btf.memberBitfieldBits(spec.type(last), spec.index(last));
    Place place =
        bitfieldBits > 0
            ? bitfield(spec, type, bitfieldBits, last)
            : whole(spec.bitOffset() / Byte.SIZE, field(spec, type));
    return switch (spec.relocation().kind()) {
      case FIELD_BYTE_OFFSET -> new CoreValues(place.offset, place.isExact(), place.field);
      case FIELD_BYTE_SIZE -> new CoreValues(place.bytes, place.isExact(), null);
      case FIELD_SIGNED -> plain(isSigned(btf, type) ? 1 : 0);
      case FIELD_LSHIFT_U64 -> new CoreValues(place.leftShift(btf.order()), place.isExact(), null);
      case FIELD_RSHIFT_U64 -> plain(Long.SIZE - place.bits);
      case FIELD_EXISTS,
          TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          ENUMVAL_EXISTS,
          ENUMVAL_VALUE,
          TYPE_MATCHES ->
          throw new IllegalArgumentException(spec + " is asked for no aspect of a field");
    };
  }

  /**
   * What to load to get at a field.
   *
   * @param offset where the load begins, in bytes
   * @param bytes how many bytes it loads
   * @param skipped the bits loaded before the field
   * @param bits the bits of the field
   * @param field the field; null for a bit field, for which compilers may choose another load
   */
  private record Place(long offset, long bytes, long skipped, long bits, @Nullable Field field) {
    boolean isExact() {
      return field != null;
    }

    long leftShift(ByteOrder order) {
      return order == ByteOrder.LITTLE_ENDIAN
          ? Long.SIZE - (skipped + bits)
          : (Long.BYTES - bytes) * Byte.SIZE + skipped;
    }
  }

  private static Place whole(long offset, Field field) {
    return new Place(offset, field.bytes(), 0, field.bytes() * Byte.SIZE, field);
  }

  private static Place bitfield(CoreSpec spec, int type, int bits, int last) {
    Btf btf = spec.btf();
    if (btf.kind(type) != BtfKind.INT && !btf.kind(type).isEnumeration()) {
      throw unsupported(spec, "the bit field is neither an integer nor an enumeration");
    }
    long bytes = size(spec, type);
    if (bytes > Long.BYTES || Long.bitCount(bytes) != 1) {
      throw unsupported(spec, "no load has the bit field's " + bytes + " bytes");
    }
    Place declared = load(spec, bits, bytes);
    // Verifiers refuse a load that begins in a field before the bit field: since its declared type
    // is an int, that of a kernel's bit fields behind a short begins there.
    return declared.offset * Byte.SIZE < endBefore(spec, last) ? load(spec, bits, 1) : declared;
  }

  /** The smallest aligned load of at least some bytes that holds all bits of a field. */
  private static Place load(CoreSpec spec, int bits, long least) {
    long bytes = least;
    long offset = spec.bitOffset() / Byte.SIZE / bytes * bytes;
    while (spec.bitOffset() + bits > (offset + bytes) * Byte.SIZE) {
      if (bytes == Long.BYTES) {
        throw unsupported(spec, "no load of eight bytes holds the whole bit field");
      }
      bytes *= 2;
      offset = spec.bitOffset() / Byte.SIZE / bytes * bytes;
    }
    return new Place(offset, bytes, spec.bitOffset() - offset * Byte.SIZE, bits, null);
  }

  /** The bit, from the start of all, at which the fields before a bit field end that are none themselves. */
  private static long endBefore(CoreSpec spec, int last) {
    Btf btf = spec.btf();
    int struct = btf.resolve(spec.type(last));
    if (btf.kind(struct) != BtfKind.STRUCT) {
      return 0;
    }
    long end = 0;
    for (int i = 0; i < spec.index(last); i++) {
      if (btf.memberBitfieldBits(struct, i) == 0) {
        long bytes = btf.size(btf.memberType(struct, i)).orElse(0);
        end = Math.max(end, btf.memberBitOffset(struct, i) + bytes * Byte.SIZE);
      }
    }
    return spec.bitOffset() - btf.memberBitOffset(struct, spec.index(last)) + end;
  }

  private static boolean isSigned(Btf btf, int type) {
    BtfKind kind = btf.kind(type);
    return kind == BtfKind.INT ? btf.isSignedInt(type) : kind.isEnumeration() && btf.flag(type);
  }

  private static Field field(CoreSpec spec, int type) {
    Btf btf = spec.btf();
    Shape shape = Shape.OTHER;
    if (btf.kind(type) == BtfKind.PTR) {
      shape = Shape.POINTER;
    } else if (btf.kind(type) == BtfKind.INT) {
      shape = btf.isSignedInt(type) ? Shape.SIGNED : Shape.UNSIGNED;
    }
    return new Field(size(spec, type), shape);
  }

  private static long size(CoreSpec spec, int type) {
    OptionalLong size = spec.btf().size(type);
    if (size.isEmpty()) {
      throw unsupported(spec, CoreSpec.typeName(spec.btf(), type) + " has no size");
    }
    return size.getAsLong();
  }

  private static CoreValues plain(long value) {
    return new CoreValues(value, true, null);
  }

  private static CoreRelocationException unsupported(CoreSpec spec, String why) {
    return new CoreRelocationException(spec.relocation(), Reason.UNSUPPORTED, spec + ": " + why);
  }
}
