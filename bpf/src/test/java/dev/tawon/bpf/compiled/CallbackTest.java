package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Functions that the kernel calls back. */
class CallbackTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Struct
  static final class Sums {
    long wide;
    int narrow;
    short small;

    @Length(4)
    byte[] bytes = new byte[4];
  }

  enum Mode {
    ADD,
    XOR
  }

  @BpfModule
  static final class Programs {
    static int calls;

    private static int sum(int count, IntUnaryOperator of) {
      int[] sum = new int[1];
      dev.tawon.lang.Bpf.loop(count, i -> sum[0] += of.applyAsInt(i));
      return sum[0];
    }

    @RawTracepoint("sys_enter")
    static int functionsWithinFunctions(long a, long b) {
      int factor = (int) b;
      return sum(4, i -> sum(3, j -> i * j + (int) a)) + sum(5, i -> i * factor);
    }

    private static int twice(int x, IntUnaryOperator step) {
      return step.applyAsInt(step.applyAsInt(x));
    }

    @RawTracepoint("sys_enter")
    static int aMethodWithinTheFunctionItIsGiven(long a, long b) {
      return twice((int) a, x -> twice(x + 1, y -> twice(y, z -> z * 3 + (int) b)));
    }

    @RawTracepoint("sys_enter")
    static int loop(long a, long b) {
      Sums sums = new Sums();
      int factor = (int) b;
      int done =
          dev.tawon.lang.Bpf.loop(
              100,
              i -> {
                sums.wide = sums.wide * 31 + a + i;
                sums.narrow ^= i * factor;
              });
      return (int) sums.wide + sums.narrow + done;
    }

    @RawTracepoint("sys_enter")
    static int loopWhile(long a, long b) {
      long[] last = new long[1];
      int done =
          dev.tawon.lang.Bpf.loopWhile(
              (int) a & 255,
              i -> {
                last[0] += i;
                return last[0] < (b & 1023);
              });
      return done * 10_000 + (int) last[0];
    }

    @RawTracepoint("sys_enter")
    static int noRounds(long a, long b) {
      int[] sum = new int[1];
      int done = dev.tawon.lang.Bpf.loop(0, i -> sum[0] += 5);
      done += dev.tawon.lang.Bpf.loop(2, i -> sum[0] += (int) b);
      done += dev.tawon.lang.Bpf.loopWhile((int) a & 1, i -> sum[0]++ < 7);
      return sum[0] * 10 + done;
    }

    @RawTracepoint("sys_enter")
    static int noRoundsAsTheVerifierSees(long a, long b) {
      int[] sum = new int[1];
      int zero = (int) (b >>> 60 & 3) & 4;
      int done = dev.tawon.lang.Bpf.loop(2, i -> sum[0] += (int) a);
      return sum[0] + dev.tawon.lang.Bpf.loop(zero, i -> sum[0] += 9) + done;
    }

    @RawTracepoint("sys_enter")
    static int tooMany(long a, long b) {
      return dev.tawon.lang.Bpf.loop((int) a | 0x4000_0000, i -> calls += i);
    }

    private static void count(int index) {
      calls += index;
    }

    @RawTracepoint("sys_enter")
    static int methodReference(long a, long b) {
      calls = (int) a;
      dev.tawon.lang.Bpf.loop(10, Programs::count);
      return calls;
    }

    @RawTracepoint("sys_enter")
    static int manyCaptured(long a, long b) {
      int[] sum = new int[2];
      byte one = (byte) a;
      boolean two = a > b;
      char three = (char) b;
      Mode mode = a < 0 ? Mode.ADD : Mode.XOR;
      int constant = 17;
      dev.tawon.lang.Bpf.loop(
          5,
          i -> {
            int value = one * 3 + (two ? 1 : 2) + three + constant + i;
            switch (mode) {
              case ADD -> sum[0] += value;
              case XOR -> sum[1] ^= value;
            }
          });
      return sum[0] * 31 + sum[1];
    }

    private static int twice(IntUnaryOperator function, int x) {
      return function.applyAsInt(function.applyAsInt(x));
    }

    @RawTracepoint("sys_enter")
    static int functionsAsArguments(long a, long b) {
      int step = (int) b;
      return twice(x -> x * 3 + step, (int) a) + twice(Math::abs, step);
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      long[] sum = new long[1];
      dev.tawon.lang.Bpf.loop(
          4, i -> dev.tawon.lang.Bpf.loop(3, j -> sum[0] = sum[0] * 7 + i * (int) a + j));
      return (int) (sum[0] ^ b);
    }

    @RawTracepoint("sys_enter")
    static int faultInside(long a, long b) {
      int[] row = new int[8];
      int at = (int) b;
      dev.tawon.lang.Bpf.loop(3, i -> row[at + i] += i + 1);
      return row[(int) a & 7] + 1;
    }

    @RawTracepoint("sys_enter")
    static int faultInNested(long a, long b) {
      int[] row = new int[4];
      int divisor = (int) b;
      dev.tawon.lang.Bpf.loop(
          2, i -> dev.tawon.lang.Bpf.loop(2, j -> row[i] += (int) a / (divisor - j)));
      return row[0] + row[1] + 5;
    }

    @RawTracepoint("sys_enter")
    static int arrayWithinStruct(long a, long b) {
      Sums sums = new Sums();
      byte[] bytes = sums.bytes;
      dev.tawon.lang.Bpf.loop(4, i -> bytes[i & 3] = (byte) (a >> i * 8));
      return bytes[0] + bytes[1] * 3 + bytes[2] * 5 + bytes[3] * 7 + (int) b;
    }

    @RawTracepoint("sys_enter")
    static int inAMethod(long a, long b) {
      int[] total = new int[1];
      add(total, (int) a);
      add(total, (int) b);
      return total[0];
    }

    private static void add(int[] total, int step) {
      dev.tawon.lang.Bpf.loop(3, i -> total[0] += step * i);
    }
  }

  @BpfModule
  static final class Maps {
    static final HashMap<Integer, Counter> COUNTS = HashMap.of(64);
    static final Array<Counter> ROW = Array.of(8);
    static final RingBuffer<Counter> RECORDS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int sum(long a) {
      long[] sum = new long[2];
      int visited =
          COUNTS.forEach((key, counter) -> {
            sum[0] += counter.value;
            sum[1] += key;
          });
      return visited * 1_000_000 + (int) sum[0] * 1000 + (int) sum[1];
    }

    @RawTracepoint("sys_enter")
    static int find(long a) {
      int[] found = {-1};
      ROW.forEachWhile((index, counter) -> {
        if (counter.value == a) {
          found[0] = index;
          return false;
        }
        counter.value++;
        return true;
      });
      return found[0];
    }

    @RawTracepoint("sys_enter")
    static int faultWithRecord(long a) {
      Counter held = RECORDS.reserve(Counter.class);
      if (held == null) {
        return -2;
      }
      int divisor = (int) a;
      dev.tawon.lang.Bpf.loop(2, i -> held.value += 10 / divisor);
      RECORDS.submit(held);
      return 3;
    }
  }

  @Test
  void shouldVisitTheEntriesOfMaps() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Maps.class)) {
      for (int i = 1; i <= 3; i++) {
        Counter counter = new Counter();
        counter.value = 10L * i;
        bpf.map(Maps.COUNTS).put(i, counter);
        bpf.map(Maps.ROW).put(i, counter);
      }
      assertThat(run(bpf, "sum", 0)).isEqualTo(3_060_006);
      assertThat(run(bpf, "find", 20)).isEqualTo(2);
      assertThat(run(bpf, "find", 777)).isEqualTo(-1);
      assertThat(run(bpf, "find", 31)).isEqualTo(3);
      for (int i = 0; i < 100; i++) {
        assertThat(run(bpf, "faultWithRecord", 0)).as("the record is given back").isZero();
      }
      assertThat(run(bpf, "faultWithRecord", 2)).isEqualTo(3);
      assertThat(bpf.faults())
          .singleElement()
          .satisfies(fault -> {
            assertThat(fault.count()).isEqualTo(100);
            assertThat(fault.site().program()).isEqualTo("faultWithRecord");
          });
    }
  }

  private static int run(Bpf bpf, String program, long argument) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), argument);
  }
}
