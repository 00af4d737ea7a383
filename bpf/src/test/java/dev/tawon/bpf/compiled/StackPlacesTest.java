package dev.tawon.bpf.compiled;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** More objects than the stack has room for, of which few are needed at once. */
class StackPlacesTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Struct
  static final class Visit {
    long from;
    int size = 5;

    @Length(18)
    long[] times = new long[18];
  }

  @Struct
  static final class Stay {
    int nights;

    @Length(72)
    int[] rooms = new int[72];
  }

  @BpfModule
  static final class Programs {
    private static int fold(long number) {
      return (int) (number ^ number >>> 32);
    }

    private static int sum(Visit visit, int turns) {
      int sum = visit.size;
      for (int i = 0; i < 6; i++) {
        visit.times[i] += visit.from + (turns >> i);
        sum = sum * 31 + (int) visit.times[17 - i];
      }
      return sum;
    }

    /** One of two, neither of which is needed behind the branch. */
    @RawTracepoint("sys_enter")
    static int branches(long a, long b) {
      int result = (int) a;
      if ((b & 1) == 0) {
        Visit visit = new Visit();
        visit.times[(int) a & 15] = b;
        visit.times[(int) b & 15] += a;
        result = result * 31 + fold(visit.times[3] + visit.times[(int) (a + b) & 15]);
      } else {
        Stay stay = new Stay();
        stay.rooms[(int) a & 63] = (int) b;
        stay.rooms[(int) b & 63] -= 7;
        result += stay.rooms[(int) (a ^ b) & 63] + stay.nights;
      }
      return result;
    }

    /** One after the other; each begins with zeros where the one before left numbers. */
    @RawTracepoint("sys_enter")
    static int rows(long a, long b) {
      long[] first = new long[28];
      for (int i = 0; i < 28; i++) {
        first[i] = a + i;
      }
      long sum = first[(int) b & 15];
      long[] second = new long[28];
      second[(int) a & 7] = sum;
      for (int i = 0; i < 28; i++) {
        sum = sum * 31 + second[i];
      }
      int[] third = new int[56];
      third[(int) sum & 31] = 9;
      for (int i = 0; i < 56; i++) {
        sum = sum * 31 + third[i];
      }
      return fold(sum);
    }

    /** One that is needed all the time, beside those of a loop's rounds. */
    @RawTracepoint("sys_enter")
    static int rounds(long a, long b) {
      long[] kept = new long[20];
      kept[(int) a & 15] = b;
      for (int i = 0; i < 5; i++) {
        Visit visit = new Visit();
        visit.times[(int) b & 15] = kept[i & 3];
        visit.from = a;
        kept[i] += sum(visit, (int) a & 7);
      }
      long total = 0;
      for (int i = 0; i < 20; i++) {
        total = total * 31 + kept[i];
      }
      Stay stay = new Stay();
      stay.rooms[(int) b & 63] = fold(total);
      return fold(total) + stay.rooms[(int) a & 63];
    }

    /** A reference to one of two, and a third that is made while it is needed. */
    @RawTracepoint("sys_enter")
    static int chosen(long a, long b) {
      Visit early = new Visit();
      early.from = a;
      early.times[(int) a & 15] = 3;
      Visit late = new Visit();
      late.from = b;
      Visit either = (a & 2) == 0 ? early : late;
      Visit third = new Visit();
      third.times[(int) b & 15] = 77;
      either.times[4] += third.times[(int) a & 15];
      int sum = sum(either, (int) b & 31);
      return either == early ? sum : ~sum;
    }

    /** Arguments of functions, which are done with when those return. */
    @RawTracepoint("sys_enter")
    static int arguments(long a, long b) {
      int turns = (int) a & 15;
      int sum = sum(new Visit(), turns);
      sum = sum * 31 + sum(new Visit(), turns + (int) b);
      Visit named = new Visit();
      named.from = b;
      sum = sum * 31 + sum(named, turns) * sum(new Visit(), (int) b & 7);
      sum ^= sum(named, sum) + sum(new Visit(), sum);
      return sum + (int) named.times[(int) a & 15];
    }

    /** One that a function of the kernel's call writes, beside others. */
    @RawTracepoint("sys_enter")
    static int captured(long a, long b) {
      long[] row = new long[16];
      Stay before = new Stay();
      before.rooms[(int) b & 63] = (int) a;
      row[(int) a & 7] = before.rooms[(int) a & 63];
      Bpf.loop(6, i -> row[i] += a ^ i);
      Stay behind = new Stay();
      behind.rooms[(int) a & 63] = (int) row[(int) b & 15];
      long sum = behind.rooms[(int) b & 63] + behind.nights;
      for (int i = 0; i < 16; i++) {
        sum = sum * 31 + row[i];
      }
      return fold(sum);
    }

    /** A reference that a round leaves to the next. */
    @RawTracepoint("sys_enter")
    static int handedOn(long a, long b) {
      Visit left = new Visit();
      Visit right = new Visit();
      Visit now = left;
      long sum = 0;
      for (int i = 0; i < 6; i++) {
        int[] scratch = new int[36];
        scratch[(int) (a + i) & 31] = (int) b;
        now.times[i] = scratch[i] + i;
        now.times[(int) a & 15] += b;
        sum = sum * 31 + now.times[(int) b & 15];
        now = (b >> i & 1) == 0 ? left : right;
      }
      return fold(sum + left.times[2] * 31 + right.times[3]);
    }
  }
}
