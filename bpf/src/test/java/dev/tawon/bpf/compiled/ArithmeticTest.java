package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Integer arithmetic in the kernel is the JVM's. */
class ArithmeticTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeIntsAsTheJvm() {
    return Differential.tests(Ints.class);
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeLongsAsTheJvm() {
    return Differential.tests(Longs.class);
  }

  @BpfModule
  static final class Ints {
    @RawTracepoint("sys_enter")
    static int add(long a, long b) {
      return (int) a + (int) b;
    }

    @RawTracepoint("sys_enter")
    static int addConstants(long a, long b) {
      return ((int) a + 1) ^ ((int) b + Integer.MIN_VALUE) ^ ((int) a - Integer.MAX_VALUE);
    }

    @RawTracepoint("sys_enter")
    static int subtract(long a, long b) {
      return (int) a - (int) b;
    }

    @RawTracepoint("sys_enter")
    static int subtractFromConstant(long a, long b) {
      return (100 - (int) a) ^ (Integer.MIN_VALUE - (int) b);
    }

    @RawTracepoint("sys_enter")
    static int multiply(long a, long b) {
      return (int) a * (int) b;
    }

    @RawTracepoint("sys_enter")
    static int multiplyByConstants(long a, long b) {
      return ((int) a * 31) ^ ((int) b * -7) ^ ((int) b * Integer.MIN_VALUE);
    }

    @RawTracepoint("sys_enter")
    static int square(long a, long b) {
      int x = (int) a;
      return x * x - (x - x) + (x ^ x) + (int) b;
    }

    @RawTracepoint("sys_enter")
    static int bits(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return (x & y) + (x | ~y) * 3 + (x ^ y) * 5 + (x & 0x8000_0000) + (y | 0xff00) + (x & -1);
    }

    @RawTracepoint("sys_enter")
    static int negate(long a, long b) {
      return -(int) a ^ ~(int) b;
    }

