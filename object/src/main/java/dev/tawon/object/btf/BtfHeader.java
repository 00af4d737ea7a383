package dev.tawon.object.btf;

import dev.tawon.object.MalformedObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct btf_header} of {@code include/uapi/linux/btf.h}, checked; positions are bytes from the blob's start.
 *
 * @param order the byte order that the magic number shows
 * @param typeStart where the type section begins
 * @param typeBytes its length, a multiple of four
 * @param stringStart where the string section begins
 * @param stringBytes its length
 * @param layoutStart where the layout section begins; 0 if there is none
 * @param layoutBytes its length
 */
record BtfHeader(
    ByteOrder order,
    int typeStart,
    int typeBytes,
    int stringStart,
    int stringBytes,
    int layoutStart,
    int layoutBytes) {

  static final String SECTION = ".BTF";
  static final short MAGIC = (short) 0xeb9f;
  static final byte VERSION = 1;

  /** The header as it has been since Linux 4.18. */
  static final int BYTES = 24;

  /** The header with the layout section's place, which follows in newer kernels. */
  static final int BYTES_WITH_LAYOUT = 32;

  /** The largest blob read: what an array holds, with room for the words of void. */
  private static final long MAXIMUM = Integer.MAX_VALUE - 64;

  /**
   * Reads a header.
   *
   * @param start the blob's beginning: {@link #BYTES_WITH_LAYOUT} bytes, or fewer if the blob is shorter
   */
  static BtfHeader parse(ByteBuffer start) {
    int present = start.remaining();
    if (present < BYTES) {
      throw new MalformedObjectException(
          SECTION, 0, "the header has " + BYTES + " bytes, but only " + present + " are there");
    }
    int at = start.position();
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    if (start.order(order).getShort(at) != MAGIC) {
      order = ByteOrder.BIG_ENDIAN;
      if (start.order(order).getShort(at) != MAGIC) {
        throw new MalformedObjectException(
            SECTION, 0, "the magic number 0xeb9f is missing: this is not BTF");
      }
    }
    int version = Byte.toUnsignedInt(start.get(at + 2));
    if (version != VERSION) {
      throw new MalformedObjectException(
          SECTION, 2, "version " + version + " is not known, only 1");
    }
    int flags = Byte.toUnsignedInt(start.get(at + 3));
    if (flags != 0) {
      throw new MalformedObjectException(SECTION, 3, "flags " + flags + " are not known");
    }
    long header = Integer.toUnsignedLong(start.getInt(at + 4));
    if (header < BYTES) {
      throw new MalformedObjectException(
          SECTION, 4, "a header of " + header + " bytes is shorter than " + BYTES);
    }
    int typeBytes = start.getInt(at + 12);
    int typeStart = place(header, start.getInt(at + 8), typeBytes, 8, "type");
    int stringBytes = start.getInt(at + 20);
    int stringStart = place(header, start.getInt(at + 16), stringBytes, 16, "string");
    int layoutBytes = 0;
    int layoutStart = 0;
    if (header >= BYTES_WITH_LAYOUT && present >= BYTES_WITH_LAYOUT) {
      layoutBytes = start.getInt(at + 28);
      if (layoutBytes != 0) {
        layoutStart = place(header, start.getInt(at + 24), layoutBytes, 24, "layout");
      }
    }
    if (typeBytes % Integer.BYTES != 0) {
      throw new MalformedObjectException(
          SECTION, 12, "a type section of " + typeBytes + " bytes is not made of 32-bit words");
    }
    return new BtfHeader(
        order, typeStart, typeBytes, stringStart, stringBytes, layoutStart, layoutBytes);
  }

  private static int place(long header, int offset, int bytes, int at, String section) {
    long start = header + Integer.toUnsignedLong(offset);
    if (start + Integer.toUnsignedLong(bytes) > MAXIMUM) {
      throw new MalformedObjectException(
          SECTION,
          at,
          "the %s section, %s bytes at %s, is beyond 2 GiB"
              .formatted(section, Integer.toUnsignedString(bytes), start));
    }
    return (int) start;
  }

  /** How many bytes the blob must have. */
  int end() {
    return Math.max(
        typeStart + typeBytes, Math.max(stringStart + stringBytes, layoutStart + layoutBytes));
  }

  /** Refuses a blob that is shorter than its sections. */
  void requireWithin(long bytes) {
    if (end() > bytes) {
      throw new MalformedObjectException(
          SECTION, bytes, "ends here, but its sections reach to byte " + end());
    }
  }
}
