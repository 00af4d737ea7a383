package dev.tawon.isa;

/** The width of a memory access. */
public enum Width {
  BYTE(1, 0x10),
  HALF(2, 0x08),
  WORD(4, 0x00),
  DOUBLE(8, 0x18);

  private final int bytes;
  private final int code;

  Width(int bytes, int code) {
    this.bytes = bytes;
    this.code = code;
  }

  /**
   * The width of a number of bytes.
   *
   * @param bytes 1, 2, 4 or 8
   * @throws IllegalArgumentException if no access has that width
   */
  public static Width ofBytes(int bytes) {
    return switch (bytes) {
      case 1 -> BYTE;
      case 2 -> HALF;
      case 4 -> WORD;
      case 8 -> DOUBLE;
      default -> throw new IllegalArgumentException("no memory access has " + bytes + " bytes");
    };
  }

  /** The width in bytes: 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** {@code BPF_SIZE} of the opcode. */
  int code() {
    return code;
  }

  /** The width of an opcode: every value of its size bits is one. */
  static Width of(int opcode) {
    return switch (opcode & Opcode.SIZE_MASK) {
      case 0x00 -> WORD;
      case 0x08 -> HALF;
      case 0x10 -> BYTE;
      default -> DOUBLE;
    };
  }
}
