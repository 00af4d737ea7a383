package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What programs do with ints and longs. */
class WordCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeIntsAsOnTheJvm() {
    return Differential.tests(Ints.class);
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeLongsAsOnTheJvm() {
    return Differential.tests(Longs.class);
  }

  @BpfModule
  static final class Ints {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    private static int otherInt(int x, int y) {
      return x > y ? x : x + y * 2;
    }

    @RawTracepoint("sys_enter")
    static int assignAdd(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x += y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignSubtract(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x -= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignMultiply(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x *= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignAnd(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x &= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignOr(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x |= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignXor(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x ^= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftLeft(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x <<= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRight(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x >>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRightUnsigned(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x >>>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignDivide(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x /= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignRemainder(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x %= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int steps(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      x++;
      ++y;
      x--;
      return x++ + --y + x;
    }

    @RawTracepoint("sys_enter")
    static int widens(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      long wide = x;
      return fold(wide * 3 + y);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return (byte) (x + y) + (short) (x - y) + (char) (x ^ y);
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x == y ? 4 : 0) + (x != 0 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int comparesWithConstants(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return (x > 100 ? 1 : 0) + (y >= 1 ? 2 : 0) + (x < 7 ? 4 : 0) + (y == 127 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int logic(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return x > y && y != 0 || x == 3 ? 10 : !(y > 5) ? 20 : 30;
    }

    @RawTracepoint("sys_enter")
    static int element(long a, long b) {
      int[] row = new int[4];
      row[(int) b & 3] = (int) a;
      row[1] += 2;
      return row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7;
    }

    @RawTracepoint("sys_enter")
    static int elementOutOfBounds(long a, long b) {
      int[] row = {1, 2, 3};
      row[(int) a] = (int) b;
      return row[0] + row[1] + row[2];
    }

    @RawTracepoint("sys_enter")
    static int loopOverElements(long a, long b) {
      int[] row = {3, 1, (int) a, (int) b, 9};
      int sum = 0;
      for (int each : row) {
        sum = sum * 31 + each;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int passesAndReturns(long a, long b) {
      return otherInt((int) a, (int) b) - otherInt((int) b, (int) a);
    }

    @RawTracepoint("sys_enter")
    static int maximum(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int largest = x > y ? x : y;
      return largest;
    }

    @RawTracepoint("sys_enter")
    static int swaps(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      for (int i = 0; i < 3; i++) {
        int old = x;
        x = y;
        y = old;
      }
      return x * 2 + y;
    }
  }

  @BpfModule
  static final class Longs {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    private static long otherLong(long x, long y) {
      return x > y ? x : x + y * 2;
    }

    @RawTracepoint("sys_enter")
    static int assignAdd(long a, long b) {
      long x = a;
      long y = b;
      x += y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignSubtract(long a, long b) {
      long x = a;
      long y = b;
      x -= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignMultiply(long a, long b) {
      long x = a;
      long y = b;
      x *= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignAnd(long a, long b) {
      long x = a;
      long y = b;
      x &= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignOr(long a, long b) {
      long x = a;
      long y = b;
      x |= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignXor(long a, long b) {
      long x = a;
      long y = b;
      x ^= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignShiftLeft(long a, long b) {
      long x = a;
      long y = b;
      x <<= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRight(long a, long b) {
      long x = a;
      long y = b;
      x >>= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRightUnsigned(long a, long b) {
      long x = a;
      long y = b;
      x >>>= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignDivide(long a, long b) {
      long x = a;
      long y = b;
      x /= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int assignRemainder(long a, long b) {
      long x = a;
      long y = b;
      x %= y;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int steps(long a, long b) {
      long x = a;
      long y = b;
      x++;
      ++y;
      x--;
      return fold(x++ + --y + x);
    }

    @RawTracepoint("sys_enter")
    static int widens(long a, long b) {
      long x = a;
      long y = b;
      long wide = x;
      return fold(wide * 3 + y);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      long x = a;
      long y = b;
      return (byte) (x + y) + (short) (x - y) + (char) (x ^ y);
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      long x = a;
      long y = b;
      return (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x == y ? 4 : 0) + (x != 0 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int comparesWithConstants(long a, long b) {
      long x = a;
      long y = b;
      return (x > 100 ? 1 : 0) + (y >= 1 ? 2 : 0) + (x < 7 ? 4 : 0) + (y == 127 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int logic(long a, long b) {
      long x = a;
      long y = b;
      return x > y && y != 0 || x == 3 ? 10 : !(y > 5) ? 20 : 30;
    }

    @RawTracepoint("sys_enter")
    static int element(long a, long b) {
      long[] row = new long[4];
      row[(int) b & 3] = a;
      row[1] += 2;
      return fold(row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7);
    }

    @RawTracepoint("sys_enter")
    static int elementOutOfBounds(long a, long b) {
      long[] row = {1, 2, 3};
      row[(int) a] = b;
      return fold(row[0] + row[1] + row[2]);
    }

    @RawTracepoint("sys_enter")
    static int loopOverElements(long a, long b) {
      long[] row = {3, 1, a, b, 9};
      long sum = 0;
      for (long each : row) {
        sum = sum * 31 + each;
      }
      return fold(sum);
    }

    @RawTracepoint("sys_enter")
    static int passesAndReturns(long a, long b) {
      return (int) (otherLong(a, b) - otherLong(b, a));
    }

    @RawTracepoint("sys_enter")
    static int maximum(long a, long b) {
      long x = a;
      long y = b;
      long largest = x > y ? x : y;
      return fold(largest);
    }

    @RawTracepoint("sys_enter")
    static int swaps(long a, long b) {
      long x = a;
      long y = b;
      for (int i = 0; i < 3; i++) {
        long old = x;
        x = y;
        y = old;
      }
      return fold(x * 2 + y);
    }
  }
}
