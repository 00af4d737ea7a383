package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Elements of arrays by numbers that branches, loops, memory and calls limit: what the compiler knows of an index it may only
 * use where the verifier of the kernel comes to know it too.
 */
class IndexFlowCorpusTest {
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
    static final int[] SORTED = {
      -2139287500,
      -2055585614,
      -2029162231,
      -2027251502,
      -1801575013,
      -1708722039,
      -1707766624,
      -1675345159,
      -1549406328,
      -1528503718,
      -1465202095,
      -1328821891,
      -1291413343,
      -1233601395,
      -808088130,
      -747370238,
      -696912211,
      -668808329,
      -593768651,
      -531590838,
      -454751059,
      -427595642,
      -255005647,
      -158224273,
      -128505482,
      -119228019,
      -111018606,
      -84202392,
      -31001750,
      4990422,
      11583627,
      70156226,
      79013912,
      157276083,
      207384927,
      286833430,
      432620297,
      439285775,
      488497824,
      577284743,
      583437893,
      586013629,
      614751999,
      669405851,
      824877558,
      952729978,
      992154613,
      1032300645,
      1072341333,
      1246030726,
      1302775549,
      1483686134,
      1605917709,
      1670789566,
      1753457108,
      1778742595,
      1878908650,
      1928220229,
      1956220284,
      2038026314,
      2052234147,
      2081631501,
      2102831398,
      2117901455
    };
    static final byte[] BYTES = {
      86, -61, -97, 53, 106, 87, -62, -51, -119, 97, -35, -126, -52, -40, -56, 114
    };
    static final long[] LONGS = {
      -1882246710,
      1187515947,
      -1903432556,
      -1325830056,
      -1875316555,
      -956980812,
      1320110357,
      1837426974,
      -225364547,
      -358041120,
      -462291484,
      -790360748,
      735107067,
      -307783033,
      1189416434,
      -574738397
    };
    static final int[] WORK = new int[64];
    static int FIELD;

    /** A function of its own, since several programs call it. */
    private static int mixed(int a, int b, int c, int d, int e) {
      int mix = a * 31 + b;
      for (int i = 0; i < 9; i++) {
        mix = mix * 31 + (c ^ mix >>> 7);
        mix += d << (mix & 3);
        mix ^= e - (mix >> 5);
        if ((mix & 16) != 0) {
          mix += a ^ b ^ c ^ d ^ e;
        }
      }
      mix ^= mix >>> 16;
      mix = mix * 0x85ebca6b + a * c - b * d + e;
      mix ^= mix >>> 13;
      mix = mix * 0xc2b2ae35 + a * d - c * e + b;
      return (mix ^ mix >>> 16) & 63;
    }

