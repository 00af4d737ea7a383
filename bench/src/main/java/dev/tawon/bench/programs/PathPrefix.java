package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;

/** {@code x3_path.bpf.c}: whether a file name begins with a prefix that a map has. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // the map has it
public final class PathPrefix {
  /** A prefix. */
  @Struct
  public static final class Prefix {
    public int length;
    public dev.tawon.lang.Counter hits;

    @Length(64)
    public byte[] text;
  }

  /** The prefixes. */
  public static final Array<Prefix> PREFIXES = Array.of(4);

  private PathPrefix() {}

  @RawTracepoint("sys_enter")
  static int match(long address, long which) {
    byte[] name = new byte[64];
    if (Bpf.readKernelString(name, address) < 0) {
      return 0;
    }
    Prefix prefix = PREFIXES.get((int) which & 3);
    if (prefix == null) {
      return 0;
    }
    int length = prefix.length;
    if (length <= 0 || length > 64) {
      return 0;
    }
    for (int at = 0; at < length; at++) {
      if (name[at] != prefix.text[at]) {
        return 0;
      }
    }
    prefix.hits.add(1);
    return 1;
  }
}
