package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small decisions, as programs take them, and loops. */
class DecisionsCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsOnTheJvm() {
    return Differential.tests(Programs.class, Differential.pairs(new Random(2), 400));
  }

  @BpfModule
  static final class Programs {
    static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b'};

    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int ringIndices(long a, long b) {
      int[] ring = new int[8];
      int head = (int) a;
      for (int i = 0; i < 12; i++) {
        ring[head & 7] += i;
        head++;
      }
      return ring[(int) b & 7] + head;
    }

    @RawTracepoint("sys_enter")
    static int matrixProduct(long a, long b) {
      int[] left = {1, (int) a, 3, 4};
      int[] right = {(int) b, 6, 7, 8};
      int[] product = new int[4];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          for (int k = 0; k < 2; k++) {
            product[i * 2 + j] += left[i * 2 + k] * right[k * 2 + j];
          }
        }
      }
      return product[0] ^ product[1] ^ product[2] ^ product[3];
    }

    @RawTracepoint("sys_enter")
    static int dotProduct(long a, long b) {
      long[] x = {a, b, 3};
      long[] y = {b, 5, a};
      long sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
      }
      return fold(sum);
    }

    @RawTracepoint("sys_enter")
    static int runLengths(long a, long b) {
      int runs = 1;
      for (int i = 1; i < 64; i++) {
        if ((a >>> i & 1) != (a >>> i - 1 & 1)) {
          runs++;
        }
      }
      return runs;
    }

    @RawTracepoint("sys_enter")
    static int longestRun(long a, long b) {
      int best = 0;
      int run = 0;
      for (int i = 0; i < 12; i++) {
        run = (a >>> i & 1) != 0 ? run + 1 : 0;
        best = Math.max(best, run);
      }
      return best;
    }

    @RawTracepoint("sys_enter")
    static int hexText(long a, long b) {
      byte[] text = new byte[8];
      for (int i = 0; i < 8; i++) {
        int digit = (int) a >>> 28 - 4 * i & 15;
        text[i] = digit < DIGITS.length ? DIGITS[digit] : (byte) ('a' + digit - 10);
      }
      int hash = 0;
      for (byte each : text) {
        hash = hash * 31 + each;
      }
      return hash;
    }

    @RawTracepoint("sys_enter")
    static int parseDecimal(long a, long b) {
      int value = 0;
      for (int i = 0; i < 8; i++) {
        int letter = (int) (a >>> 8 * i) & 0xff;
        if (letter < '0' || letter > '9') {
          return -i - 1;
        }
        value = value * 10 + letter - '0';
      }
      return value;
    }

    @RawTracepoint("sys_enter")
    static int upperCase(long a, long b) {
      long result = 0;
      for (int i = 0; i < 8; i++) {
        int letter = (int) (a >>> 8 * i) & 0xff;
        if (letter >= 'a' && letter <= 'z') {
          letter -= 32;
        }
        result |= (long) letter << 8 * i;
      }
      return fold(result);
    }

    @RawTracepoint("sys_enter")
    static int utf8Length(long a, long b) {
      int first = (int) a & 0xff;
      return first < 0x80
          ? 1
          : first < 0xc0 ? -1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : -1;
    }

    @RawTracepoint("sys_enter")
    static int rgb(long a, long b) {
      int red = (int) a >> 16 & 0xff;
      int green = (int) a >> 8 & 0xff;
      int blue = (int) a & 0xff;
      return (red * 77 + green * 150 + blue * 29 >> 8) * 3 + (red > blue ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int saturatingAdd(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int sum = x + y;
      return ((x ^ sum) & (y ^ sum)) < 0 ? x < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE : sum;
    }

    @RawTracepoint("sys_enter")
    static int average(long a, long b) {
      return ((int) a & (int) b) + (((int) a ^ (int) b) >> 1);
    }

    @RawTracepoint("sys_enter")
    static int median(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int z = (int) (a >>> 32);
      return Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));
    }

    @RawTracepoint("sys_enter")
    static int roundUp(long a, long b) {
      int n = (int) a & 0xffff;
      return (n + 63 & -64) + (n + 6) / 7 * 7;
    }

    @RawTracepoint("sys_enter")
    static int nextPowerOfTwo(long a, long b) {
      int n = (int) a & 0xffffff;
      n--;
      n |= n >>> 1;
      n |= n >>> 2;
      n |= n >>> 4;
      n |= n >>> 8;
      n |= n >>> 16;
      return n + 1;
    }

    @RawTracepoint("sys_enter")
    static int inSubnet(long a, long b) {
      int prefix = (int) b & 31;
      int mask = prefix == 0 ? 0 : -1 << 32 - prefix;
      return ((int) a & mask) == (0x0a00_0000 & mask) ? 1 : 0;
    }

    @RawTracepoint("sys_enter")
    static int privateAddress(long a, long b) {
      int address = (int) a;
      int first = address >>> 24;
      return first == 10 || first == 172 && (address >>> 20 & 15) == 1 || address >>> 16 == 0xc0a8
          ? 1
          : first == 127 ? 2 : 0;
    }

    @RawTracepoint("sys_enter")
    static int portClass(long a, long b) {
      int port = (int) a & 0xffff;
      return port == 0 ? -1 : port < 1024 ? 1 : port < 49152 ? 2 : 3;
    }

    @RawTracepoint("sys_enter")
    static int stateMachine(long a, long b) {
      int state = 0;
      for (int i = 0; i < 16; i++) {
        int input = (int) (a >>> 2 * i) & 3;
        state =
            switch (state) {
              case 0 -> input == 1 ? 1 : 0;
              case 1 -> input == 2 ? 2 : input == 1 ? 1 : 0;
              case 2 -> input == 3 ? 3 : 0;
              default -> 3;
            };
      }
      return state;
    }

    @RawTracepoint("sys_enter")
    static int balanced(long a, long b) {
      int depth = 0;
      for (int i = 0; i < 10; i++) {
        depth += (a >>> i & 1) != 0 ? 1 : -1;
        if (depth < 0) {
          return -i;
        }
      }
      return depth;
    }

    @RawTracepoint("sys_enter")
    static int vowels(long a, long b) {
      int count = 0;
      for (int i = 0; i < 8; i++) {
        switch ((char) (a >>> 8 * i & 0xff)) {
          case 'a', 'e', 'i', 'o', 'u':
            count++;
            break;
          case 0:
            return count * 10;
          default:
        }
      }
      return count;
    }

    @RawTracepoint("sys_enter")
    static int weekday(long a, long b) {
      int day = (int) a & 31;
      int month = ((int) (a >> 8) & 7) + 3;
      int year = 1900 + ((int) b & 255);
      return (day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7;
    }

    @RawTracepoint("sys_enter")
    static int leapYear(long a, long b) {
      int year = (int) a & 0xfff;
      return year % 4 == 0 && year % 100 != 0 || year % 400 == 0 ? 366 : 365;
    }

    @RawTracepoint("sys_enter")
    static int secondsToClock(long a, long b) {
      int seconds = Math.floorMod((int) a, 86_400);
      return seconds / 3600 * 10_000 + seconds / 60 % 60 * 100 + seconds % 60;
    }

    @RawTracepoint("sys_enter")
    static int roundedDivision(long a, long b) {
      long x = a & 0xffff_ffffL;
      return (int) ((x + 500) / 1000 % 1_000_000);
    }

    @RawTracepoint("sys_enter")
    static int fixedPoint(long a, long b) {
      long x = (int) a;
      long y = (int) b;
      return (int) (x * y >> 16);
    }

    @RawTracepoint("sys_enter")
    static int reciprocal(long a, long b) {
      long x = (a & 0xffff) + 1;
      long guess = (1L << 32) / x;
      return (int) (guess * x >>> 16);
    }

    @RawTracepoint("sys_enter")
    static int movingAverage(long a, long b) {
      int[] window = new int[4];
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        int value = (int) (a >> 8 * i) & 0xff;
        sum += value - window[i & 3];
        window[i & 3] = value;
      }
      return sum / 4;
    }

    @RawTracepoint("sys_enter")
    static int exponentialAverage(long a, long b) {
      int value = 0;
      for (int i = 0; i < 8; i++) {
        value += (((int) (a >> 8 * i) & 0xff) << 8) - value >> 3;
      }
      return value;
    }

    @RawTracepoint("sys_enter")
    static int tokenBucket(long a, long b) {
      long tokens = a & 0xff;
      long now = b & 0xffff;
      long last = now / 2;
      tokens = Math.min(100, tokens + (now - last) / 10);
      return (int) (tokens >= 5 ? tokens - 5 : -1);
    }

    @RawTracepoint("sys_enter")
    static int earlyReturns(long a, long b) {
      if (a < 0) {
        return b < 0 ? -2 : -1;
      }
      if (a == b) {
        return 0;
      }
      for (int i = 0; i < 4; i++) {
        if (a >> i == b) {
          return i + 10;
        }
      }
      return 99;
    }

    @RawTracepoint("sys_enter")
    static int nestedConditions(long a, long b) {
      int result = 0;
      if (a > 0) {
        if (b > 0) {
          result = 1;
        } else if (b < -10) {
          result = 2;
        }
      } else {
        result = b == 0 ? 3 : a == Long.MIN_VALUE ? 4 : 5;
      }
      return result;
    }

    @RawTracepoint("sys_enter")
    static int shortCircuit(long a, long b) {
      int calls = 0;
      if (a > 0 && b / a > 2 || a < -5 && b % a == 1) {
        calls = 1;
      }
      return calls + (a != 0 && (b / a & 1) == 0 ? 2 : 0);
    }

    @RawTracepoint("sys_enter")
    static int doWhile(long a, long b) {
      int n = (int) a & 15;
      int sum = 0;
      do {
        sum += n * n;
        n--;
      } while (n > 0);
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int twoExits(long a, long b) {
      int i = 0;
      while (true) {
        if (i >= 10) {
          return -i;
        }
        if ((a >>> i & 1) != 0) {
          break;
        }
        i++;
      }
      return i + (int) b;
    }

    @RawTracepoint("sys_enter")
    static int loopWithSteps(long a, long b) {
      int sum = 0;
      for (int i = 100; i > 0; i -= 7) {
        sum = sum * 3 + i;
      }
      for (long j = 1; j < 1000; j *= 3) {
        sum += (int) (j ^ a);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int triangle(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j <= i; j++) {
          sum += (int) (a >> i + j & 1) * (i + 1);
        }
      }
      return sum;
    }
  }
}
