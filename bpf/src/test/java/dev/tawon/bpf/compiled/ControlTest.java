package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Loops, switches and the moves between variables that they need. */
class ControlTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    private static long firstOf(long p, int rounds) {
      for (int i = 0; i < rounds; i++) {
        if (((int) p + i & 7) == 6) {
          return i;
        }
      }
      return p;
    }

    private static long neverTwice(int p) {
      for (int i = 0; i < 2 && ((p & 1) == 1 ? 1 : 0) == 1839; i++) {}
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int loopThatNeverGoesOn(long a, long b) {
      return Long.compareUnsigned(neverTwice((int) a), 0) != 0 ? 5 : (int) b;
    }

    @RawTracepoint("sys_enter")
    static int elementsBehindOtherLoops(long a, long b) {
      long sum = b;
      for (int n = 4; n > 0; n--) {
        sum += n * a;
      }
      byte[] row = {1, (byte) a, 3, (byte) b};
      sum |= firstOf(a, 1);
      for (byte each : row) {
        sum = sum * 31 + each;
      }
      return (int) (sum ^ sum >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int countingLoop(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 10; i++) {
        sum += i * (int) b;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int countingDown(long a, long b) {
      long sum = b;
      for (int i = 9; i >= 0; i--) {
        sum = sum * 31 + (a >>> i);
      }
      return (int) (sum ^ sum >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int variableBound(long a, long b) {
      int limit = (int) a & 15;
      int sum = 0;
      for (int i = 0; i < limit; i++) {
        sum += (int) b >> i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int nestedLoops(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 5; i++) {
        for (int j = i; j < 5; j++) {
          if ((a >> i & 1) != 0) {
            sum += j;
          } else {
            sum ^= (int) b << j;
          }
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int breaksAndContinues(long a, long b) {
      int sum = 0;
      outer:
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 4; j++) {
          if ((a >> j & 3) == i) {
            continue outer;
          }
          if ((b >> j & 7) == i) {
            break outer;
          }
          if (j == (int) b) {
            break;
          }
          sum += i * 4 + j;
        }
        sum *= 3;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int whileLoops(long a, long b) {
      long x = a;
      int steps = 0;
      while (x != 0 && steps < 64) {
        x >>>= 1;
        steps++;
      }
      int more = 0;
      do {
        more += (int) b & 7;
      } while (++more < 20);
      return steps * 100 + more;
    }

    @RawTracepoint("sys_enter")
    static int fibonacci(long a, long b) {
      long x = a;
      long y = b;
      for (int i = 0; i < 20; i++) {
        long next = x + y;
        x = y;
        y = next;
      }
      return (int) (y ^ y >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int swapInLoop(long a, long b) {
      long x = a;
      long y = b;
      for (int i = 0; i < 7; i++) {
        long old = x;
        x = y;
        y = old;
      }
      return (int) (x * 3 - y);
    }

    @RawTracepoint("sys_enter")
    static int rotateInLoop(long a, long b) {
      int w = (int) a;
      int x = (int) b;
      int y = 3;
      int z = 4;
      for (int i = 0; i < 10; i++) {
        int old = w;
        w = x;
        x = y;
        y = z;
        z = old;
        if ((i & 1) != 0) {
          int other = w;
          w = z;
          z = other;
        }
      }
      return w * 3 + x * 5 + y * 7 + z * 11;
    }

    /** The counter's old value is used after its new one is made: the lost-copy problem. */
    @RawTracepoint("sys_enter")
    static int lostCopy(long a, long b) {
      int x = (int) a & 7;
      int last;
      do {
        last = x;
        x = x + 1;
      } while (x < 12 && x != ((int) b & 15));
      return last * 100 + x;
    }

    @RawTracepoint("sys_enter")
    static int carriedThrough(long a, long b) {
      int first = 0;
      int second = 0;
      int third = 0;
      for (int i = 0; i < 6; i++) {
        third = second;
        second = first;
        first = i == 3 ? (int) b : (int) a + i;
      }
      return first ^ second * 3 ^ third * 5;
    }

    @RawTracepoint("sys_enter")
    static int tableSwitch(long a, long b) {
      return switch ((int) a) {
        case 0 -> 10;
        case 1, 2 -> (int) b;
        case 3 -> -1;
        case 7 -> 77;
        case 8 -> (int) b + 1;
        default -> (int) a;
      };
    }

    @RawTracepoint("sys_enter")
    static int lookupSwitch(long a, long b) {
      int result = 1;
      switch ((int) a) {
        case Integer.MIN_VALUE:
          result = 2;
        case -1:
          result += 3;
          break;
        case 32:
        case 65536:
          return (int) b;
        case Integer.MAX_VALUE:
          result = 9;
          break;
        default:
          result = 11;
      }
      return result * 2;
    }

    @RawTracepoint("sys_enter")
    static int switchInLoop(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        switch ((int) (a >>> i * 2) & 3) {
          case 0:
            continue;
          case 1:
            sum += i;
            break;
          case 2:
            sum ^= (int) b;
          default:
            sum++;
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int switchOfConstant(long a, long b) {
      int kind = 2;
      return switch (kind) {
        case 1 -> (int) a;
        case 2 -> (int) b;
        default -> 0;
      };
    }

    private static int clamp(int value, int low, int high) {
      if (value < low) {
        return low;
      }
      return value > high ? high : value;
    }

    private static int sum(long value) {
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        sum += clamp((int) (value >>> i * 8), -100, 100);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int inlinedInExpressions(long a, long b) {
      return sum(a) * 3 + (sum(b) > 0 ? sum(a ^ b) : clamp((int) a, (int) b, 7)) + sum(a + sum(b));
    }

    private static long three(long a, int b, long c) {
      b += (int) c;
      a ^= b;
      return a * 7 + c;
    }

    @RawTracepoint("sys_enter")
    static int longParameters(long a, long b) {
      return (int) three(three(a, 5, b), (int) b, three(b, (int) a, a));
    }

    @RawTracepoint("sys_enter")
    static int manyValues(long a, long b) {
      long c = a + 1;
      long d = b * 3;
      long e = a ^ b;
      long f = a - b;
      long g = a & b;
      long h = a | b;
      long i = c * d;
      long j = e - f;
      long k = g + h;
      long l = i ^ j;
      long m = k * 7;
      long n = l + a;
      long o = m ^ b;
      long r = 0;
      for (int t = 0; t < 5; t++) {
        r = r * 31 + (a + b + c + d + e + f + g);
        a ^= n;
        b += o;
        c -= m;
        d ^= l;
        e += k;
        f -= j;
        g ^= i;
        h += t;
      }
      r ^= a * 3 ^ b * 5 ^ c * 7 ^ d * 11 ^ e * 13 ^ f * 17 ^ g * 19 ^ h * 23;
      r ^= i * 3 ^ j * 5 ^ k * 7 ^ l * 11 ^ m * 13 ^ n * 17 ^ o * 19;
      return (int) (r ^ r >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int deepExpression(long a, long b) {
      return (int)
          (a
              + (b
                  ^ (a * 3
                      - (b
                          + (a
                              & (b
                                  | (a - (b * (a ^ (b + (a >>> (b - (a + (b ^ (a * b)))))))))))))));
    }

    @RawTracepoint("sys_enter")
    static int wideExpression(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      return ((x + 1) * (y + 2) + (x + 3) * (y + 4)) * ((x + 5) * (y + 6) + (x + 7) * (y + 8))
          + ((x ^ 1) * (y ^ 2) + (x ^ 3) * (y ^ 4)) * ((x ^ 5) * (y ^ 6) + (x ^ 7) * (y ^ 8));
    }

    /** A way on which the number would be above all that it can be is no reason to refuse the loop. */
    @RawTracepoint("sys_enter")
    static int halvedBesideAWayThatIsNone(long a, long b) {
      int rounds = 0;
      for (int i = (int) a & 31; i != 0; i >>>= 1) {
        if (Integer.compareUnsigned(Integer.compare((int) b, 3), i) > 0) {
          rounds++;
        }
      }
      return rounds;
    }
  }
}
