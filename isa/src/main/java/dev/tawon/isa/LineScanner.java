package dev.tawon.isa;

import java.util.Locale;

/** Takes one line of assembler text apart, from left to right. Blanks between its parts do not matter. */
final class LineScanner {
  private final String text;
  private final int line;
  private int position;

  /**
   * At the start of a line.
   *
   * @param text the line, without comment
   * @param line its number, from 1
   */
  LineScanner(String text, int line) {
    this.text = text;
    this.line = line;
  }

  int line() {
    return line;
  }

  /** The place reached, for {@link #reset}. */
  int mark() {
    return position;
  }

  /** Goes back to a place. */
  void reset(int mark) {
    position = mark;
  }

  /** The column of the next part, from 1. */
  int column() {
    skipBlanks();
    return position + 1;
  }

  boolean isAtEnd() {
    skipBlanks();
    return position == text.length();
  }

  /** Whether a part is next; does not take it. */
  boolean isNext(String part) {
    skipBlanks();
    return text.startsWith(part, position)
        && !(isWordCharacter(part.charAt(part.length() - 1))
            && position + part.length() < text.length()
            && isWordCharacter(text.charAt(position + part.length())));
  }

  /** Takes a part if it is next. A part that ends in a letter or digit must end a word. */
  boolean accept(String part) {
    boolean next = isNext(part);
    if (next) {
      position += part.length();
    }
    return next;
  }

  /** Takes a part that has to be next. */
  void expect(String part) {
    if (!accept(part)) {
      throw unexpected("'" + part + "'");
    }
  }

  /** Takes what is next up to the end of a word: letters, digits, {@code _}, {@code .} and {@code $}; may be empty. */
  String word() {
    String word = peekWord();
    position += word.length();
    return word;
  }

  /** The word that is next, without taking it. */
  String peekWord() {
    skipBlanks();
    int end = position;
    while (end < text.length() && isWordCharacter(text.charAt(end))) {
      end++;
    }
    return text.substring(position, end);
  }

  /**
   * Takes a number: decimal, or hexadecimal after {@code 0x},
   * with an optional sign; up to 64 bits, unsigned or not.
   */
  long number(String what) {
    skipBlanks();
    int start = position;
    boolean negative = accept("-");
    if (!negative) {
      accept("+");
    }
    String word = word();
    boolean hexadecimal = word.toLowerCase(Locale.ROOT).startsWith("0x");
    String magnitude = hexadecimal ? word.substring(2) : word;
    try {
      if (magnitude.isEmpty() || !isAlphanumeric(magnitude.charAt(0))) {
        throw new NumberFormatException();
      }
      long value = Long.parseUnsignedLong(magnitude, hexadecimal ? 16 : 10);
      if (negative && Long.compareUnsigned(value, Long.MIN_VALUE) > 0) {
        throw new NumberFormatException();
      }
      return negative ? -value : value;
    } catch (NumberFormatException _) {
      position = start;
      throw unexpected(what);
    }
  }

  /** Takes a number within bounds. */
  long number(String what, long least, long most) {
    int column = column();
    boolean negative = isNext("-");
    long value = number(what);
    // A positive number past Long.MAX_VALUE reads as a negative one.
    if (value < least || value > most || (value < 0 && !negative)) {
      throw error(column, what + " must be from " + least + " to " + most);
    }
    return value;
  }

  /** An error at the next part. */
  AssemblyException unexpected(String expected) {
    skipBlanks();
    String found =
        position == text.length()
            ? "the line ends"
            : "found '" + (peekWord().isEmpty() ? text.charAt(position) : peekWord()) + "'";
    return error(position + 1, "expected " + expected + ", " + found);
  }

  AssemblyException error(int column, String reason) {
    return new AssemblyException(line, column, reason);
  }

  static boolean isWordCharacter(char c) {
    return isAlphanumeric(c) || c == '_' || c == '.' || c == '$';
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private void skipBlanks() {
    while (position < text.length()
        && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
      position++;
    }
  }
}
