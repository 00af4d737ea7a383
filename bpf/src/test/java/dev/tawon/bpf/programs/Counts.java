package dev.tawon.bpf.programs;

import dev.tawon.bpf.Bpf;
import dev.tawon.lang.Counter;
import dev.tawon.lang.map.Array;

/** Reads what test programs counted. */
final class Counts {
  private Counts() {}

  static long of(Bpf bpf, Array<Counter> counts, int index) {
    return bpf.map(counts).get(index).orElseThrow().value;
  }
}
