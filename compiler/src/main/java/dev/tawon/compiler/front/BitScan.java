package dev.tawon.compiler.front;

/**
 * What the Java library does by instructions that eBPF has not, in fewer than its own bodies for other machines. The
 * compiler translates these methods in their place.
 */
final class BitScan {
  private BitScan() {}

  static int leadingZeros(int value) {
    if (value == 0) {
      return 32;
    }
    int rest = value;
    int zeros = 31;
    if (Integer.compareUnsigned(rest, 1 << 16) >= 0) {
      zeros -= 16;
      rest >>>= 16;
    }
    if (rest >= 1 << 8) {
      zeros -= 8;
      rest >>>= 8;
    }
    if (rest >= 1 << 4) {
      zeros -= 4;
      rest >>>= 4;
    }
    if (rest >= 1 << 2) {
      zeros -= 2;
      rest >>>= 2;
    }
    // Masked for whoever wants to know how large the result can be.
    return zeros - (rest >>> 1 & 1);
  }

  static int leadingZeros(long value) {
    int half = (int) (value >>> 32);
    int above = 0;
    if (half == 0) {
      half = (int) value;
      above = 32;
    }
    return above + leadingZeros(half);
  }

  static int trailingZeros(int value) {
    return Integer.bitCount(~value & (value - 1));
  }

  static int trailingZeros(long value) {
    int half = (int) value;
    int below = 0;
    if (half == 0) {
      half = (int) (value >>> 32);
      below = 32;
    }
    return below + trailingZeros(half);
  }
}
