package dev.tawon.sandbox;

/**
 * A piece of memory that programs can address: a whole array at a multiple of {@link #SPACING}.
 *
 * <p>An address is the region's number, shifted, and an offset below {@link #SPACING}. Regions have half of that at most,
 * so that a pointer has to go wrong by 128 MiB before it reaches another. What is wrong by less is out of bounds of
 * the region that it came from, and the fault can say so.
 */
final class Region {
  /** How far the addresses of two regions are apart: {@code 1 << SHIFT}. */
  static final int SHIFT = 28;

  static final long SPACING = 1L << SHIFT;
  static final int OFFSET_MASK = (int) SPACING - 1;
  static final int MAX_SIZE = (int) SPACING / 2;

  // Fixed numbers. The packet and what comes after it have to be below 4 GiB: the context's
  // pointers to packet data
  // are fields of 32 bits (struct xdp_md and struct __sk_buff of include/uapi/linux/bpf.h).
  static final int PACKET = 1;
  static final int CONTEXT = 2;
  static final int FIRST_FRAME = 3;
  static final int FUNCTIONS = FIRST_FRAME + Machine.MAX_FRAMES;
  static final int FIRST_FREE = 16;

  private static final byte[] NOTHING = {};

  /** What stands where there is none. */
  static final Region NONE = new Region("", NOTHING, false);

  final String name;

  /** All that can be read; empty if there are several objects in it. */
  byte[] readable;

  /** All that can be written; empty if it is read-only or has several objects. */
  byte[] writable;

  /** The memory. */
  byte[] bytes;

  /** The distance of two objects, none of which an access may leave; 0 if the region is one object. */
  final int stride;

  /** Whether it may be written. */
  boolean mayBeWritten;

  /** How many bytes of each object may be accessed. */
  int objectSize;

  // The context's region is one object for all runs, so that a run allocates nothing: the fields
  // above are not final.
  private Region(String name, byte[] bytes, boolean writable, int stride, int objectSize) {
    checkSize(name, bytes);
    this.name = name;
    this.bytes = bytes;
    this.readable = stride == 0 ? bytes : NOTHING;
    this.writable = stride == 0 && writable ? bytes : NOTHING;
    this.stride = stride;
    this.mayBeWritten = writable;
    this.objectSize = objectSize;
  }

  /** A region that is one object. */
  Region(String name, byte[] bytes, boolean writable) {
    this(name, bytes, writable, 0, bytes.length);
  }

  /** A region of objects, such as an array's values. */
  static Region ofObjects(String name, byte[] bytes, boolean writable, int stride, int objectSize) {
    return new Region(name, bytes, writable, stride, objectSize);
  }

  /** Puts other memory in the place of this region's, which is one object. */
  void set(byte[] memory, boolean isWritable) {
    checkSize(name, memory);
    bytes = memory;
    readable = memory;
    writable = isWritable ? memory : NOTHING;
    mayBeWritten = isWritable;
    objectSize = memory.length;
  }

  private static void checkSize(String name, byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "%s of %d bytes is too large: %d are the most".formatted(name, bytes.length, MAX_SIZE));
    }
  }

  /** The address of the region with a number. */
  static long address(int number) {
    return (long) number << SHIFT;
  }
}
