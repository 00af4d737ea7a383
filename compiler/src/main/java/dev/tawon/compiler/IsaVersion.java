package dev.tawon.compiler;

/** The versions of the eBPF instruction set, as clang's {@code -mcpu} counts them; each has what those before it have. */
public enum IsaVersion {
  /** The first one. */
  V1,
  /** With {@code <} and {@code <=} in jumps (Linux 4.14). */
  V2,
  /** With jumps that compare 32 bits (Linux 5.1), which every supported kernel has. */
  V3,
  /** With moves that extend a sign, swaps, signed division and far jumps (Linux 6.6). */
  V4;

  /** Whether it has what a version brought. */
  public boolean has(IsaVersion version) {
    return compareTo(version) >= 0;
  }
}
