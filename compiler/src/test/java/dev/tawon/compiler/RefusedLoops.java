package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** Loops to whose end the verifier does not come; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedLoops {
  private static final int[] WORK = new int[64];
  private static final HashMap<Integer, Pair> PAIRS = HashMap.of(4);
  private static byte mark;

  /** Two small values. */
  @Struct
  record Pair(byte first, boolean second) {}

  private RefusedLoops() {}

  @RawTracepoint("sys_enter")
  static int untilOne(long a, long b) {
    int x = (int) a;
    int rounds = 0;
    // error: at most 8,192 branches whose other way is left for later; this loop has more
    while (x != 1) {
      x = (x & 1) == 0 ? x >>> 1 : x * 3 + 1;
      rounds++;
    }
    return rounds;
  }

  @RawTracepoint("sys_enter")
  static int withoutACounter(long a, long b) {
    int x = (int) a;
    // error: the kernel's verifier sees nothing that ends this loop: give it a smaller bound
    while (x != 1) {
      x = x * 5 + 3;
    }
    return x;
  }

  @RawTracepoint("sys_enter")
  static int withoutABound(long a, long b) {
    int sum = 0;
    // error: has not come to the end of this one after 1,000,000 steps
    for (int i = 0; i < (int) a; i++) {
      sum = sum * 31 + (int) b;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int ofManySteps(long a, long b) {
    int sum = (int) a;
    // error: has not come to the end of this one after 1,000,000 steps
    for (int i = 0; i < 2_000_000; i++) {
      sum = sum * 31 + (int) b;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int ofManyWays(long a, long b) {
    int x = (int) a;
    // error: or let the kernel count: Bpf.loop(n, i -> …) since Linux 5.17
    for (int i = 0; i < 20_000; i++) {
      if ((x & 1) == 0) {
        x = x >>> 1;
      } else {
        x = x * 3 + 1;
      }
    }
    return x;
  }

  @RawTracepoint("sys_enter")
  static int oneInAnother(long a, long b) {
    int x = (int) a;
    // error: at most 8,192 branches whose other way is left for later; this loop has more
    for (int i = 0; i < 200; i++) {
      for (int j = 0; j < 200; j++) {
        if ((x & 1) == 0) {
          x = x >>> 1;
        } else {
          x = x * 3 + j;
        }
      }
    }
    return x;
  }

  private static int mixed(int x, int rounds) {
    int sum = x;
    // error: has not come to the end of this one after 1,000,000 steps
    for (int i = 0; i < rounds; i++) {
      sum = sum * 31 + i;
      sum ^= sum >>> 3;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int inAFunction(long a, long b) {
    int sum = 0;
    for (int i = 0; i < 500; i++) {
      sum += mixed((int) a + i, 300);
      sum ^= mixed((int) b, 200);
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int countedByData(long a, long b) {
    int count = 0;
    // error: has not come to the end of this one after 1,000,000 steps
    for (int i = 0; i < 64; i++) {
      if ((a >> i & 1) != 0) {
        count++;
      }
    }
    return WORK[count & 63];
  }

  @RawTracepoint("sys_enter")
  static int leftByASum(long a, long b) {
    int sum = 0;
    // error: has not come to the end of this one after 1,000,000 steps
    for (int i = 0; i < 1_000; i++) {
      if ((a >> (i & 31) & 1) != 0) {
        sum += 3;
      }
      if (sum > 500) {
        return i;
      }
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int ofRests(long a, long b) {
    int x = (int) a & 0xffff;
    int y = (int) b & 0xffff;
    // error: has not come to the end of this one after 1,000,000 steps
    while (y != 0) {
      int rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  @RawTracepoint("sys_enter")
  static int inWhatIsCalledBack(long a, long b) {
    int[] sum = new int[1];
    int n = (int) a;
    Bpf.loop(
        100,
        i -> {
          // error: has not come to the end of this one after 1,000,000 steps
          for (int j = 0; j < n; j++) {
            sum[0] = sum[0] * 31 + j;
          }
        });
    return sum[0];
  }

  @RawTracepoint("sys_enter")
  static int aroundAnIterator(long a, long b) {
    // error: the kernel's verifier sees nothing that ends this loop
    for (int i = WORK[5] & 31; i != 0; i >>>= 1) {
      int key = Long.numberOfLeadingZeros(a) & 3;
      byte now = mark;
      for (int j : Bpf.range(-1, 0)) {}
      PAIRS.put(key, new Pair(now, false));
      WORK[0] = Integer.compareUnsigned(i, 9);
    }
    return (int) (b ^ b >>> 32);
  }
}
