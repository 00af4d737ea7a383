package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What loops leave alone, constants that are needed again, and more values than there are registers. */
class RegistersCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldComputeAsTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    static int limit = 40;
    static int scale = 3;
    static int hits;
    static final int[] SAMPLES = {3, 50, -7, 41, 40, 0, 90, 12, 7, 7, 60, -1, 39, 44, 2, 100};

    private static int fold(long number) {
      return (int) (number ^ number >>> 32);
    }

    /** A limit and a factor that the loop reads and does not write. */
    @RawTracepoint("sys_enter")
    static int limits(long a, long b) {
      limit = (int) a & 63;
      int sum = 0;
      for (int i = 0; i < SAMPLES.length; i++) {
        if (SAMPLES[i] > limit) {
          sum += SAMPLES[i] * scale + ((int) b ^ 5);
        }
      }
      return sum;
    }

    /** The loop writes what it reads. */
    @RawTracepoint("sys_enter")
    static int changes(long a, long b) {
      limit = 40;
      int sum = 0;
      for (int i = 0; i < SAMPLES.length; i++) {
        sum += SAMPLES[i] * limit;
        limit = limit + (int) a + i & 0xff;
        hits++;
      }
      return sum + limit;
    }

    /** What is read is also written through another name, in some rounds. */
    @RawTracepoint("sys_enter")
    static int aliases(long a, long b) {
      int[] row = {(int) a, (int) b, 3, 4, 5, 6, 7, 8};
      int sum = 0;
      for (int i = 0; i < 40; i++) {
        sum = sum * 31 + row[2];
        row[i + (int) a & 7] += i;
      }
      return sum;
    }

    /** A loop that may have no round, with a division that would fail. */
    @RawTracepoint("sys_enter")
    static int noRound(long a, long b) {
      int rounds = (int) b & 31;
      int sum = 7;
      for (int i = 0; i < rounds; i++) {
        sum += 1000 / ((int) a | 1) + i % (scale + 1);
      }
      return sum;
    }

    /** An index that is checked in the loop, and the same in each round. */
    @RawTracepoint("sys_enter")
    static int checkedIndex(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 20; i++) {
        int at = (int) a;
        if (at >= 0 && at < SAMPLES.length) {
          sum += SAMPLES[at] + i;
        } else {
          sum -= (int) b;
        }
      }
      return sum;
    }

    /** FNV-1a, whose prime takes two instructions' room, in a loop. */
    @RawTracepoint("sys_enter")
    static int hash(long a, long b) {
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < 64; i += 8) {
        hash = (hash ^ a >>> i & 0xff) * 0x100000001b3L;
        hash = (hash ^ b >>> i & 0xff) * 0x100000001b3L;
      }
      return fold(hash ^ 0x100000001b3L);
    }

    /** Numbers of 64 bits that are needed again while more is held than registers hold. */
    @RawTracepoint("sys_enter")
    static int crowd(long a, long b) {
      long c = a * 0x9e3779b97f4a7c15L;
      long d = b ^ 0x9e3779b97f4a7c15L;
      long e = a + b;
      long f = a - b;
      long g = a * 7 ^ b;
      long h = b * 11 ^ a;
      long k = c >>> 31 ^ d;
      long l = d << 7 ^ c;
      long m = e * f;
      long n = 0;
      for (int i = 0; i < 12; i++) {
        n = (n ^ c) * 0x9e3779b97f4a7c15L + (d ^ e) - (f | g);
        n += h ^ k;
        n -= l & m;
        c += d ^ 0x0123456789abcdefL;
        d -= a ^ 0x0123456789abcdefL;
        e ^= n;
        f += b;
        g -= m;
        h ^= 0x9e3779b97f4a7c15L;
        hits++;
      }
      return fold(n ^ c ^ d ^ e ^ f ^ g ^ h ^ k ^ l ^ m);
    }

    /** Loops within loops, of which the inner ones need what the outer ones leave alone. */
    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      long sum = 0;
      for (int i = 0; i < 9; i++) {
        long row = a * 13 + i;
        for (int j = 0; j < 11; j++) {
          sum += (a ^ 0x5555555555555555L) + (row >> 3) * (b | 1) + j * scale;
        }
        sum ^= sum >>> 17;
      }
      return fold(sum);
    }

    /** Quotients of all signs, by what is not known before. */
    @RawTracepoint("sys_enter")
    static int quotients(long a, long b) {
      long sum = 0;
      for (int i = -4; i < 5; i++) {
        long divisor = b + i;
        if (divisor != 0) {
          sum = sum * 31 + a / divisor ^ a % divisor;
        }
        int narrow = (int) divisor;
        if (narrow != 0) {
          sum = sum * 31 + (int) a / narrow ^ (int) a % narrow;
        }
      }
      return fold(sum);
    }

    /** Bytes and shorts with their sign, as ints and as longs. */
    @RawTracepoint("sys_enter")
    static int signs(long a, long b) {
      byte[] bytes = {(byte) a, (byte) (a >> 8), (byte) b, -1, 127, -128, 0, 5};
      short[] shorts = {(short) a, (short) b, -1, 32767};
      long sum = 0;
      for (int i = 0; i < 32; i++) {
        sum = sum * 7 + bytes[i + (int) a & 7];
        long wide = shorts[i + (int) b & 3];
        sum ^= wide << 5;
        sum += bytes[i & 7] < shorts[i & 3] ? 1 : 0;
      }
      return fold(sum);
    }
  }
}
