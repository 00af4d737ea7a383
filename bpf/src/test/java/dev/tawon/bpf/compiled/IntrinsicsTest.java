package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.FaultSite;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Methods of the Java library that compute: some are operations of the compiler, the others their own bytecode. */
class IntrinsicsTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Test
  void shouldCountAnOverflowOnTheLineOfTheCall() {
    List<FaultSite> sites =
        Compiler.compile(Overflowing.class, CompilerOptions.defaults()).faultSites();
    assertThat(sites)
        .singleElement()
        .satisfies(site -> {
          assertThat(site.file()).isEqualTo("IntrinsicsTest.java");
          assertThat(site.reason()).isEqualTo("ArithmeticException");
        });
  }

  @BpfModule
  static final class Overflowing {
    @RawTracepoint("sys_enter")
    static int add(long a, long b) {
      return Math.addExact((int) a, (int) b);
    }
  }

  @BpfModule
  static final class Programs {
    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int divideInt(long a, long b) {
      return (int) a / (int) b;
    }

    @RawTracepoint("sys_enter")
    static int remainderInt(long a, long b) {
      return (int) a % (int) b;
    }

    @RawTracepoint("sys_enter")
    static int divideLong(long a, long b) {
      return fold(a / b);
    }

    @RawTracepoint("sys_enter")
    static int remainderLong(long a, long b) {
      return fold(a % b);
    }

    @RawTracepoint("sys_enter")
    static int divideByte(long a, long b) {
      return (byte) a / (byte) b;
    }

    @RawTracepoint("sys_enter")
    static int remainderShort(long a, long b) {
      return (short) a % (short) b;
    }

    @RawTracepoint("sys_enter")
    static int divideChar(long a, long b) {
      return (char) a / (char) b;
    }

    @RawTracepoint("sys_enter")
    static int divideBy10(long a, long b) {
      return (int) a / 10;
    }

    @RawTracepoint("sys_enter")
    static int divideByMinus7(long a, long b) {
      return (int) a / -7;
    }

    @RawTracepoint("sys_enter")
    static int remainderBy10(long a, long b) {
      return (int) a % 10;
    }

    @RawTracepoint("sys_enter")
    static int remainderByMinus10(long a, long b) {
      return fold(a % -10L);
    }

    @RawTracepoint("sys_enter")
    static int divideBy8(long a, long b) {
      return (int) a / 8;
    }

    @RawTracepoint("sys_enter")
    static int divideLongBy1024(long a, long b) {
      return fold(a / 1024);
    }

    @RawTracepoint("sys_enter")
    static int remainderBy8(long a, long b) {
      return (int) a % 8;
    }

    @RawTracepoint("sys_enter")
    static int remainderLongBy4096(long a, long b) {
      return fold(a % 4096);
    }

    @RawTracepoint("sys_enter")
    static int divideBy1(long a, long b) {
      return (int) a / 1;
    }

    @RawTracepoint("sys_enter")
    static int divideByMinus1(long a, long b) {
      return (int) a / -1;
    }

    @RawTracepoint("sys_enter")
    static int remainderByMinus1(long a, long b) {
      return (int) a % -1;
    }

    @RawTracepoint("sys_enter")
    static int divideByMin(long a, long b) {
      return (int) a / Integer.MIN_VALUE;
    }

    @RawTracepoint("sys_enter")
    static int divideLongByMin(long a, long b) {
      return fold(a / Long.MIN_VALUE);
    }

    @RawTracepoint("sys_enter")
    static int divideConstant(long a, long b) {
      return 1000 / (int) b;
    }

    @RawTracepoint("sys_enter")
    static int divideConstants(long a, long b) {
      return -7 / 2 * 100 + -7 % 2 * 10 + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int divideUnsigned(long a, long b) {
      return Integer.divideUnsigned((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int remainderUnsigned(long a, long b) {
      return fold(Long.remainderUnsigned(a, b));
    }

    @RawTracepoint("sys_enter")
    static int maskedDivision(long a, long b) {
      return ((int) a & 0xff) / (((int) b & 15) + 1);
    }

    @RawTracepoint("sys_enter")
    static int compare(long a, long b) {
      return Integer.compare((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int compareLong(long a, long b) {
      return Long.compare(a, b);
    }

    @RawTracepoint("sys_enter")
    static int compareByte(long a, long b) {
      return Byte.compare((byte) a, (byte) b);
    }

    @RawTracepoint("sys_enter")
    static int compareShort(long a, long b) {
      return Short.compare((short) a, (short) b);
    }

    @RawTracepoint("sys_enter")
    static int compareCharacter(long a, long b) {
      return Character.compare((char) a, (char) b);
    }

    @RawTracepoint("sys_enter")
    static int compareBoolean(long a, long b) {
      return Boolean.compare(a > b, a < 0);
    }

    @RawTracepoint("sys_enter")
    static int compareUnsigned(long a, long b) {
      return Integer.compareUnsigned((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int compareLongUnsigned(long a, long b) {
      return Long.compareUnsigned(a, b);
    }

    @RawTracepoint("sys_enter")
    static int compareByteUnsigned(long a, long b) {
      return Byte.compareUnsigned((byte) a, (byte) b);
    }

    @RawTracepoint("sys_enter")
    static int toUnsignedLong(long a, long b) {
      return fold(Integer.toUnsignedLong((int) a) * b);
    }

    @RawTracepoint("sys_enter")
    static int byteToUnsignedInt(long a, long b) {
      return Byte.toUnsignedInt((byte) a);
    }

    @RawTracepoint("sys_enter")
    static int byteToUnsignedLong(long a, long b) {
      return fold(Byte.toUnsignedLong((byte) a) * b);
    }

    @RawTracepoint("sys_enter")
    static int shortToUnsignedInt(long a, long b) {
      return Short.toUnsignedInt((short) a);
    }

    @RawTracepoint("sys_enter")
    static int shortToUnsignedLong(long a, long b) {
      return fold(Short.toUnsignedLong((short) a) * b);
    }

    @RawTracepoint("sys_enter")
    static int reverseShort(long a, long b) {
      return Short.reverseBytes((short) a);
    }

    @RawTracepoint("sys_enter")
    static int reverseCharacter(long a, long b) {
      return Character.reverseBytes((char) a);
    }

    @RawTracepoint("sys_enter")
    static int reverseInt(long a, long b) {
      return Integer.reverseBytes((int) a);
    }

    @RawTracepoint("sys_enter")
    static int reverseLong(long a, long b) {
      return fold(Long.reverseBytes(a) + b);
    }

    @RawTracepoint("sys_enter")
    static int bitCount(long a, long b) {
      return Integer.bitCount((int) a);
    }

    @RawTracepoint("sys_enter")
    static int bitCountLong(long a, long b) {
      return Long.bitCount(a ^ b);
    }

    @RawTracepoint("sys_enter")
    static int trailingZeros(long a, long b) {
      return Integer.numberOfTrailingZeros((int) a);
    }

    @RawTracepoint("sys_enter")
    static int trailingZerosLong(long a, long b) {
      return Long.numberOfTrailingZeros(a);
    }

    @RawTracepoint("sys_enter")
    static int leadingZeros(long a, long b) {
      return Integer.numberOfLeadingZeros((int) a);
    }

    @RawTracepoint("sys_enter")
    static int leadingZerosLong(long a, long b) {
      return Long.numberOfLeadingZeros(a);
    }

    @RawTracepoint("sys_enter")
    static int highestOneBit(long a, long b) {
      return Integer.highestOneBit((int) a);
    }

    @RawTracepoint("sys_enter")
    static int highestOneBitLong(long a, long b) {
      return fold(Long.highestOneBit(a));
    }

    @RawTracepoint("sys_enter")
    static int lowestOneBit(long a, long b) {
      return Integer.lowestOneBit((int) a);
    }

    @RawTracepoint("sys_enter")
    static int lowestOneBitLong(long a, long b) {
      return fold(Long.lowestOneBit(a));
    }

    @RawTracepoint("sys_enter")
    static int rotateLeft(long a, long b) {
      return Integer.rotateLeft((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int rotateRight(long a, long b) {
      return Integer.rotateRight((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int rotateLongLeft(long a, long b) {
      return fold(Long.rotateLeft(a, (int) b));
    }

    @RawTracepoint("sys_enter")
    static int rotateLongRight(long a, long b) {
      return fold(Long.rotateRight(a, (int) b));
    }

    @RawTracepoint("sys_enter")
    static int reverseBits(long a, long b) {
      return Integer.reverse((int) a);
    }

    @RawTracepoint("sys_enter")
    static int reverseBitsLong(long a, long b) {
      return fold(Long.reverse(a));
    }

    @RawTracepoint("sys_enter")
    static int signum(long a, long b) {
      return Integer.signum((int) a);
    }

    @RawTracepoint("sys_enter")
    static int signumLong(long a, long b) {
      return Long.signum(a);
    }

    @RawTracepoint("sys_enter")
    static int compress(long a, long b) {
      return Integer.compress((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int expandLong(long a, long b) {
      return fold(Long.expand(a, b));
    }

    @RawTracepoint("sys_enter")
    static int hashes(long a, long b) {
      return Long.hashCode(a) ^ Integer.hashCode((int) b) ^ Boolean.hashCode(a == b);
    }

    @RawTracepoint("sys_enter")
    static int sums(long a, long b) {
      return Integer.sum((int) a, (int) b) ^ Integer.max((int) a, (int) b) ^ fold(Long.min(a, b));
    }

    @RawTracepoint("sys_enter")
    static int min(long a, long b) {
      return Math.min((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int maxLong(long a, long b) {
      return fold(Math.max(a, b));
    }

    @RawTracepoint("sys_enter")
    static int abs(long a, long b) {
      return Math.abs((int) a);
    }

    @RawTracepoint("sys_enter")
    static int absLong(long a, long b) {
      return fold(Math.abs(a));
    }

    @RawTracepoint("sys_enter")
    static int logical(long a, long b) {
      return (Boolean.logicalXor(a > 0, b > 0) ? 1 : 0)
          + (Boolean.logicalAnd(a > 0, b > 0) ? 2 : 0)
          + (Boolean.logicalOr(a > 0, b > 0) ? 4 : 0);
    }

    @RawTracepoint("sys_enter")
    static int checkIndex(long a, long b) {
      return Objects.checkIndex((int) a, (int) b);
    }

    @RawTracepoint("sys_enter")
    static int thrown(long a, long b) {
      if (a > b) {
        throw new IllegalArgumentException("a is " + a);
      }
      return (int) b;
    }
  }
}
