package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Comparisons in the kernel are the JVM's, for all conditions, types, and constants where immediates end. */
class ComparisonTest {
  @TestFactory
  Stream<DynamicTest> shouldCompareAsTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    @RawTracepoint("sys_enter")
    static int ints(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int bits = 0;
      if (x == y) bits |= 1;
      if (x != y) bits |= 2;
      if (x < y) bits |= 4;
      if (x <= y) bits |= 8;
      if (x > y) bits |= 16;
      if (x >= y) bits |= 32;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int intsWithZero(long a, long b) {
      int x = (int) a;
      int bits = (int) b & 64;
      if (x == 0) bits |= 1;
      if (x != 0) bits |= 2;
      if (x < 0) bits |= 4;
      if (x <= 0) bits |= 8;
      if (x > 0) bits |= 16;
      if (x >= 0) bits |= 32;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int intsWithConstants(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int bits = 0;
      if (x == Integer.MIN_VALUE) bits |= 1;
      if (x < Integer.MIN_VALUE + 1) bits |= 2;
      if (x >= Integer.MAX_VALUE) bits |= 4;
      if (x > -1) bits |= 8;
      if (-1 <= y) bits |= 16;
      if (Integer.MAX_VALUE > y) bits |= 32;
      if (65_536 < y) bits |= 64;
      if (-32_769 == y) bits |= 128;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int intsUnsigned(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int bits = 0;
      if (Integer.compareUnsigned(x, y) == 0) bits |= 1;
      if (Integer.compareUnsigned(x, y) != 0) bits |= 2;
      if (Integer.compareUnsigned(x, y) < 0) bits |= 4;
      if (Integer.compareUnsigned(x, y) <= 0) bits |= 8;
      if (Integer.compareUnsigned(x, y) > 0) bits |= 16;
      if (Integer.compareUnsigned(x, y) >= 0) bits |= 32;
      if (Integer.compareUnsigned(x, -1) < 0) bits |= 64;
      if (Integer.compareUnsigned(x, Integer.MIN_VALUE) >= 0) bits |= 128;
      if (Integer.compareUnsigned(Integer.MAX_VALUE, y) < 0) bits |= 256;
      if (0 < Integer.compareUnsigned(x, 5)) bits |= 512;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int longs(long x, long y) {
      int bits = 0;
      if (x == y) bits |= 1;
      if (x != y) bits |= 2;
      if (x < y) bits |= 4;
      if (x <= y) bits |= 8;
      if (x > y) bits |= 16;
      if (x >= y) bits |= 32;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int longsWithConstants(long x, long y) {
      int bits = 0;
      if (x == 0x8000_0000L) bits |= 1;
      if (x < 0x8000_0000L) bits |= 2;
      if (x >= -0x8000_0000L) bits |= 4;
      if (x > 0xffff_ffffL) bits |= 8;
      if (x <= -1) bits |= 16;
      if (Long.MAX_VALUE > y) bits |= 32;
      if (Long.MIN_VALUE == y) bits |= 64;
      if (0x7fff_ffffL < y) bits |= 128;
      if (0 != y) bits |= 256;
      if (y > 0) bits |= 512;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int longsUnsigned(long x, long y) {
      int bits = 0;
      if (Long.compareUnsigned(x, y) == 0) bits |= 1;
      if (Long.compareUnsigned(x, y) != 0) bits |= 2;
      if (Long.compareUnsigned(x, y) < 0) bits |= 4;
      if (Long.compareUnsigned(x, y) <= 0) bits |= 8;
      if (Long.compareUnsigned(x, y) > 0) bits |= 16;
      if (Long.compareUnsigned(x, y) >= 0) bits |= 32;
      if (Long.compareUnsigned(x, -1) < 0) bits |= 64;
      if (Long.compareUnsigned(x, 0x8000_0000L) >= 0) bits |= 128;
      if (Long.compareUnsigned(0xffff_ffffL, y) < 0) bits |= 256;
      if (Long.compareUnsigned(x, -0x8000_0000L) >= 0) bits |= 512;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int compareMethods(long x, long y) {
      int bits = 0;
      if (Long.compare(x, y) < 0) bits |= 1;
      if (Long.compare(x, 7) >= 0) bits |= 2;
      if (Integer.compare((int) x, (int) y) > 0) bits |= 4;
      if (0 >= Integer.compare((int) x, -5)) bits |= 8;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int narrow(long a, long b) {
      int bits = 0;
      if ((byte) a < (byte) b) bits |= 1;
      if ((short) a >= (short) b) bits |= 2;
      if ((char) a > (char) b) bits |= 4;
      if ((byte) a == -128) bits |= 8;
      if ((char) b == 0xffff) bits |= 16;
      if ((short) b <= Short.MIN_VALUE) bits |= 32;
      if ((byte) a > 'A') bits |= 64;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int mixedWidths(long a, long b) {
      int bits = 0;
      if ((int) a < b) bits |= 1;
      if (a == (int) a) bits |= 2;
      if ((b & 0xffff_ffffL) == Integer.toUnsignedLong((int) b)) bits |= 4;
      if ((long) (int) a * 2 > Integer.MAX_VALUE) bits |= 8;
      return bits;
    }

    private static boolean isSmall(long value) {
      return value >= 0 && value < 100;
    }

    private static boolean both(boolean left, boolean right) {
      return left & right;
    }

    @RawTracepoint("sys_enter")
    static int booleans(long a, long b) {
      boolean x = a < b;
      boolean y = isSmall(a);
      boolean z = !isSmall(b) || x;
      int bits = 0;
      if (x ^ y) bits |= 1;
      if (x | z) bits |= 2;
      if (both(y, z)) bits |= 4;
      if (x != z) bits |= 8;
      if (!(x && y) || z && !y) bits |= 16;
      bits |= (x == y ? 1 : 0) << 5;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int ternaries(long a, long b) {
      int x = a > b ? (int) a : (int) b;
      long y = x > 0 ? x < 10 ? 1 : a : b > 5 ? 2L : -b;
      return x + (int) y + (a == 0 ? b == 0 ? 100 : 200 : b == 0 ? 300 : 400);
    }
  }
}
