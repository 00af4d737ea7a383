package dev.tawon.compiler;

import java.util.List;

/** A part of a logged line. Offsets are from the begin of the ring's record, numbers little-endian. */
public sealed interface LogPart {
  /**
   * What always stands there.
   *
   * @param text the text
   */
  record Text(String text) implements LogPart {}

  /**
   * A number.
   *
   * @param offset where it is
   * @param bytes how many it has: 1, 2, 4 or 8
   * @param style how it is written
   */
  record Numeral(int offset, int bytes, Style style) implements LogPart {}

  /**
   * Text in an array of bytes, UTF-8, up to the first zero.
   *
   * @param offset where the array begins
   * @param length how many bytes it has
   */
  record Bytes(int offset, int length) implements LogPart {}

  /**
   * One of the {@linkplain LogFormats#strings() strings}, by its index plus one in four bytes; 0 for null.
   *
   * @param offset where the number is
   */
  record Choice(int offset) implements LogPart {}

  /**
   * One of the constants of an enum, by its ordinal plus one in four bytes; 0 for null.
   *
   * @param offset where the number is
   * @param names how the constants are written
   */
  record Named(int offset, List<String> names) implements LogPart {
    /** Copies the list. */
    public Named {
      names = List.copyOf(names);
    }
  }

  /**
   * A number, or null.
   *
   * @param offset four bytes that are 0 for null
   * @param number the number
   */
  record Nullable(int offset, Numeral number) implements LogPart {}

  /** How a number is written. */
  enum Style {
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** The character itself. */
    CHARACTER,
    /** Decimal, with its sign. */
    SIGNED,
    /** Decimal, without one. */
    UNSIGNED,
    /** As {@link Integer#toHexString}. */
    HEXADECIMAL,
    /** As {@link Integer#toOctalString}. */
    OCTAL,
    /** As {@link Integer#toBinaryString}. */
    BINARY
  }
}