    @RawTracepoint("sys_enter")
    static int divideUnsigned(long a, long b) {
      return Integer.divideUnsigned((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int remainderUnsigned(long a, long b) {
      return Integer.remainderUnsigned((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int divideByConstants(long a, long b) {
      return Integer.divideUnsigned((int) a, 10)
          ^ Integer.divideUnsigned((int) b, -3)
          ^ Integer.remainderUnsigned((int) a, Integer.MIN_VALUE)
          ^ Integer.remainderUnsigned((int) b, 7)
          ^ Integer.divideUnsigned((int) b, 1);
    }

    @RawTracepoint("sys_enter")
    static int shiftLeft(long a, long b) {
      return (int) a << (int) b;
    }

    @RawTracepoint("sys_enter")
    static int shiftRight(long a, long b) {
      return (int) a >> (int) b;
    }

    @RawTracepoint("sys_enter")
    static int shiftRightUnsigned(long a, long b) {
      return (int) a >>> (int) b;
    }

    @RawTracepoint("sys_enter")
    static int shiftByLong(long a, long b) {
      return ((int) a << b) + ((int) a >> b) * 3 + ((int) a >>> b) * 5;
    }

    @RawTracepoint("sys_enter")
    static int shiftByItself(long a, long b) {
      int x = (int) a;
      return (x << x) + (x >> x) + (x >>> x) + (int) b;
    }

    @RawTracepoint("sys_enter")
    static int shiftByConstants(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return (x << 0) + (x << 1) + (x << 31) + (x << 32) + (x << 33) + (x << -1)
          ^ (y >> 0) + (y >> 1) + (y >> 31) + (y >> 32) + (y >> 33) + (y >> -1)
          ^ (x >>> 0) + (x >>> 1) + (x >>> 31) + (x >>> 32) + (x >>> 33) + (y >>> -1);
    }

    @RawTracepoint("sys_enter")
    static int shiftConstants(long a, long b) {
      return (1 << (int) a) + (-1 >> (int) a) + (Integer.MIN_VALUE >>> (int) b);
    }

    @RawTracepoint("sys_enter")
    static int increments(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int z = x++ + ++y;
      z += x-- - --y;
      x += 1000;
      y -= 40_000;
      x <<= 3;
      y >>>= 2;
      z ^= x *= y;
      return z + x + y;
    }

    @RawTracepoint("sys_enter")
    static int swapBytes(long a, long b) {
      return Integer.reverseBytes((int) a)
          ^ Short.reverseBytes((short) b)
          ^ Character.reverseBytes((char) b) * 3
          ^ Short.toUnsignedInt(Short.reverseBytes((short) a)) * 5;
    }

    @RawTracepoint("sys_enter")
    static int minAndMax(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return Math.min(x, y) * 3 + Math.max(x, y) * 5 + Math.min(x, 10) + Math.max(-5, y);
    }

    @RawTracepoint("sys_enter")
    static int narrow(long a, long b) {
      return (byte) a * 3
          + (short) b * 5
          + (char) a * 7
          + (byte) (int) (b >>> 7)
          + (char) (short) b;
    }

    @RawTracepoint("sys_enter")
    static int narrowTwice(long a, long b) {
      byte x = (byte) a;
      short y = (short) (x * 300);
      char z = (char) (y + x);
      x += (byte) b;
      y >>= 1;
      z++;
      return x * 31 + y * 37 + z + (byte) z + (short) z;
    }

    @RawTracepoint("sys_enter")
    static int unsignedBytes(long a, long b) {
      return Byte.toUnsignedInt((byte) a) * 3 + Short.toUnsignedInt((short) b) + ((byte) b & 0xff);
    }
  }

  @BpfModule
  static final class Longs {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int addAndSubtract(long a, long b) {
      return fold((a + b) * 3 ^ (a - b) * 5 ^ (b - 1) ^ (a + 0x1_0000_0000L) ^ (a - 0x8000_0000L));
    }

    @RawTracepoint("sys_enter")
    static int addConstants(long a, long b) {
      return fold(
          (a + Integer.MAX_VALUE) ^ (b + Integer.MIN_VALUE) * 3 ^ (5 - a) ^ (Long.MIN_VALUE - b));
    }

    @RawTracepoint("sys_enter")
    static int multiply(long a, long b) {
      return fold(a * b ^ a * -1L ^ b * 1_000_000_007L ^ a * 0xffff_ffffL);
    }

    @RawTracepoint("sys_enter")
    static int bits(long a, long b) {
      return fold(
          (a & b)
              + (a | ~b) * 3
              + (a ^ b) * 5
              + (a & 0x8000_0000L)
              + (b | 0xffff_ffff_0000_0000L)
              + (a & 0xffff_ffffL)
              + (b & -256)
              + (b ^ 0x8000_0000));
    }

    @RawTracepoint("sys_enter")
    static int negate(long a, long b) {
      return fold(-a ^ ~b);
    }

    @RawTracepoint("sys_enter")
    static int divideUnsigned(long a, long b) {
      return fold(Long.divideUnsigned(a, b));
    }

    @RawTracepoint("sys_enter")
    static int remainderUnsigned(long a, long b) {
      return fold(Long.remainderUnsigned(a, b));
    }

    @RawTracepoint("sys_enter")
    static int divideByConstants(long a, long b) {
      return fold(
          Long.divideUnsigned(a, 10)
              ^ Long.divideUnsigned(b, -5L)
              ^ Long.remainderUnsigned(a, 1_000_000_007L)
              ^ Long.remainderUnsigned(b, 0x8000_0000L)
              ^ Long.divideUnsigned(a, Long.MIN_VALUE));
    }

    @RawTracepoint("sys_enter")
    static int shiftLeft(long a, long b) {
      return fold(a << b);
    }

    @RawTracepoint("sys_enter")
    static int shiftRight(long a, long b) {
      return fold(a >> b);
    }

    @RawTracepoint("sys_enter")
    static int shiftRightUnsigned(long a, long b) {
      return fold(a >>> (int) b);
    }

    @RawTracepoint("sys_enter")
    static int shiftByConstants(long a, long b) {
      return fold(
          (a << 0) + (a << 1) + (a << 31) + (a << 32) + (a << 63) + (a << 64) + (a << 65)
                  + (a << -1)
              ^ (b >> 0) + (b >> 1) + (b >> 32) + (b >> 63) + (b >> 64) + (b >> 65) + (b >> -1)
              ^ (a >>> 1) + (a >>> 32) + (b >>> 63) + (b >>> 64) + (b >>> 65) + (b >>> -1));
    }

    @RawTracepoint("sys_enter")
    static int shiftConstants(long a, long b) {
      return fold((1L << a) + (-1L >> b) + (Long.MIN_VALUE >>> a) + (0x1234_5678_9abc_def0L >>> b));
    }

    @RawTracepoint("sys_enter")
    static int widen(long a, long b) {
      int x = (int) a;
      long y = x;
      long z = (int) b;
      return fold(y * 3 + z * 5 + (byte) a + (short) b + (char) a + Integer.toUnsignedLong(x) * 7);
    }

    @RawTracepoint("sys_enter")
    static int widenArithmetic(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return fold(
          (long) (x + y) + (long) (x - 1) * 3 + (long) (x >>> 1) + (long) (y >> 3) + (long) -x);
    }

    @RawTracepoint("sys_enter")
    static int swapBytes(long a, long b) {
      return fold(Long.reverseBytes(a) * 3 + Long.reverseBytes(b));
    }

    @RawTracepoint("sys_enter")
    static int minAndMax(long a, long b) {
      return fold(
          Math.min(a, b) * 3 + Math.max(a, b) * 5 + Math.min(a, 0x8000_0000L) + Math.max(b, -1));
    }

    @RawTracepoint("sys_enter")
    static int constants(long a, long b) {
      return fold(
          a
              ^ 0x1234_5678_9abc_def0L
              ^ b * 0xffff_ffff_8000_0000L
              ^ 0x7fff_ffffL
              ^ (a | 0x8000_0000L)
              ^ -1L);
    }
  }
}
