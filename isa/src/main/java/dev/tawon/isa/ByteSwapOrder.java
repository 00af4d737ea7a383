package dev.tawon.isa;

/** What a {@link Instruction.ByteSwap} does to the bytes. */
public enum ByteSwapOrder {
  /** To little endian: no change but the truncation on a little-endian machine. */
  TO_LITTLE_ENDIAN("le"),
  /** To big endian: a swap on a little-endian machine. */
  TO_BIG_ENDIAN("be"),
  /** A swap on every machine (version 4). */
  SWAP("bswap");

  private final String word;

  ByteSwapOrder(String word) {
    this.word = word;
  }

  /** The change as the kernel prints it, before the number of bits: {@code be} in {@code be16}. */
  String word() {
    return word;
  }
}
