package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** {@code x4_histogram.bpf.c}: latencies by powers of two for each process. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // the map has it
public final class LatencyHistogram {
  /** A process's. */
  @Struct
  public static final class Histogram {
    @Length(32)
    public Counter[] slots;
  }

  /** By process. */
  public static final HashMap<Integer, Histogram> HISTOGRAMS = HashMap.of(1024);

  private LatencyHistogram() {}

  @RawTracepoint("sys_exit")
  static int record(long begin, long finish) {
    int pid = (int) (Bpf.currentPidTgid() >>> 32);
    if (Long.compareUnsigned(finish, begin) < 0) {
      return 0;
    }
    Histogram histogram = HISTOGRAMS.get(pid);
    if (histogram == null) {
      HISTOGRAMS.putIfAbsent(pid, new Histogram());
      histogram = HISTOGRAMS.get(pid);
      if (histogram == null) {
        return 0;
      }
    }
    int slot = log2(Long.divideUnsigned(finish - begin, 1000));
    if (slot > 31) {
      slot = 31;
    }
    histogram.slots[slot].add(1);
    return slot;
  }

  private static int log2(long number) {
    long v = number;
    int r = 0;
    if (v >>> 32 != 0) {
      r += 32;
      v >>>= 32;
    }
    if (v >>> 16 != 0) {
      r += 16;
      v >>>= 16;
    }
    if (v >>> 8 != 0) {
      r += 8;
      v >>>= 8;
    }
    if (v >>> 4 != 0) {
      r += 4;
      v >>>= 4;
    }
    if (v >>> 2 != 0) {
      r += 2;
      v >>>= 2;
    }
    if (v >>> 1 != 0) {
      r += 1;
    }
    return r;
  }
}
