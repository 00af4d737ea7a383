package dev.tawon.sandbox;

/**
 * Accesses to memory by compiled programs, with a guess at the region: one comparison if it is right, {@link Machine}'s
 * way for any address if not.
 *
 * <p>A guess is an array and its address. Small enough for HotSpot to inline each.
 */
final class Access {
  private static final long LOW = 0xffff_ffffL;

  private Access() {}

  static long load8(byte[] guess, long base, long address, Machine machine, int at) {
    long offset = address - base;
    return Long.compareUnsigned(offset, Math.max(guess.length, 0)) < 0
        ? guess[(int) offset] & 0xff
        : machine.load8(address, at);
  }

  static long load16(byte[] guess, long base, long address, Machine machine, int at) {
    long offset = address - base;
    return Long.compareUnsigned(offset, Math.max(guess.length - 1, 0)) < 0
        ? (short) Machine.SHORT.get(guess, (int) offset) & 0xffff
        : machine.load16(address, at);
  }

  static long load32(byte[] guess, long base, long address, Machine machine, int at) {
    long offset = address - base;
    return Long.compareUnsigned(offset, Math.max(guess.length - 3, 0)) < 0
        ? (int) Machine.INT.get(guess, (int) offset) & LOW
        : machine.load32(address, at);
  }

  static long load64(byte[] guess, long base, long address, Machine machine, int at) {
    long offset = address - base;
    return Long.compareUnsigned(offset, Math.max(guess.length - 7, 0)) < 0
        ? (long) Machine.LONG.get(guess, (int) offset)
        : machine.load64(address, at);
  }

  static void store8(byte[] guess, long base, long address, long value, Machine machine, int at) {
    long offset = address - base;
    if (Long.compareUnsigned(offset, Math.max(guess.length, 0)) < 0) {
      guess[(int) offset] = (byte) value;
    } else {
      machine.store8(address, value, at);
    }
  }

  static void store16(byte[] guess, long base, long address, long value, Machine machine, int at) {
    long offset = address - base;
    if (Long.compareUnsigned(offset, Math.max(guess.length - 1, 0)) < 0) {
      Machine.SHORT.set(guess, (int) offset, (short) value);
    } else {
      machine.store16(address, value, at);
    }
  }

  static void store32(byte[] guess, long base, long address, long value, Machine machine, int at) {
    long offset = address - base;
    if (Long.compareUnsigned(offset, Math.max(guess.length - 3, 0)) < 0) {
      Machine.INT.set(guess, (int) offset, (int) value);
    } else {
      machine.store32(address, value, at);
    }
  }

  static void store64(byte[] guess, long base, long address, long value, Machine machine, int at) {
    long offset = address - base;
    if (Long.compareUnsigned(offset, Math.max(guess.length - 7, 0)) < 0) {
      Machine.LONG.set(guess, (int) offset, value);
    } else {
      machine.store64(address, value, at);
    }
  }

  // Accesses that have been checked.

  static long get8(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  static long get16(byte[] bytes, int index) {
    return (short) Machine.SHORT.get(bytes, index) & 0xffff;
  }

  static long get32(byte[] bytes, int index) {
    return (int) Machine.INT.get(bytes, index) & LOW;
  }

  static long get64(byte[] bytes, int index) {
    return (long) Machine.LONG.get(bytes, index);
  }

  static void put8(byte[] bytes, int index, long value) {
    bytes[index] = (byte) value;
  }

  static void put16(byte[] bytes, int index, long value) {
    Machine.SHORT.set(bytes, index, (short) value);
  }

  static void put32(byte[] bytes, int index, long value) {
    Machine.INT.set(bytes, index, (int) value);
  }

  static void put64(byte[] bytes, int index, long value) {
    Machine.LONG.set(bytes, index, value);
  }
}
