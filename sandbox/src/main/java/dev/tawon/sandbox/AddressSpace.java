package dev.tawon.sandbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The memory that a program can address, by simulated addresses: each access is checked, whatever it is given. */
abstract sealed class AddressSpace permits Machine {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW = 0xffff_ffffL;
  private static final byte[] NOTHING = {};

  /** By region number; {@link Region#NONE} where there is none. */
  final Region[] regions = new Region[Region.FIRST_FREE];

  AddressSpace() {
    Arrays.fill(regions, Region.NONE);
  }

  /** A region that other programs address too, by its number from {@link Region#FIRST_FREE} on. */
  abstract Region sharedRegion(long number);

  /** What an access that is not in order comes to. */
  abstract FaultException fault(Fault fault);

  // Memory: the way for any address. Everything that is unusual about an access is left to slowLoad
  // and slowStore.

  long load8(long address, int at) {
    byte[] bytes = readable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    return offset < bytes.length ? bytes[offset] & 0xff : slowLoad(address, 1, at);
  }

  long load16(long address, int at) {
    byte[] bytes = readable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    return offset < bytes.length - 1
        ? (short) SHORT.get(bytes, offset) & 0xffff
        : slowLoad(address, 2, at);
  }

  long load32(long address, int at) {
    byte[] bytes = readable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    return offset < bytes.length - 3
        ? (int) INT.get(bytes, offset) & LOW
        : slowLoad(address, 4, at);
  }

  long load64(long address, int at) {
    byte[] bytes = readable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    return offset < bytes.length - 7 ? (long) LONG.get(bytes, offset) : slowLoad(address, 8, at);
  }

  void store8(long address, long value, int at) {
    byte[] bytes = writable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    if (offset < bytes.length) {
      bytes[offset] = (byte) value;
    } else {
      slowStore(address, value, 1, at);
    }
  }

  void store16(long address, long value, int at) {
    byte[] bytes = writable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    if (offset < bytes.length - 1) {
      SHORT.set(bytes, offset, (short) value);
    } else {
      slowStore(address, value, 2, at);
    }
  }

  void store32(long address, long value, int at) {
    byte[] bytes = writable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    if (offset < bytes.length - 3) {
      INT.set(bytes, offset, (int) value);
    } else {
      slowStore(address, value, 4, at);
    }
  }

  void store64(long address, long value, int at) {
    byte[] bytes = writable(address);
    int offset = (int) address & Region.OFFSET_MASK;
    if (offset < bytes.length - 7) {
      LONG.set(bytes, offset, value);
    } else {
      slowStore(address, value, 8, at);
    }
  }

  private byte[] readable(long address) {
    long number = address >>> Region.SHIFT;
    Region[] all = regions;
    return number < all.length ? all[(int) number].readable : NOTHING;
  }

  private byte[] writable(long address) {
    long number = address >>> Region.SHIFT;
    Region[] all = regions;
    return number < all.length ? all[(int) number].writable : NOTHING;
  }

  private long slowLoad(long address, int size, int at) {
    byte[] bytes = check(address, size, false, at).bytes;
    int offset = (int) address & Region.OFFSET_MASK;
    return switch (size) {
      case 1 -> bytes[offset] & 0xff;
      case 2 -> (short) SHORT.get(bytes, offset) & 0xffff;
      case 4 -> (int) INT.get(bytes, offset) & LOW;
      default -> (long) LONG.get(bytes, offset);
    };
  }

  private void slowStore(long address, long value, int size, int at) {
    byte[] bytes = check(address, size, true, at).bytes;
    int offset = (int) address & Region.OFFSET_MASK;
    switch (size) {
      case 1 -> bytes[offset] = (byte) value;
      case 2 -> SHORT.set(bytes, offset, (short) value);
      case 4 -> INT.set(bytes, offset, (int) value);
      default -> LONG.set(bytes, offset, value);
    }
  }

  /** The region of an access that is in order; the fault if it is not. */
  final Region check(long address, long size, boolean write, int at) {
    long number = address >>> Region.SHIFT;
    long offset = address & Region.OFFSET_MASK;
    if (offset >= Region.MAX_SIZE) { // nearer to the next region
      number++;
      offset -= Region.SPACING;
    }
    Region region =
        number >= 0 && number < regions.length ? regions[(int) number] : sharedRegion(number);
    if (region == Region.NONE) {
      throw fault(new Fault.UnmappedAccess(at, write, address, size));
    }
    long within = region.stride == 0 || offset < 0 ? offset : offset % region.stride;
    if (size < 0
        || offset < 0
        || offset >= region.bytes.length
        || within + size > region.objectSize) {
      throw fault(
          new Fault.OutOfBoundsAccess(
              at, write, address, size, region.name, within, region.objectSize));
    }
    if (write && !region.mayBeWritten) {
      throw fault(new Fault.ReadOnlyAccess(at, address, size, region.name));
    }
    return region;
  }
}
