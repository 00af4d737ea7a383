package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Elements of arrays by every form of number: what the compiler knows of an index it may only use where the verifier of the
 * kernel comes to know it too.
 */
class IndicesCorpusTest {
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
    static final int[] T65 = {
      -89, 32, 46, 51, 126, 105, -93, -81, 10, 114, -95, -97, 30, 100, 17, 69, 49, -117, 108, 53,
      -42, -69, 124, -98, -17, 19, -62, -2, 75, 72, 126, -87, -43, 101, 77, 14, -58, 92, 14, 84, 55,
      66, -10, -51, -86, -38, -51, -10, -9, -122, 120, -35, 6, 16, -126, -54, 86, 61, 35, -64, -101,
      105, 72, 75, 76
    };

    static final long[] WIDE = {3, 1, -4, 1, -5, 9, -2, 6, 5, -3, 5, -8, 9, 7, -9, 3};
    static final long[] SHORT = {2, 7, 1, 8, 2};

    @RawTracepoint("sys_enter")
    static int ofTwoArrays(long a, long b) {
      int i = T64[(int) a & 63] & 15;
      int[] few = {3, 5, 7, 11, 13};
      return T65[i] * few[T64[i] & 7] + T64[i];
    }

    @RawTracepoint("sys_enter")
    static int ofALongAndAShortArray(long a, long b) {
      int i = (int) a;
      return WIDE[i] > 0 ? 1 : (int) SHORT[i];
    }

    @RawTracepoint("sys_enter")
    static int comparedWithItself(long a, long b) {
      int i = (int) a & 3;
      byte[] some = new byte[3];
      byte[] more = new byte[3];
      some[i] = (byte) b;
      int same = Integer.compareUnsigned(i, i);
      more[i] = 5;
      return same + some[1] + more[2];
    }

    @RawTracepoint("sys_enter")
    static int ofAShortArrayInABranch(long a, long b) {
      int i = (int) a;
      long sum = WIDE[i];
      if (i < 5) {
        sum += SHORT[i] * 3;
        SHORT[i] = sum;
      }
      return (int) (sum + ++WIDE[i]);
    }

    @RawTracepoint("sys_enter")
    static int ofAShortArrayBelowANumber(long a, long b) {
      int i = (int) a & 15;
      int n = Math.min((int) b & 7, 5);
      long sum = WIDE[i] * 7;
      if (i < n) {
        sum -= SHORT[i];
      }
      return (int) sum;
    }

    @RawTracepoint("sys_enter")
    static int masked(long a, long b) {
      return T64[(int) a & 63];
    }

    @RawTracepoint("sys_enter")
    static int maskedLong(long a, long b) {
      return T64[(int) (a & 63)];
    }

    @RawTracepoint("sys_enter")
    static int maskedNegative(long a, long b) {
      return T64[-(int) a & 63];
    }

    @RawTracepoint("sys_enter")
    static int maskedTwice(long a, long b) {
      return T64[((int) a & 0x3c) | ((int) b & 3)];
    }

    @RawTracepoint("sys_enter")
    static int shiftedRight(long a, long b) {
      return T64[(int) a >>> 26];
    }

    @RawTracepoint("sys_enter")
    static int shiftedLongRight(long a, long b) {
      return T64[(int) (a >>> 58)];
    }

    @RawTracepoint("sys_enter")
    static int shiftedSigned(long a, long b) {
      return T64[((int) a >> 26) + 32];
    }

    @RawTracepoint("sys_enter")
    static int shiftedLongSigned(long a, long b) {
      return T64[(int) (a >> 58) + 32];
    }

    @RawTracepoint("sys_enter")
    static int shiftedByAVariable(long a, long b) {
      return T64[((int) a & 7) << ((int) b & 3)];
    }

    @RawTracepoint("sys_enter")
    static int shiftedRightByAVariable(long a, long b) {
      return T64[((int) a & 63) >> ((int) b & 7)];
    }

    @RawTracepoint("sys_enter")
    static int shiftedUnsignedByAVariable(long a, long b) {
      return T64[((int) a & 63) >>> (int) b];
    }

    @RawTracepoint("sys_enter")
    static int bitOfAVariable(long a, long b) {
      return T64[1 << ((int) b & 5)];
    }

    @RawTracepoint("sys_enter")
    static int masksOfAVariable(long a, long b) {
      return T64[((1 << ((int) b & 7)) - 1) & 63];
    }

    @RawTracepoint("sys_enter")
    static int shiftedLeftAndBack(long a, long b) {
      return T64[(int) a << 26 >>> 26];
    }

    @RawTracepoint("sys_enter")
    static int shiftedLeftAndBackLong(long a, long b) {
      return T64[(int) (a << 58 >>> 58)];
    }

    @RawTracepoint("sys_enter")
    static int product(long a, long b) {
      return T64[((int) a & 7) * 9];
    }

