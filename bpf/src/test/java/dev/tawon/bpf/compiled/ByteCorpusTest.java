package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What programs do with bytes. */
class ByteCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeBytesAsOnTheJvm() {
    return Differential.tests(Bytes.class);
  }

  @BpfModule
  static final class Bytes {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    private static int otherByte(byte x, byte y) {
      return x > y ? x : x + y * 2;
    }

    @RawTracepoint("sys_enter")
    static int assignAdd(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x += y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignSubtract(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x -= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignMultiply(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x *= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignAnd(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x &= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignOr(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x |= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignXor(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x ^= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftLeft(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x <<= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRight(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x >>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRightUnsigned(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x >>>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignDivide(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x /= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignRemainder(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x %= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int steps(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      x++;
      ++y;
      x--;
      return x++ + --y + x;
    }

    @RawTracepoint("sys_enter")
    static int widens(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      long wide = x;
      return fold(wide * 3 + y);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      return (byte) (x + y) + (short) (x - y) + (char) (x ^ y);
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      return (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x == y ? 4 : 0) + (x != 0 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int comparesWithConstants(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      return (x > 100 ? 1 : 0) + (y >= 1 ? 2 : 0) + (x < 7 ? 4 : 0) + (y == 127 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int logic(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      return x > y && y != 0 || x == 3 ? 10 : !(y > 5) ? 20 : 30;
    }

    @RawTracepoint("sys_enter")
    static int element(long a, long b) {
      byte[] row = new byte[4];
      row[(int) b & 3] = (byte) a;
      row[1] += 2;
      return row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7;
    }

    @RawTracepoint("sys_enter")
    static int elementOutOfBounds(long a, long b) {
      byte[] row = {1, 2, 3};
      row[(int) a] = (byte) b;
      return row[0] + row[1] + row[2];
    }

    @RawTracepoint("sys_enter")
    static int loopOverElements(long a, long b) {
      byte[] row = {3, 1, (byte) a, (byte) b, 9};
      byte sum = 0;
      for (byte each : row) {
        sum = (byte) (sum * 31 + each);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int passesAndReturns(long a, long b) {
      return otherByte((byte) a, (byte) b) - otherByte((byte) b, (byte) a);
    }

    @RawTracepoint("sys_enter")
    static int maximum(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      byte largest = x > y ? x : y;
      return largest;
    }

    @RawTracepoint("sys_enter")
    static int swaps(long a, long b) {
      byte x = (byte) a;
      byte y = (byte) b;
      for (int i = 0; i < 3; i++) {
        byte old = x;
        x = y;
        y = old;
      }
      return x * 2 + y;
    }
  }
}
