package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What programs do with numbers of two bytes. */
class ShortCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeShortsAsOnTheJvm() {
    return Differential.tests(Shorts.class);
  }

  @TestFactory
  Stream<DynamicTest> shouldComputeCharsAsOnTheJvm() {
    return Differential.tests(Chars.class);
  }

  @BpfModule
  static final class Shorts {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    private static int otherShort(short x, short y) {
      return x > y ? x : x + y * 2;
    }

    @RawTracepoint("sys_enter")
    static int assignAdd(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x += y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignSubtract(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x -= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignMultiply(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x *= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignAnd(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x &= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignOr(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x |= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignXor(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x ^= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftLeft(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x <<= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRight(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x >>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRightUnsigned(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x >>>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignDivide(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x /= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignRemainder(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x %= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int steps(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      x++;
      ++y;
      x--;
      return x++ + --y + x;
    }

    @RawTracepoint("sys_enter")
    static int widens(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      long wide = x;
      return fold(wide * 3 + y);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      return (byte) (x + y) + (short) (x - y) + (char) (x ^ y);
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      return (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x == y ? 4 : 0) + (x != 0 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int comparesWithConstants(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      return (x > 100 ? 1 : 0) + (y >= 1 ? 2 : 0) + (x < 7 ? 4 : 0) + (y == 127 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int logic(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      return x > y && y != 0 || x == 3 ? 10 : !(y > 5) ? 20 : 30;
    }

    @RawTracepoint("sys_enter")
    static int element(long a, long b) {
      short[] row = new short[4];
      row[(int) b & 3] = (short) a;
      row[1] += 2;
      return row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7;
    }

    @RawTracepoint("sys_enter")
    static int elementOutOfBounds(long a, long b) {
      short[] row = {1, 2, 3};
      row[(int) a] = (short) b;
      return row[0] + row[1] + row[2];
    }

    @RawTracepoint("sys_enter")
    static int loopOverElements(long a, long b) {
      short[] row = {3, 1, (short) a, (short) b, 9};
      short sum = 0;
      for (short each : row) {
        sum = (short) (sum * 31 + each);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int passesAndReturns(long a, long b) {
      return otherShort((short) a, (short) b) - otherShort((short) b, (short) a);
    }

    @RawTracepoint("sys_enter")
    static int maximum(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      short largest = x > y ? x : y;
      return largest;
    }

    @RawTracepoint("sys_enter")
    static int swaps(long a, long b) {
      short x = (short) a;
      short y = (short) b;
      for (int i = 0; i < 3; i++) {
        short old = x;
        x = y;
        y = old;
      }
      return x * 2 + y;
    }
  }

  @BpfModule
  static final class Chars {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    private static int otherChar(char x, char y) {
      return x > y ? x : x + y * 2;
    }

    @RawTracepoint("sys_enter")
    static int assignAdd(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x += y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignSubtract(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x -= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignMultiply(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x *= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignAnd(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x &= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignOr(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x |= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignXor(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x ^= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftLeft(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x <<= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRight(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x >>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignShiftRightUnsigned(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x >>>= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignDivide(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x /= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int assignRemainder(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x %= y;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int steps(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      x++;
      ++y;
      x--;
      return x++ + --y + x;
    }

    @RawTracepoint("sys_enter")
    static int widens(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      long wide = x;
      return fold(wide * 3 + y);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      return (byte) (x + y) + (short) (x - y) + (char) (x ^ y);
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      return (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x == y ? 4 : 0) + (x != 0 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int comparesWithConstants(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      return (x > 100 ? 1 : 0) + (y >= 1 ? 2 : 0) + (x < 7 ? 4 : 0) + (y == 127 ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int logic(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      return x > y && y != 0 || x == 3 ? 10 : !(y > 5) ? 20 : 30;
    }

    @RawTracepoint("sys_enter")
    static int element(long a, long b) {
      char[] row = new char[4];
      row[(int) b & 3] = (char) a;
      row[1] += 2;
      return row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7;
    }

    @RawTracepoint("sys_enter")
    static int elementOutOfBounds(long a, long b) {
      char[] row = {1, 2, 3};
      row[(int) a] = (char) b;
      return row[0] + row[1] + row[2];
    }

    @RawTracepoint("sys_enter")
    static int loopOverElements(long a, long b) {
      char[] row = {3, 1, (char) a, (char) b, 9};
      char sum = 0;
      for (char each : row) {
        sum = (char) (sum * 31 + each);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int passesAndReturns(long a, long b) {
      return otherChar((char) a, (char) b) - otherChar((char) b, (char) a);
    }

    @RawTracepoint("sys_enter")
    static int maximum(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      char largest = x > y ? x : y;
      return largest;
    }

    @RawTracepoint("sys_enter")
    static int swaps(long a, long b) {
      char x = (char) a;
      char y = (char) b;
      for (int i = 0; i < 3; i++) {
        char old = x;
        x = y;
        y = old;
      }
      return x * 2 + y;
    }
  }
}
