package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** A module whose methods {@link RandomBytecode} writes anew. */
@BpfModule
public final class GeneratedHost {
  static final HashMap<Integer, Inner> MAP = HashMap.of(16);
  static int narrow = 3;
  static long wide = 5;
  static final int[] row = {1, 2, 3};

  private GeneratedHost() {}

  /** What random code makes, reads and writes. */
  @Struct
  public static final class Inner {
    int narrow;
    long wide;

    @Length(3)
    int[] row = new int[3];

    int sum() {
      return narrow + (int) wide + row[1];
    }
  }

  @RawTracepoint("sys_enter")
  static int program(long a, long b) {
    return other((int) a, b);
  }

  static int other(int x, long y) {
    return x + (int) y;
  }
}
