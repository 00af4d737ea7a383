package dev.tawon.compiler.ir;

/** Changes of an integer's width, with Java's meaning. */
public enum Conversion {
  INT_TO_LONG,
  /** {@code Integer.toUnsignedLong}: nothing to do, for the upper half is zero already. */
  INT_TO_LONG_UNSIGNED,
  LONG_TO_INT,
  /**
   * The low half of an address that the context holds, as a number: the verifier takes no more of an address than a
   * difference or a comparison.
   */
  ADDRESS_TO_INT,
  INT_TO_BYTE,
  INT_TO_SHORT,
  INT_TO_CHAR,
  /** {@code Short.reverseBytes}, without the sign: the low 16 bits swapped. */
  SWAP_SHORT,
  /** {@code Integer.reverseBytes}. */
  SWAP_INT,
  /** {@code Long.reverseBytes}. */
  SWAP_LONG;

  /** The type of the result. */
  public ValueType result() {
    return switch (this) {
      case INT_TO_LONG, INT_TO_LONG_UNSIGNED, SWAP_LONG -> ValueType.LONG;
      case LONG_TO_INT,
          ADDRESS_TO_INT,
          INT_TO_BYTE,
          INT_TO_SHORT,
          INT_TO_CHAR,
          SWAP_SHORT,
          SWAP_INT ->
          ValueType.INT;
    };
  }

  /** The result on a constant, sign-extended if it is an int. */
  public long apply(long value) {
    return switch (this) {
      case INT_TO_LONG -> value;
      case INT_TO_LONG_UNSIGNED -> Integer.toUnsignedLong((int) value);
      case LONG_TO_INT, ADDRESS_TO_INT -> (int) value;
      case INT_TO_BYTE -> (byte) value;
      case INT_TO_SHORT -> (short) value;
      case INT_TO_CHAR -> (char) value;
      case SWAP_SHORT -> Character.reverseBytes((char) value);
      case SWAP_INT -> Integer.reverseBytes((int) value);
      case SWAP_LONG -> Long.reverseBytes(value);
    };
  }
}
