package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Small algorithms on numbers and arrays. */
class AlgorithmsCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsOnTheJvm() {
    return Differential.tests(Programs.class, Differential.pairs(new Random(1), 400));
  }

  @BpfModule
  static final class Programs {
    static final int[] CRC = new int[256];
    static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b'};

    static {
      for (int i = 0; i < 256; i++) {
        int value = i;
        for (int bit = 0; bit < 8; bit++) {
          value = (value & 1) != 0 ? value >>> 1 ^ 0xedb8_8320 : value >>> 1;
        }
        CRC[i] = value;
      }
    }

    private static int fold(long value) {
      return (int) (value ^ value >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int gcd(long a, long b) {
      long x = a & 0xffff;
      long y = b & 0xffff;
      for (int i = 0; i < 24 && y != 0; i++) {
        long rest = x % y;
        x = y;
        y = rest;
      }
      return (int) x;
    }

    @RawTracepoint("sys_enter")
    static int power(long a, long b) {
      long result = 1;
      long base = a;
      int exponent = (int) b & 31;
      for (int i = 0; i < 5; i++) {
        if ((exponent >> i & 1) != 0) {
          result *= base;
        }
        base *= base;
      }
      return fold(result);
    }

    @RawTracepoint("sys_enter")
    static int squareRoot(long a, long b) {
      int n = (int) a & 0xffffff;
      int root = 0;
      for (int bit = 1 << 11; bit != 0; bit >>= 1) {
        int next = root | bit;
        if (next * next <= n) {
          root = next;
        }
      }
      return root;
    }

    @RawTracepoint("sys_enter")
    static int popCountByHand(long a, long b) {
      long x = a;
      int count = 0;
      for (int i = 0; i < 64; i++) {
        count += (int) (x & 1);
        x >>>= 1;
      }
      return count;
    }

    @RawTracepoint("sys_enter")
    static int popCountBySteps(long a, long b) {
      int x = (int) a;
      x -= x >>> 1 & 0x5555_5555;
      x = (x & 0x3333_3333) + (x >>> 2 & 0x3333_3333);
      x = x + (x >>> 4) & 0x0f0f_0f0f;
      return x * 0x0101_0101 >>> 24;
    }

    @RawTracepoint("sys_enter")
    static int parity(long a, long b) {
      long x = a ^ b;
      x ^= x >>> 32;
      x ^= x >>> 16;
      x ^= x >>> 8;
      x ^= x >>> 4;
      return 0x6996 >>> (int) (x & 15) & 1;
    }

    @RawTracepoint("sys_enter")
    static int fnv(long a, long b) {
      int hash = 0x811c_9dc5;
      for (int i = 0; i < 8; i++) {
        hash ^= (int) (a >>> i * 8) & 0xff;
        hash *= 0x0100_0193;
      }
      return hash;
    }

    @RawTracepoint("sys_enter")
    static int fnvOfLongs(long a, long b) {
      long hash = 0xcbf2_9ce4_8422_2325L;
      for (int i = 0; i < 8; i++) {
        hash ^= b >>> i * 8 & 0xff;
        hash *= 0x100_0000_01b3L;
      }
      return fold(hash);
    }

    @RawTracepoint("sys_enter")
    static int jenkins(long a, long b) {
      int hash = 0;
      for (int i = 0; i < 8; i++) {
        hash += (byte) (a >> 8 * i);
        hash += hash << 10;
        hash ^= hash >>> 6;
      }
      hash += hash << 3;
      hash ^= hash >>> 11;
      return hash + (hash << 15);
    }

    @RawTracepoint("sys_enter")
    static int murmurMix(long a, long b) {
      long x = a;
      x ^= x >>> 33;
      x *= 0xff51_afd7_ed55_8ccdL;
      x ^= x >>> 33;
      x *= 0xc4ce_b9fe_1a85_ec53L;
      x ^= x >>> 33;
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int xorShift(long a, long b) {
      long x = a | 1;
      for (int i = 0; i < 6; i++) {
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
      }
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int linearCongruence(long a, long b) {
      long seed = a;
      int sum = 0;
      for (int i = 0; i < 5; i++) {
        seed = seed * 0x5DEECE66DL + 0xBL & (1L << 48) - 1;
        sum ^= (int) (seed >>> 16);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int crc32(long a, long b) {
      int crc = ~0;
      for (int i = 0; i < 8; i++) {
        crc = CRC[(crc ^ (int) (a >>> i * 8)) & 0xff] ^ crc >>> 8;
      }
      return ~crc;
    }

    @RawTracepoint("sys_enter")
    static int crc32Bitwise(long a, long b) {
      int crc = ~0;
      for (int i = 0; i < 4; i++) {
        crc ^= (int) (a >>> i * 8) & 0xff;
        for (int bit = 0; bit < 8; bit++) {
          crc = crc >>> 1 ^ 0xedb8_8320 & -(crc & 1);
        }
      }
      return ~crc;
    }

    @RawTracepoint("sys_enter")
    static int adler32(long a, long b) {
      int low = 1;
      int high = 0;
      for (int i = 0; i < 8; i++) {
        low = (low + ((int) (a >>> 8 * i) & 0xff)) % 65521;
        high = (high + low) % 65521;
      }
      return high << 16 | low;
    }

    @RawTracepoint("sys_enter")
    static int internetChecksum(long a, long b) {
      long sum = 0;
      for (int i = 0; i < 4; i++) {
        sum += (a >>> 16 * i & 0xffff) + (b >>> 16 * i & 0xffff);
      }
      sum = (sum & 0xffff) + (sum >>> 16);
      sum = (sum & 0xffff) + (sum >>> 16);
      return (int) (~sum & 0xffff);
    }

    @RawTracepoint("sys_enter")
    static int fletcher(long a, long b) {
      int one = 0;
      int two = 0;
      for (int i = 0; i < 8; i++) {
        one = (one + ((int) (b >> i * 8) & 255)) % 255;
        two = (two + one) % 255;
      }
      return two << 8 | one;
    }

    @RawTracepoint("sys_enter")
    static int siphashRound(long a, long b) {
      long v0 = a;
      long v1 = b;
      long v2 = ~a;
      long v3 = ~b;
      for (int i = 0; i < 2; i++) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
      }
      return fold(v0 ^ v1 ^ v2 ^ v3);
    }

    @RawTracepoint("sys_enter")
    static int teaRounds(long a, long b) {
      int x = (int) a;
      int y = (int) b;
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        sum += 0x9e37_79b9;
        x += (y << 4) + 7 ^ y + sum ^ (y >>> 5) + 11;
        y += (x << 4) + 13 ^ x + sum ^ (x >>> 5) + 17;
      }
      return x ^ y;
    }

    @RawTracepoint("sys_enter")
    static int grayCode(long a, long b) {
      int gray = (int) a ^ (int) a >>> 1;
      int back = gray;
      for (int shift = 1; shift < 32; shift <<= 1) {
        back ^= back >>> shift;
      }
      return gray * 3 + back;
    }

    @RawTracepoint("sys_enter")
    static int bitReverse(long a, long b) {
      long x = a;
      long reversed = 0;
      for (int i = 0; i < 64; i++) {
        reversed = reversed << 1 | x & 1;
        x >>>= 1;
      }
      return fold(reversed);
    }

    @RawTracepoint("sys_enter")
    static int interleave(long a, long b) {
      long x = a & 0xffff;
      x = (x | x << 8) & 0x00ff_00ff;
      x = (x | x << 4) & 0x0f0f_0f0f;
      x = (x | x << 2) & 0x3333_3333;
      x = (x | x << 1) & 0x5555_5555;
      return (int) x;
    }

    @RawTracepoint("sys_enter")
    static int logarithm(long a, long b) {
      int n = (int) a;
      int log = 0;
      if (n <= 0) {
        return -1;
      }
      while (n > 1 && log < 32) {
        n >>= 1;
        log++;
      }
      return log;
    }

    @RawTracepoint("sys_enter")
    static int log2Histogram(long a, long b) {
      long value = a;
      int slot = 64 - Long.numberOfLeadingZeros(value);
      return Math.min(slot, 40) * 2 + (value < 0 ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int decimalDigits(long a, long b) {
      long x = a & 0xffff_ffffL;
      int digits = 0;
      do {
        x /= 10;
        digits++;
      } while (x != 0 && digits < 12);
      return digits;
    }

    @RawTracepoint("sys_enter")
    static int sumOfDigits(long a, long b) {
      long x = a < 0 ? -(a / 2) : a;
      int sum = 0;
      for (int i = 0; i < 20; i++) {
        sum += (int) (x % 10);
        x /= 10;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int collatz(long a, long b) {
      long x = (a & 0xff) + 1;
      int steps = 0;
      // Each round doubles the paths, of which the verifier follows a million instructions.
      for (int i = 0; i < 10; i++) {
        if (x == 1) {
          break;
        }
        x = (x & 1) == 0 ? x / 2 : x * 3 + 1;
        steps++;
      }
      return steps;
    }

    @RawTracepoint("sys_enter")
    static int fibonacci(long a, long b) {
      long x = 0;
      long y = 1;
      int n = (int) a & 63;
      for (int i = 0; i < n; i++) {
        long next = x + y;
        x = y;
        y = next;
      }
      return fold(x);
    }

    @RawTracepoint("sys_enter")
    static int factorial(long a, long b) {
      long result = 1;
      for (int i = 2; i <= ((int) a & 15); i++) {
        result *= i;
      }
      return fold(result);
    }

    @RawTracepoint("sys_enter")
    static int binomial(long a, long b) {
      int n = (int) a & 15;
      int k = (int) b & 7;
      long result = 1;
      for (int i = 1; i <= k; i++) {
        result = result * (n - k + i) / i;
      }
      return fold(result);
    }

    @RawTracepoint("sys_enter")
    static int isPrime(long a, long b) {
      int n = (int) a & 255;
      if (n < 2) {
        return 0;
      }
      for (int i = 2; i < 16; i++) {
        if (i < n && n % i == 0) {
          return i;
        }
      }
      return 1;
    }

    @RawTracepoint("sys_enter")
    static int bubbleSort(long a, long b) {
      byte[] row = new byte[4];
      for (int i = 0; i < 4; i++) {
        row[i] = (byte) (a >> 8 * i);
      }
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          if (row[j] > row[j + 1]) {
            byte old = row[j];
            row[j] = row[j + 1];
            row[j + 1] = old;
          }
        }
      }
      return row[0] + row[1] * 3 + row[2] * 5 + row[3] * 7;
    }

    @RawTracepoint("sys_enter")
    static int largestElement(long a, long b) {
      short[] row = new short[4];
      for (int i = 0; i < 4; i++) {
        row[i] = (short) (a >> 16 * i);
      }
      int best = 0;
      for (int i = 1; i < row.length; i++) {
        if (row[i] > row[best]) {
          best = i;
        }
      }
      return best * 100_000 + row[best];
    }

    @RawTracepoint("sys_enter")
    static int reverseArray(long a, long b) {
      byte[] row = new byte[8];
      for (int i = 0; i < 8; i++) {
        row[i] = (byte) (a >>> 8 * i);
      }
      for (int i = 0, j = 7; i < j; i++, j--) {
        byte old = row[i];
        row[i] = row[j];
        row[j] = old;
      }
      long back = 0;
      for (int i = 0; i < 8; i++) {
        back |= (row[i] & 0xffL) << 8 * i;
      }
      return fold(back ^ b);
    }

    @RawTracepoint("sys_enter")
    static int prefixSums(long a, long b) {
      int[] sums = new int[9];
      for (int i = 0; i < 8; i++) {
        sums[i + 1] = sums[i] + (int) (a >>> 8 * i & 0xff);
      }
      int from = (int) b & 7;
      return sums[8] - sums[from];
    }

    @RawTracepoint("sys_enter")
    static int binarySearch(long a, long b) {
      int[] row = {-50, -3, 0, 4, 99, 1000, 70000};
      int key = (int) a;
      int low = 0;
      int high = 6;
      for (int i = 0; i < 3; i++) {
        if (low > high) {
          break;
        }
        int middle = low + high >>> 1;
        if (row[middle] < key) {
          low = middle + 1;
        } else if (row[middle] > key) {
          high = middle - 1;
        } else {
          return middle;
        }
      }
      return -low - 1;
    }

    @RawTracepoint("sys_enter")
    static int histogram(long a, long b) {
      int[] counts = new int[16];
      for (int i = 0; i < 16; i++) {
        counts[(int) (a >>> 4 * i) & 15]++;
      }
      return counts[(int) b & 15] * 10 + counts[0];
    }
  }
}
