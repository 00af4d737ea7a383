package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Loops with a bound: of thousands of rounds, as many as data says, one in another, left early. What is compiled for a kernel
 * its verifier follows to the end.
 */
class LoopsCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    static final int[] T64 = {
      37, -51, 74, -104, -91, -80, 59, -99, -19, -109, -84, 94, 86, -93, -5, -82, 89, -98, -65, -14,
      -97, 75, -103, -15, -105, -60, 20, 86, -55, -68, 29, -36, -76, -32, 62, -79, -96, -98, -23,
      126, 90, 32, 110, 104, 57, 25, -1, -36, -4, -87, 25, 125, 47, 101, 19, -91, -68, 86, -44, 47,
      -51, 122, 87, -108
    };
    static final int[] WORK = new int[64];
    static int FIELD;

    private static int walk(int x, int rounds) {
      int at = x & 63;
      for (int i = 0; i < rounds; i++) {
        at = (T64[at] + at * 5 + i) & 63;
        if (at == 17) {
          return i;
        }
      }
      return at;
    }

    @RawTracepoint("sys_enter")
    static int tenThousand(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 10_000; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int tenThousandElements(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 10_000; i++) {
        sum = sum * 31 + T64[i & 63];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int tenThousandWrites(long a, long b) {
      for (int i = 0; i < 10_000; i++) {
        WORK[i & 63] = (int) a + i;
      }
      return WORK[(int) b & 63];
    }

    @RawTracepoint("sys_enter")
    static int asManyAsMasked(long a, long b) {
      int sum = (int) b;
      int n = (int) a & 0x1fff;
      for (int i = 0; i < n; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int asManyAsLimited(long a, long b) {
      int sum = (int) b;
      int n = (int) Math.max(0, Math.min(a, 10_000));
      for (int i = 0; i < n; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int asManyAsTested(long a, long b) {
      int sum = (int) b;
      int n = (int) a;
      if (n > 10_000) {
        return -1;
      }
      for (int i = 0; i < n; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int asManyAsABreakAllows(long a, long b) {
      int sum = (int) b;
      for (int i = 0; i < (int) a; i++) {
        if (i == 5_000) {
          break;
        }
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int twoLimits(long a, long b) {
      int sum = (int) b;
      for (int i = 0; i < 5_000 && i < (int) a; i++) {
        sum = sum * 31 + T64[i & 63];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int fromAndTo(long a, long b) {
      int sum = 0;
      int from = (int) a & 0xff;
      int to = (int) b & 0x3ff;
      for (int i = from; i < to; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int leftEarly(long a, long b) {
      int x = (int) a;
      int i;
      for (i = 0; i < 10_000; i++) {
        x = x * 5 + 1;
        if ((x & 0xff00) == 0x700) {
          break;
        }
      }
      return x + i;
    }

    @RawTracepoint("sys_enter")
    static int returnedFrom(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 10_000; i++) {
        x = x * 5 + 1;
        if ((x & 0xff00) == 0x700) {
          return i;
        }
      }
      return x;
    }

    @RawTracepoint("sys_enter")
    static int goneOnWith(long a, long b) {
      int x = (int) a;
      int sum = 0;
      for (int i = 0; i < 5_000; i++) {
        x = x * 5 + 1;
        if ((x & 4) == 0) {
          continue;
        }
        sum += x;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int twoWays(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 4_000; i++) {
        if ((x & 1) == 0) {
          x = x >>> 1;
        } else {
          x = x * 3 + 1;
        }
      }
      return x;
    }

    @RawTracepoint("sys_enter")
    static int threeWays(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 2_000; i++) {
        switch (x & 3) {
          case 0 -> x += T64[i & 63];
          case 1 -> x ^= i;
          default -> x = x * 7 + 3;
        }
      }
      return x;
    }

    @RawTracepoint("sys_enter")
    static int downwards(long a, long b) {
      int sum = (int) a;
      for (int i = 9_999; i >= 0; i--) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int bySteps(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 10_000; i += 7) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int untilEqual(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i != 3_000; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int byALong(long a, long b) {
      long sum = a;
      for (long i = 0; i < 10_000; i++) {
        sum = sum * 31 + i;
      }
      return (int) sum;
    }

    @RawTracepoint("sys_enter")
    static int byDoubling(long a, long b) {
      long sum = a;
      for (long i = 1; i < 1L << 40; i <<= 1) {
        sum = sum * 31 + i;
      }
      return (int) sum;
    }

    @RawTracepoint("sys_enter")
    static int whileSquares(long a, long b) {
      int sum = (int) a;
      int i = 0;
      while (i * i < 10_000) {
        sum = sum * 31 + i;
        i++;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int doWhile(long a, long b) {
      int sum = (int) a;
      int i = 0;
      do {
        sum = sum * 31 + i;
        i++;
      } while (i < 1_000);
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int twoCounters(long a, long b) {
      int sum = (int) a;
      for (int i = 0, j = 63; i < 2_000; i++, j = j == 0 ? 63 : j - 1) {
        sum = sum * 31 + T64[j];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int hundredByHundred(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 100; i++) {
        for (int j = 0; j < 100; j++) {
          sum = sum * 31 + i * j;
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int triangle(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 120; i++) {
        for (int j = 0; j < i; j++) {
          sum = sum * 31 + T64[j & 63];
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int innerByData(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 40; i++) {
        int n = sum & 15;
        for (int j = 0; j < n; j++) {
          sum = sum * 31 + j;
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int labelled(long a, long b) {
      int sum = (int) a;
      outer:
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < 60; j++) {
          sum = sum * 31 + j;
          if ((sum & 0x7f) == 3) {
            continue outer;
          }
          if ((sum & 0xffff) == 77) {
            break outer;
          }
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int threeDeep(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 20; j++) {
          for (int k = 0; k < 20; k++) {
            sum = sum * 31 + (i ^ j ^ k);
          }
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int oneAfterTheOther(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 1_000; i++) {
        sum = sum * 31 + i;
      }
      for (int i = 0; i < 1_000; i++) {
        sum ^= T64[i & 63] << (i & 7);
      }
      for (int i = 1_000; i > 0; i--) {
        sum += i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int collatz(long a, long b) {
      int x = (int) a & 0xffff;
      int rounds = 0;
      while (x != 1 && rounds < 500) {
        x = (x & 1) == 0 ? x >>> 1 : x * 3 + 1;
        rounds++;
      }
      return rounds;
    }

    @RawTracepoint("sys_enter")
    static int greatestDivisor(long a, long b) {
      int x = (int) a & 0xffff;
      int y = (int) b & 0xffff;
      for (int i = 0; i < 40 && y != 0; i++) {
        int rest = x % y;
        x = y;
        y = rest;
      }
      return x;
    }

    @RawTracepoint("sys_enter")
    static int squareRoot(long a, long b) {
      int x = (int) a & 0x3fffffff;
      int root = 0;
      for (int bit = 1 << 15; bit > 0; bit >>= 1) {
        int trial = root + bit;
        if (trial <= 32_767 && trial * trial <= x) {
          root = trial;
        }
      }
      return root;
    }

    @RawTracepoint("sys_enter")
    static int power(long a, long b) {
      int power = 1;
      int base = (int) a;
      for (int e = (int) b & 0xff; e > 0; e >>= 1) {
        if ((e & 1) != 0) {
          power *= base;
        }
        base *= base;
      }
      return power;
    }

    @RawTracepoint("sys_enter")
    static int bitByBit(long a, long b) {
      int count = 0;
      for (long rest = a; rest != 0; rest &= rest - 1) {
        if (++count > 64) {
          break;
        }
      }
      return count;
    }

    @RawTracepoint("sys_enter")
    static int digits(long a, long b) {
      long rest = a & Long.MAX_VALUE;
      int sum = 0;
      for (int i = 0; i < 19 && rest != 0; i++) {
        sum += (int) (rest % 10);
        rest /= 10;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int found(long a, long b) {
      for (int i = 0; i < T64.length; i++) {
        if (T64[i] == (int) a) {
          return i;
        }
      }
      return -1;
    }

    @RawTracepoint("sys_enter")
    static int foundInPart(long a, long b) {
      int n = Math.min((int) b & 0x7f, T64.length);
      for (int i = 0; i < n; i++) {
        if (T64[i] == (byte) a) {
          return i;
        }
      }
      return -1;
    }

    @RawTracepoint("sys_enter")
    static int forEach(long a, long b) {
      int most = Integer.MIN_VALUE;
      for (int each : T64) {
        most = Math.max(most, each ^ (int) a);
      }
      return most;
    }

    @RawTracepoint("sys_enter")
    static int sorted(long a, long b) {
      for (int i = 0; i < 8; i++) {
        WORK[i] = T64[((int) a + i) & 63];
      }
      for (int i = 1; i < 8; i++) {
        int each = WORK[i];
        int j = i - 1;
        while (j >= 0 && WORK[j] > each) {
          WORK[j + 1] = WORK[j];
          j--;
        }
        WORK[j + 1] = each;
      }
      int hash = 0;
      for (int i = 0; i < 8; i++) {
        hash = hash * 31 + WORK[i];
      }
      return hash;
    }

    @RawTracepoint("sys_enter")
    static int reversed(long a, long b) {
      for (int i = 0; i < 64; i++) {
        WORK[i] = T64[i] ^ (int) a;
      }
      for (int i = 0, j = 63; i < j; i++, j--) {
        int each = WORK[i];
        WORK[i] = WORK[j];
        WORK[j] = each;
      }
      return WORK[(int) b & 63];
    }

    @RawTracepoint("sys_enter")
    static int sieve(long a, long b) {
      for (int i = 0; i < 64; i++) {
        WORK[i] = 1;
      }
      for (int i = 2; i < 8; i++) {
        for (int j = i * i; j < 64; j += i) {
          WORK[j] = 0;
        }
      }
      return WORK[(int) a & 63];
    }

    @RawTracepoint("sys_enter")
    static int onTheStack(long a, long b) {
      int[] kept = new int[16];
      for (int i = 0; i < 16; i++) {
        kept[i] = (int) a * i;
      }
      int sum = 0;
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 16; i++) {
          sum = sum * 31 + kept[i];
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int inAFunction(long a, long b) {
      return walk((int) a, 300) + walk((int) b, 200);
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeInALoop(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 100; i++) {
        sum += T64[i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int byAField(long a, long b) {
      FIELD = (int) a & 0xff;
      int sum = 0;
      for (int i = 0; i < FIELD && i < 300; i++) {
        sum = sum * 31 + i;
      }
      return sum;
    }
  }
}
