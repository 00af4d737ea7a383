package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Methods of {@code Math} that round, clamp, or fail where a number does not fit. */
class ExactMathTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int absExact(long a, long b) {
      return Math.absExact((int) a);
    }

    @RawTracepoint("sys_enter")
    static int addExact(long a, long b) {
      return Math.addExact((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int addExactLong(long a, long b) {
      return fold(Math.addExact(a, b));
    }

    @RawTracepoint("sys_enter")
    static int subtractExact(long a, long b) {
      return Math.subtractExact((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int subtractExactLong(long a, long b) {
      return fold(Math.subtractExact(a, b));
    }

    @RawTracepoint("sys_enter")
    static int multiplyExact(long a, long b) {
      return Math.multiplyExact((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int multiplyExactLong(long a, long b) {
      return fold(Math.multiplyExact(a, b));
    }

    @RawTracepoint("sys_enter")
    static int multiplyExactMixed(long a, long b) {
      return fold(Math.multiplyExact(a, (int) b));
    }

    @RawTracepoint("sys_enter")
    static int multiplyHigh(long a, long b) {
      return fold(Math.multiplyHigh(a, b));
    }

    @RawTracepoint("sys_enter")
    static int unsignedMultiplyHigh(long a, long b) {
      return fold(Math.unsignedMultiplyHigh(a, b));
    }

    @RawTracepoint("sys_enter")
    static int multiplyFull(long a, long b) {
      return fold(Math.multiplyFull((int) a, (int) b));
    }

    @RawTracepoint("sys_enter")
    static int negateExact(long a, long b) {
      return Math.negateExact((int) a);
    }

    @RawTracepoint("sys_enter")
    static int negateExactLong(long a, long b) {
      return fold(Math.negateExact(a));
    }

    @RawTracepoint("sys_enter")
    static int incrementExact(long a, long b) {
      return Math.incrementExact((int) a);
    }

    @RawTracepoint("sys_enter")
    static int decrementExactLong(long a, long b) {
      return fold(Math.decrementExact(a));
    }

    @RawTracepoint("sys_enter")
    static int toIntExact(long a, long b) {
      return Math.toIntExact(a);
    }

    @RawTracepoint("sys_enter")
    static int floorDiv(long a, long b) {
      return Math.floorDiv((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int floorDivLong(long a, long b) {
      return fold(Math.floorDiv(a, b));
    }

    @RawTracepoint("sys_enter")
    static int floorMod(long a, long b) {
      return Math.floorMod((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int floorModLong(long a, long b) {
      return fold(Math.floorMod(a, b));
    }

    @RawTracepoint("sys_enter")
    static int floorModMixed(long a, long b) {
      return Math.floorMod(a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int ceilDiv(long a, long b) {
      return Math.ceilDiv((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int divideExact(long a, long b) {
      return Math.divideExact((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int clamp(long a, long b) {
      return Math.clamp(a, -100, 1000);
    }

    @RawTracepoint("sys_enter")
    static int clampLong(long a, long b) {
      return fold(Math.clamp(a, -5L, b));
    }
  }
}
