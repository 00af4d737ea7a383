package dev.tawon.bpf.compiled;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.Packed;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Structs without padding, on the stack, where the verifier wants what is accessed at once to be aligned. */
class PackedTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Struct
  static final class Plain {
    short few;
    int number;
    long wide;
  }

  @Struct
  @Packed
  static final class Tight {
    byte first;
    short few;
    int number;
    long wide;
    char letter;
    boolean last;

    @Length(3)
    short[] row = new short[3];

    @Length(2)
    long[] wides = new long[2];

    Plain within = new Plain();
  }

  @Struct
  @Packed
  static final class Small {
    byte one;
    int two;
  }

  @Struct
  @Packed
  static final class Pair {
    byte before;
    Small one = new Small();
    Small two = new Small();
  }

  @BpfModule
  static final class Programs {
    private static Tight tight(long a, long b) {
      Tight tight = new Tight();
      tight.first = (byte) a;
      tight.few = (short) b;
      tight.number = (int) (a ^ b);
      tight.wide = a * 31 + b;
      tight.letter = (char) (a >> 3);
      tight.last = a < b;
      tight.within.few = (short) (a >> 5);
      tight.within.number = (int) b * 3;
      tight.within.wide = b - a;
      for (int i = 0; i < 3; i++) {
        tight.row[i] = (short) (a >>> i);
      }
      tight.wides[(int) a & 1] = b;
      return tight;
    }

    @RawTracepoint("sys_enter")
    static int fields(long a, long b) {
      Tight tight = tight(a, b);
      long sum = tight.first + tight.few * 3 + tight.number * 5L + tight.wide * 7 + tight.letter;
      return (int) (sum ^ sum >>> 32) + (tight.last ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int arrays(long a, long b) {
      Tight tight = tight(a, b);
      tight.row[(int) b & 1] += 5;
      tight.wides[1] ^= a;
      return tight.row[0] + tight.row[1] * 3 + tight.row[(int) a & 3] + (int) tight.wides[0];
    }

    @RawTracepoint("sys_enter")
    static int within(long a, long b) {
      Tight tight = tight(a, b);
      Plain within = tight.within;
      within.number ^= tight.within.few;
      return within.few + within.number * 3 + (int) (within.wide >>> 7);
    }

    private static long digest(short[] row, Plain plain, int rounds) {
      long digest = 17;
      for (int i = 0; i < rounds; i++) {
        digest = digest * 31 + row[i] + (digest >>> 13);
        plain.wide = plain.wide * 3 + digest;
        plain.number += (int) (plain.wide >>> 5);
        digest ^= plain.few + plain.number + (plain.wide << 3);
      }
      row[0] = (short) digest;
      return digest;
    }

    @RawTracepoint("sys_enter")
    static int shared(long a, long b) {
      Tight tight = tight(a, b);
      short[] row = new short[4];
      row[1] = (short) a;
      Plain plain = new Plain();
      plain.wide = b;
      long sum = digest(tight.row, tight.within, 3);
      sum = sum * 31 + digest(row, plain, 2);
      sum = sum * 31 + digest(row, tight.within, 3);
      sum = sum * 31 + digest(tight.row, plain, 1);
      return (int) (sum ^ sum >>> 32) + tight.row[0] + plain.number;
    }

    @RawTracepoint("sys_enter")
    static int calledBack(long a, long b) {
      Tight tight = tight(a, b);
      short[] row = tight.row;
      Bpf.loop(
          3,
          i -> {
            row[i] += (short) (tight.number >> i);
            tight.within.wide += row[i];
            tight.wide ^= tight.within.wide;
          });
      return row[0] + row[1] * 3 + row[2] * 5 + (int) (tight.wide + tight.within.wide);
    }

    private static int weigh(Small small, int by) {
      int sum = by;
      for (int i = 0; i < 3; i++) {
        small.two = small.two * 31 + by;
        small.one ^= (byte) small.two;
        sum = (sum ^ small.two) * 3 + small.one;
        small.two ^= sum >>> 5;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int chosen(long a, long b) {
      Pair pair = new Pair();
      pair.one.two = (int) a;
      pair.two.two = (int) b;
      pair.two.one = (byte) (a >>> 9);
      int sum = weigh(a < b ? pair.one : pair.two, 5);
      sum += weigh((a & 1) == 0 ? pair.one : pair.two, 7);
      sum += weigh(pair.two, (int) b);
      return sum + pair.one.two * 3 + pair.two.two;
    }

    @RawTracepoint("sys_enter")
    static int eitherPlace(long a, long b) {
      Tight tight = tight(a, b);
      Plain plain = new Plain();
      plain.number = (int) a;
      Plain one = a < b ? tight.within : plain;
      one.wide += 3;
      one.number *= 5;
      return one.number + (int) one.wide + plain.number;
    }
  }
}