    @RawTracepoint("sys_enter")
    static int productOfVariables(long a, long b) {
      return T64[((int) a & 7) * ((int) b & 7)];
    }

    @RawTracepoint("sys_enter")
    static int productOfLongs(long a, long b) {
      return T64[(int) ((a & 7) * (b & 7))];
    }

    @RawTracepoint("sys_enter")
    static int productByAPower(long a, long b) {
      return T64[((int) a & 7) * 8 + ((int) b & 7)];
    }

    @RawTracepoint("sys_enter")
    static int fraction(long a, long b) {
      return T64[(int) ((a & 0xffff) * 10 >>> 14)];
    }

    @RawTracepoint("sys_enter")
    static int highProduct(long a, long b) {
      return T64[(int) ((a & 0xffffffffL) * 60 >>> 32)];
    }

    @RawTracepoint("sys_enter")
    static int sum(long a, long b) {
      return T64[((int) a & 31) + ((int) b & 31)];
    }

    @RawTracepoint("sys_enter")
    static int sumOfThree(long a, long b) {
      return T64[((int) a & 15) + ((int) b & 15) + ((int) (a >>> 40) & 15)];
    }

    @RawTracepoint("sys_enter")
    static int difference(long a, long b) {
      return T64[((int) a & 31) - ((int) b & 31) + 31];
    }

    @RawTracepoint("sys_enter")
    static int negated(long a, long b) {
      return T64[63 - ((int) a & 63)];
    }

    @RawTracepoint("sys_enter")
    static int differenceOfAConstant(long a, long b) {
      return T64[32 - ((int) a & 31)];
    }

    @RawTracepoint("sys_enter")
    static int remainder(long a, long b) {
      int index = (int) a % 64;
      return index < 0 ? -1 : T64[index];
    }

    @RawTracepoint("sys_enter")
    static int remainderUnsigned(long a, long b) {
      return T64[Integer.remainderUnsigned((int) a, 64)];
    }

    @RawTracepoint("sys_enter")
    static int remainderOfThirteen(long a, long b) {
      return T64[Integer.remainderUnsigned((int) a, 13)];
    }

    @RawTracepoint("sys_enter")
    static int remainderOfMasked(long a, long b) {
      return T64[((int) a & 0xfff) % 50];
    }

    @RawTracepoint("sys_enter")
    static int remainderLong(long a, long b) {
      return T64[(int) Long.remainderUnsigned(a, 61)];
    }

    @RawTracepoint("sys_enter")
    static int floorMod(long a, long b) {
      return T64[Math.floorMod((int) a, 64)];
    }

    @RawTracepoint("sys_enter")
    static int floorModOfThirteen(long a, long b) {
      return T64[Math.floorMod((int) a, 13)];
    }

    @RawTracepoint("sys_enter")
    static int quotient(long a, long b) {
      return T64[((int) a & 0xff) / 4];
    }

    @RawTracepoint("sys_enter")
    static int quotientOfThree(long a, long b) {
      return T64[((int) a & 0xff) / 5];
    }

    @RawTracepoint("sys_enter")
    static int quotientUnsigned(long a, long b) {
      return T64[Integer.divideUnsigned((int) a, 0x4000000)];
    }

    @RawTracepoint("sys_enter")
    static int absolute(long a, long b) {
      return T64[Math.abs((int) a >> 26)];
    }

    @RawTracepoint("sys_enter")
    static int least(long a, long b) {
      return T64[Math.min((int) a & 0xff, 63)];
    }

    @RawTracepoint("sys_enter")
    static int clamped(long a, long b) {
      return T64[Math.max(0, Math.min((int) a, 63))];
    }

    @RawTracepoint("sys_enter")
    static int clampedLong(long a, long b) {
      return T64[(int) Math.max(0, Math.min(a, 63))];
    }

    @RawTracepoint("sys_enter")
    static int clampedByMath(long a, long b) {
      return T64[Math.clamp(a, 0, 63)];
    }

    @RawTracepoint("sys_enter")
    static int exclusive(long a, long b) {
      return T64[((int) a & 63) ^ ((int) b & 63)];
    }

    @RawTracepoint("sys_enter")
    static int exclusiveConstant(long a, long b) {
      return T64[((int) a & 63) ^ 63];
    }

    @RawTracepoint("sys_enter")
    static int either(long a, long b) {
      return T64[((int) a & 37) | ((int) b & 26)];
    }

    @RawTracepoint("sys_enter")
    static int complement(long a, long b) {
      return T64[~(int) a & 63];
    }

    @RawTracepoint("sys_enter")
    static int complementOfByte(long a, long b) {
      return T64[(~(int) a & 0xff) >> 2];
    }

    @RawTracepoint("sys_enter")
    static int asByte(long a, long b) {
      return T64[((byte) a + 128) >> 2];
    }

    @RawTracepoint("sys_enter")
    static int asByteUnsigned(long a, long b) {
      return T64[((byte) a & 0xff) >> 2];
    }

