package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ints that are known not to be below zero, and become longs: what stands above them in the register is not theirs. */
class WidenedTest {
  @BpfModule(license = "GPL")
  static final class Programs {
    static int number;
    static short shortNumber;
    static byte byteNumber;

    @RawTracepoint("sys_enter")
    static int magnitude(long x, long y) {
      int value = (int) x;
      value = value > 0 ? value : -value;
      if (value < 0) {
        value = 0;
      }
      long wide = value;
      wide = wide * wide;
      return (int) (wide % 1_000_003);
    }

    @RawTracepoint("sys_enter")
    static int behindACheck(long x, long y) {
      int value = (int) x;
      if (value < 0) {
        return 1;
      }
      long wide = value;
      return (int) (wide >>> 32) + (int) (wide * wide >>> 33);
    }

    @RawTracepoint("sys_enter")
    static int oneOfThree(long x, long y) {
      int value = (int) x;
      if (value < 0) {
        value = (int) y;
      }
      if (value < 0) {
        value = 7;
      }
      long wide = value;
      return (int) (wide >>> 32) + (int) (wide % 1001);
    }

    @RawTracepoint("sys_enter")
    static int atLeastZero(long x, long y) {
      long wide = Math.max(0, (int) x);
      return (int) (wide >> 32) + (wide > y ? 1 : 0) + Long.numberOfLeadingZeros(wide);
    }

    @RawTracepoint("sys_enter")
    static int added(long x, long y) {
      int first = (int) x;
      int second = (int) y;
      int chosen = first > 0 ? first : second > 0 ? second : 3;
      long sum = 0;
      for (int i = 0; i < 3; i++) {
        sum += chosen;
      }
      return (int) (sum >>> 32) ^ (int) sum;
    }

    @RawTracepoint("sys_enter")
    static int narrowOnes(long x, long y) {
      shortNumber = (short) x;
      byteNumber = (byte) y;
      number = (int) y;
      int chosen =
          shortNumber > 0
              ? shortNumber
              : byteNumber > 0 ? byteNumber : number > 0 ? number : (int) x;
      if (chosen < 0) {
        chosen = 5;
      }
      long wide = chosen;
      return (int) (wide >>> 32) + (int) (wide % 97);
    }

    @RawTracepoint("sys_enter")
    static int product(long x, long y) {
      int left = (int) (x + y);
      int right = (int) (x - y);
      left = left < 0 ? 0 : left;
      right = right < 0 ? 0 : right;
      long product = (long) left * right;
      return (int) (product >>> 32) ^ (int) product;
    }

    @RawTracepoint("sys_enter")
    static int switched(long x, long y) {
      int value = (int) x;
      value =
          switch ((int) y & 3) {
            case 0 -> value < 0 ? -(value + 1) : value;
            case 1 -> value >>> 1;
            case 2 -> Math.max(value, 1);
            default -> value & Integer.MAX_VALUE;
          };
      long wide = value;
      return (int) (wide * wide >>> 32) ^ (int) (wide >>> 33);
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldWidenAsJavaDoes() {
    return Differential.tests(Programs.class);
  }
}