    @RawTracepoint("sys_enter")
    static int tested(long a, long b) {
      int i = (int) a;
      return i >= 0 && i < 64 ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedLong(long a, long b) {
      return a >= 0 && a < 64 ? T64[(int) a] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedLongWide(long a, long b) {
      return a >= 0 && a <= 63 && b > 0 && b < 10 ? T64[(int) (a / b)] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedBackwards(long a, long b) {
      int i = (int) a;
      return i > 63 || i < 0 ? -1 : T64[i];
    }

    @RawTracepoint("sys_enter")
    static int testedUnsigned(long a, long b) {
      int i = (int) a;
      return Integer.compareUnsigned(i, 64) < 0 ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedLongUnsigned(long a, long b) {
      return Long.compareUnsigned(a, 64) < 0 ? T64[(int) a] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedMinusOne(long a, long b) {
      int i = (int) a;
      return i > 0 && i <= 64 ? T64[i - 1] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedAgainstAnother(long a, long b) {
      int i = (int) a & 63;
      int j = (int) b & 63;
      return i < j ? T64[j - i] : T64[i - j];
    }

    @RawTracepoint("sys_enter")
    static int testedAgainstALimit(long a, long b) {
      int i = (int) a;
      int n = Math.min((int) b & 0xff, 64);
      return i >= 0 && i < n ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedEqual(long a, long b) {
      int i = (int) a;
      return i == 5 || i == 60 ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedThenScaled(long a, long b) {
      int i = (int) a;
      return i >= 0 && i < 8 ? T64[i * 8 + (int) (b & 7)] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedByte(long a, long b) {
      byte i = (byte) a;
      return i >= 0 ? T64[i >> 1] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedShort(long a, long b) {
      short i = (short) a;
      return i >= 0 && i < 64 ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedNarrowed(long a, long b) {
      int i = (int) a;
      return (i & ~63) == 0 ? T64[i] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedShifted(long a, long b) {
      return (a >>> 6) == 0 ? T64[(int) a] : -1;
    }

    @RawTracepoint("sys_enter")
    static int testedOnce(long a, long b) {
      int i = (int) a;
      if (i < 0) {
        i = 0;
      }
      if (i > 63) {
        i = 63;
      }
      return T64[i];
    }

    @RawTracepoint("sys_enter")
    static int chosen(long a, long b) {
      int i = (b & 1) == 0 ? (int) a & 31 : 32 + ((int) (a >>> 32) & 31);
      return T64[i];
    }

    @RawTracepoint("sys_enter")
    static int chosenConstants(long a, long b) {
      int i = a > b ? 3 : a < 0 ? 63 : 17;
      return T64[i];
    }

    @RawTracepoint("sys_enter")
    static int chosenBySwitch(long a, long b) {
      int i =
          switch ((int) a & 3) {
            case 0 -> 7;
            case 1 -> (int) b & 7;
            case 2 -> 40 + ((int) b & 15);
            default -> 63;
          };
      return T64[i];
    }

    @RawTracepoint("sys_enter")
    static int truth(long a, long b) {
      return T64[(a > b ? 1 : 0) + (a < 0 ? 2 : 0) + (b == 5 ? 4 : 0)];
    }

    @RawTracepoint("sys_enter")
    static int countedUp(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 64; i++) {
        sum = sum * 3 + T64[i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int countedDown(long a, long b) {
      int sum = 0;
      for (int i = 63; i >= 0; i--) {
        sum = sum * 3 + T64[i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int countedBySteps(long a, long b) {
      int sum = 0;
      for (int i = 1; i < 64; i += 7) {
        sum = sum * 3 + T64[i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int countedToAVariable(long a, long b) {
      int n = (int) a & 63;
      int sum = 0;
      for (int i = 0; i <= n; i++) {
        sum = sum * 3 + T64[i];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int countedFromAVariable(long a, long b) {
      int sum = 0;
      for (int i = (int) a & 63; i < 64; i++) {
        sum = sum * 3 + T64[i];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int countedDownFromAVariable(long a, long b) {
      int sum = 0;
      for (int i = (int) a & 63; i >= 0; i--) {
        sum = sum * 3 + T64[i];
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int countedByALong(long a, long b) {
      int sum = 0;
      for (long i = 0; i < 64; i++) {
        sum = sum * 3 + T64[(int) i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int countedByAByte(long a, long b) {
      int sum = 0;
      for (byte i = 0; i < 64; i++) {
        sum = sum * 3 + T64[i];
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int halved(long a, long b) {
      int i = 63;
      int sum = 0;
      while (i > 0) {
        sum = sum * 3 + T64[i];
        i >>= 1;
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int searched(long a, long b) {
      int low = 0;
      int high = 63;
      for (int round = 0; round < 7 && low < high; round++) {
        int middle = (low + high) >>> 1;
        if (SORTED[middle] < (int) a) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @RawTracepoint("sys_enter")
    static int walked(long a, long b) {
      int i = (int) a & 63;
      int sum = 0;
      for (int round = 0; round < 20; round++) {
        i = T64[i] & 63;
        sum = sum * 3 + i;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int wound(long a, long b) {
      int i = (int) a & 63;
      int sum = 0;
      for (int round = 0; round < 40; round++) {
        sum = sum * 3 + T64[i];
        i = (i + 5) & 63;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int woundByTest(long a, long b) {
      int i = (int) a & 63;
      int sum = 0;
      for (int round = 0; round < 40; round++) {
        sum = sum * 3 + T64[i];
        if (++i == 64) {
          i = 0;
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          sum = sum * 3 + T64[i * 8 + j];
        }
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int nestedTriangle(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 10; i++) {
        for (int j = 0; j < i; j++) {
          sum = sum * 3 + T64[i * 6 - j];
        }
      }
      return sum + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int fromAnArray(long a, long b) {
      return T64[BYTES[(int) a & 15] & 63];
    }

    @RawTracepoint("sys_enter")
    static int fromAnArrayUnsigned(long a, long b) {
      return T64[(BYTES[(int) a & 15] & 0xff) >> 2];
    }

    @RawTracepoint("sys_enter")
    static int throughTheStack(long a, long b) {
      int[] kept = {(int) a & 63, (int) b & 63};
      return T64[kept[0]] * 31 + T64[kept[1]];
    }

    @RawTracepoint("sys_enter")
    static int throughAByteOnTheStack(long a, long b) {
      byte[] kept = {(byte) (a & 63), (byte) (b & 63)};
      return T64[kept[0]] * 31 + T64[kept[1]];
    }

    @RawTracepoint("sys_enter")
    static int throughALongOnTheStack(long a, long b) {
      long[] kept = {a & 63, b >>> 58};
      return T64[(int) kept[0]] * 31 + T64[(int) kept[1]];
    }

    @RawTracepoint("sys_enter")
    static int throughAField(long a, long b) {
      FIELD = (int) a & 63;
      return T64[FIELD & 63];
    }

    @RawTracepoint("sys_enter")
    static int written(long a, long b) {
      int i = ((int) a & 7) * 8;
      WORK[i] = (int) b;
      return WORK[i] * 31 + i;
    }

    @RawTracepoint("sys_enter")
    static int writtenAndRead(long a, long b) {
      int i = (int) (a >>> 58);
      int j = ((int) b & 31) + 32;
      WORK[i] = (int) b;
      WORK[j] = (int) a;
      return WORK[i] * 31 + WORK[j];
    }

    @RawTracepoint("sys_enter")
    static int ofLongs(long a, long b) {
      return (int) LONGS[((int) a & 3) * ((int) b & 5)];
    }

    @RawTracepoint("sys_enter")
    static int ofBytesAtASum(long a, long b) {
      return BYTES[((int) a & 7) + ((int) b & 7)];
    }

    @RawTracepoint("sys_enter")
    static int ofTwoTables(long a, long b) {
      return T64[T65[(int) a & 63] & 63] + T65[T64[(int) b & 63] & 63];
    }

    @RawTracepoint("sys_enter")
    static int spilled(long a, long b) {
      int i = (int) a & 63;
      int j = (int) (a >>> 6) & 63;
      int k = (int) (a >>> 12) & 63;
      int l = (int) (a >>> 18) & 63;
      int m = (int) b & 63;
      int n = (int) (b >>> 6) & 63;
      int o = (int) (b >>> 12) & 63;
      int q = (int) (b >>> 18) & 63;
      int sum = T64[i] ^ T64[j] * 3 ^ T64[k] * 5 ^ T64[l] * 7;
      sum = sum * 31 + (T64[m] ^ T64[n] * 3 ^ T64[o] * 5 ^ T64[q] * 7);
      return sum
          + T64[q] * 11
          + T64[o] * 13
          + T64[n] * 17
          + T64[m] * 19
          + T64[l]
          + T64[k] * 23
          + T64[j] * 29
          + T64[i];
    }

    @RawTracepoint("sys_enter")
    static int spilledSums(long a, long b) {
      int i = ((int) a & 31) + ((int) b & 31);
      int j = ((int) (a >>> 6) & 31) + ((int) (b >>> 6) & 31);
      int k = ((int) (a >>> 12) & 31) + ((int) (b >>> 12) & 31);
      int l = ((int) (a >>> 18) & 31) + ((int) (b >>> 18) & 31);
      int m = ((int) (a >>> 24) & 31) + ((int) (b >>> 24) & 31);
      int n = ((int) (a >>> 30) & 31) + ((int) (b >>> 30) & 31);
      int o = ((int) (a >>> 36) & 31) + ((int) (b >>> 36) & 31);
      int sum = T64[i] ^ T64[j] * 3 ^ T64[k] * 5 ^ T64[l] * 7 ^ T64[m] ^ T64[n] ^ T64[o];
      return sum
          + T64[o] * 13
          + T64[n] * 17
          + T64[m] * 19
          + T64[l]
          + T64[k] * 23
          + T64[j] * 29
          + T64[i];
    }

    @RawTracepoint("sys_enter")
    static int spilledAcrossACall(long a, long b) {
      int i = (int) a & 63;
      int j = (int) b >>> 26;
      int k = (int) (a >>> 40) & 63;
      int l = ((int) b & 7) * 9;
      int m = (int) (b >>> 58);
      int n = (int) a & 31;
      int o = mixed(i, j, k, l, m);
      int q = mixed(j, k, l, m, n);
      return T64[i]
          + T64[j] * 3
          + T64[k] * 5
          + T64[l] * 7
          + T64[m] * 11
          + T64[n] * 13
          + T64[o]
          + T64[q];
    }

    @RawTracepoint("sys_enter")
    static int testedAndSpilled(long a, long b) {
      int i = (int) a;
      int j = (int) b;
      if (i < 0 || i >= 64 || j < 0 || j > 63) {
        return -1;
      }
      int o = mixed(i, j, 3, 4, 5);
      int q = mixed(j, i, o, 4, 5);
      int r = mixed(q, i, o, j, 5);
      return T64[i] + T64[j] * 3 + T64[o] * 5 + T64[q] * 7 + T64[r] * 11;
    }

    @RawTracepoint("sys_enter")
    static int ofAFunction(long a, long b) {
      return T64[mixed((int) a, (int) b, 1, 2, 3)] + T64[mixed((int) b, (int) a, 3, 2, 1)];
    }

    @RawTracepoint("sys_enter")
    static int outOfRange(long a, long b) {
      return T64[(int) a & 127];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeByASum(long a, long b) {
      return T64[((int) a & 63) + ((int) b & 1)];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeByAProduct(long a, long b) {
      return T64[((int) a & 7) * 10];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeBelow(long a, long b) {
      return T64[((int) a & 63) - 1];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeByAShift(long a, long b) {
      return T64[((int) a & 15) << ((int) b & 3)];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeByExclusive(long a, long b) {
      return T64[((int) a & 63) ^ ((int) b & 64)];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeOfAByte(long a, long b) {
      return T64[(byte) a];
    }

    @RawTracepoint("sys_enter")
    static int outOfRangeOfALong(long a, long b) {
      return T64[(int) (a % 64)];
    }
  }
}
