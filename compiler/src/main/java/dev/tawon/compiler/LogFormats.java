package dev.tawon.compiler;

import dev.tawon.compiler.LogPart.Style;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the records of a module's log mean. A record begins with the number of its {@link LogSite} in four bytes; its parts'
 * values follow.
 *
 * @param sites the places where programs log, by number; none if there is no ring
 * @param strings the strings of which {@link LogPart.Choice} is one
 */
public record LogFormats(List<LogSite> sites, List<String> strings) {
  /** The name of the ring buffer. */
  public static final String MAP = "tawon_log";

  /** The name of the variable that counts the lines for which the ring had no room, a {@code long} of {@link dev.tawon.lang.Log}. */
  public static final String LOST = "lost";

  /** Copies the lists. */
  public LogFormats {
    sites = List.copyOf(sites);
    strings = List.copyOf(strings);
  }

  /** Whether no program logs. */
  public boolean isEmpty() {
    return sites.isEmpty();
  }

  /**
   * The line that a record of the ring is.
   *
   * @param record the record
   * @throws IllegalArgumentException if it is none of this module's
   */
  public LogMessage read(byte[] record) {
    ByteBuffer values = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    try {
      LogSite site = sites.get(values.getInt(0));
      StringBuilder text = new StringBuilder();
      site.parts().forEach(part -> text.append(render(part, values)));
      return new LogMessage(
          site.level(), site.program(), site.file(), site.line(), text.toString());
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "a record of " + record.length + " bytes is no line that this module logs: " + e, e);
    }
  }

  private String render(LogPart part, ByteBuffer values) {
    return switch (part) {
      case LogPart.Text text -> text.text();
      case LogPart.Numeral number -> render(number, values);
      case LogPart.Bytes bytes -> text(values, bytes.offset(), bytes.length());
      case LogPart.Choice choice -> oneOf(strings, values.getInt(choice.offset()));
      case LogPart.Named named -> oneOf(named.names(), values.getInt(named.offset()));
      case LogPart.Nullable nullable ->
          values.getInt(nullable.offset()) == 0 ? "null" : render(nullable.number(), values);
    };
  }

  private static String oneOf(List<String> strings, int number) {
    return number == 0 ? "null" : strings.get(number - 1);
  }

  private static String render(LogPart.Numeral number, ByteBuffer values) {
    int at = number.offset();
    return switch (number.bytes()) {
      case 1 -> {
        byte value = values.get(at);
        yield number.style() == Style.BOOLEAN ? String.valueOf(value != 0) : String.valueOf(value);
      }
      case 2 ->
          number.style() == Style.CHARACTER
              ? String.valueOf(values.getChar(at))
              : String.valueOf(values.getShort(at));
      case 4 -> {
        int value = values.getInt(at);
        yield switch (number.style()) {
          case HEXADECIMAL -> Integer.toHexString(value);
          case OCTAL -> Integer.toOctalString(value);
          case BINARY -> Integer.toBinaryString(value);
          case UNSIGNED -> Integer.toUnsignedString(value);
          case SIGNED, CHARACTER, BOOLEAN -> String.valueOf(value);
        };
      }
      default -> {
        long value = values.getLong(at);
        yield switch (number.style()) {
          case HEXADECIMAL -> Long.toHexString(value);
          case OCTAL -> Long.toOctalString(value);
          case BINARY -> Long.toBinaryString(value);
          case UNSIGNED -> Long.toUnsignedString(value);
          case SIGNED, CHARACTER, BOOLEAN -> String.valueOf(value);
        };
      }
    };
  }

  private static String text(ByteBuffer values, int offset, int length) {
    byte[] bytes = new byte[length];
    values.get(offset, bytes);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