    @RawTracepoint("sys_enter")
    static int asShort(long a, long b) {
      return T64[((short) a + 32768) >> 10];
    }

    @RawTracepoint("sys_enter")
    static int asChar(long a, long b) {
      return T64[(char) a >> 10];
    }

    @RawTracepoint("sys_enter")
    static int asCharOfLong(long a, long b) {
      return T64[(char) (a >>> 20) >>> 10];
    }

    @RawTracepoint("sys_enter")
    static int byteThenMasked(long a, long b) {
      return T64[(byte) a & 63];
    }

    @RawTracepoint("sys_enter")
    static int unsignedByte(long a, long b) {
      return T64[Byte.toUnsignedInt((byte) a) >>> 2];
    }

    @RawTracepoint("sys_enter")
    static int swapped(long a, long b) {
      return T64[Integer.reverseBytes((int) a) >>> 26];
    }

    @RawTracepoint("sys_enter")
    static int swappedShort(long a, long b) {
      return T64[(Short.reverseBytes((short) a) & 0xffff) >>> 10];
    }

    @RawTracepoint("sys_enter")
    static int swappedLong(long a, long b) {
      return T64[(int) (Long.reverseBytes(a) & 63)];
    }

    @RawTracepoint("sys_enter")
    static int leadingZeros(long a, long b) {
      return T65[Long.numberOfLeadingZeros(a)];
    }

    @RawTracepoint("sys_enter")
    static int leadingZerosOfInt(long a, long b) {
      return T65[Integer.numberOfLeadingZeros((int) a)];
    }

    @RawTracepoint("sys_enter")
    static int trailingZeros(long a, long b) {
      return T65[Long.numberOfTrailingZeros(a)];
    }

    @RawTracepoint("sys_enter")
    static int bits(long a, long b) {
      return T65[Long.bitCount(a)];
    }

    @RawTracepoint("sys_enter")
    static int bitsOfInt(long a, long b) {
      return T65[Integer.bitCount((int) a)];
    }

    @RawTracepoint("sys_enter")
    static int logarithm(long a, long b) {
      return T64[63 - Long.numberOfLeadingZeros(a | 1)];
    }

    @RawTracepoint("sys_enter")
    static int logarithmOfInt(long a, long b) {
      return T64[31 - Integer.numberOfLeadingZeros((int) a | 1)];
    }

    @RawTracepoint("sys_enter")
    static int rotated(long a, long b) {
      return T64[Integer.rotateLeft((int) a, 5) & 63];
    }

    @RawTracepoint("sys_enter")
    static int rotatedLong(long a, long b) {
      return T64[(int) (Long.rotateRight(a, 17) >>> 58)];
    }

    @RawTracepoint("sys_enter")
    static int highestBit(long a, long b) {
      return T65[Integer.highestOneBit((int) a & 63)];
    }

    @RawTracepoint("sys_enter")
    static int lowestBit(long a, long b) {
      return T65[Integer.lowestOneBit((int) a & 63)];
    }

    @RawTracepoint("sys_enter")
    static int signOf(long a, long b) {
      return T64[Integer.signum((int) a) + 1];
    }

    @RawTracepoint("sys_enter")
    static int signOfLong(long a, long b) {
      return T64[Long.signum(a) + 1];
    }

    @RawTracepoint("sys_enter")
    static int comparedAs(long a, long b) {
      return T64[Integer.compare((int) a, (int) b) + 1];
    }

    @RawTracepoint("sys_enter")
    static int comparedLongs(long a, long b) {
      return T64[Long.compare(a, b) + 1];
    }

    @RawTracepoint("sys_enter")
    static int comparedUnsigned(long a, long b) {
      return T64[Long.compareUnsigned(a, b) + 1];
    }

    @RawTracepoint("sys_enter")
    static int highHalf(long a, long b) {
      return T64[(int) (a >> 63) & 63];
    }

    @RawTracepoint("sys_enter")
    static int hash(long a, long b) {
      return T64[Long.hashCode(a) & 63];
    }

    @RawTracepoint("sys_enter")
    static int hashSpread(long a, long b) {
      int h = (int) a * 0x9e3779b9;
      return T64[(h ^ h >>> 16) >>> 26];
    }

    @RawTracepoint("sys_enter")
    static int productMasked(long a, long b) {
      return T64[(((int) a & 7) * ((int) b & 7)) & 63];
    }

    @RawTracepoint("sys_enter")
    static int productAsAChar(long a, long b) {
      return T64[(char) (((int) a & 7) * ((int) b & 7)) & 63];
    }

    @RawTracepoint("sys_enter")
    static int shiftedLongSignedMasked(long a, long b) {
      return T64[((int) (a >> 59) + 16) & 31];
    }

    @RawTracepoint("sys_enter")
    static int shiftedProductOfLongs(long a, long b) {
      return T64[(int) ((a & 0xff) * 240 >>> 10) + 2];
    }
  }
}
