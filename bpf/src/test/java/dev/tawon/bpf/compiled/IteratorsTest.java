package dev.tawon.bpf.compiled;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.testkit.KernelTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code for} over numbers that the kernel counts. */
@KernelTest(since = "6.4")
class IteratorsTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    static int total;

    @RawTracepoint("sys_enter")
    static int sum(long a, long b) {
      int sum = 0;
      for (int i : Bpf.range(0, 10)) {
        sum += i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int anyBounds(long a, long b) {
      int from = (int) a;
      int to = from + ((int) b & 63);
      int last = -1;
      for (int i : Bpf.range(from, to)) {
        last = i;
      }
      return last;
    }

    @RawTracepoint("sys_enter")
    static int wrongWay(long a, long b) {
      int rounds = 0;
      for (int i : Bpf.range((int) a, (int) a - 1)) {
        rounds += i;
      }
      for (int _ : Bpf.range((int) a, (int) a)) {
        rounds++;
      }
      return rounds;
    }

    @RawTracepoint("sys_enter")
    static int breakOut(long a, long b) {
      int found = -1;
      for (int i : Bpf.range(0, 100)) {
        if (i * i > (a & 1023)) {
          found = i;
          break;
        }
      }
      return found;
    }

    @RawTracepoint("sys_enter")
    static int returnFromWithin(long a, long b) {
      for (int i : Bpf.range(1, 50)) {
        if ((a & 63) == i) {
          return i * 3;
        }
      }
      return (int) b;
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      int rounds = 0;
      outer:
      for (int i : Bpf.range(0, (int) a & 15)) {
        for (int j : Bpf.range(i, 12)) {
          if (j == ((int) b & 31)) {
            continue outer;
          }
          if (i + j == 20) {
            break outer;
          }
          rounds++;
        }
      }
      return rounds;
    }

    @RawTracepoint("sys_enter")
    static int faultWithin(long a, long b) {
      int[] row = new int[8];
      for (int i : Bpf.range(0, (int) a & 15)) {
        row[i] = i;
      }
      return row[(int) b & 7] + 1;
    }

    @RawTracepoint("sys_enter")
    static int faultInNested(long a, long b) {
      int sum = 1;
      for (int i : Bpf.range(0, 3)) {
        for (int j : Bpf.range(0, 3)) {
          sum += 100 / (i + j - ((int) a & 7));
        }
      }
      return sum;
    }

    private static int count(Iterable<Integer> numbers, int divisor) {
      int count = 0;
      for (int i : numbers) {
        if (i % divisor == 0) {
          count++;
        }
      }
      return count;
    }

    @RawTracepoint("sys_enter")
    static int inAMethod(long a, long b) {
      Iterable<Integer> numbers = Bpf.range(0, 30);
      return count(numbers, 3) * 1000 + count(numbers, 7) + count(Bpf.range(-9, 9), 2);
    }

    @RawTracepoint("sys_enter")
    static int staticState(long a, long b) {
      total = (int) b;
      for (int i : Bpf.range(0, 1000)) {
        total = total * 31 + i;
      }
      return total;
    }

    @RawTracepoint("sys_enter")
    static int withLambda(long a, long b) {
      int[] sum = new int[1];
      for (int i : Bpf.range(0, 4)) {
        Bpf.loop(3, j -> sum[0] += i * j + (int) a);
      }
      Bpf.loop(
          2,
          _ -> {
            for (int i : Bpf.range(0, 5)) {
              sum[0] ^= i;
            }
          });
      return sum[0];
    }

    @RawTracepoint("sys_enter")
    static int continues(long a, long b) {
      int sum = 0;
      for (Integer i : Bpf.range(0, 20)) {
        if ((i & 1) == 0) {
          continue;
        }
        sum += i;
      }
      return sum;
    }
  }
}
