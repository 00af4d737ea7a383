package dev.tawon.monitor.emit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a {@link Utf8Buffer}, member by member. Nothing is allocated for one. Names come as {@link Name}s, whose
 * bytes are made once.
 */
final class JsonWriter {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final Utf8Buffer buffer;

  /** The second that {@link #secondText} is for. */
  private long second = Long.MIN_VALUE;

  private String secondText = "";

  JsonWriter(Utf8Buffer buffer) {
    this.buffer = buffer;
  }

  /** A member's name. */
  static final class Name {
    private final byte[] quoted;

    /**
     * A name.
     *
     * @param text letters, digits, {@code @}, {@code _} and {@code -}
     */
    Name(String text) {
      quoted = ('"' + text + "\":").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
  }

  void beginObject() {
    buffer.put((byte) '{');
  }

  void beginObject(Name name) {
    name(name);
    buffer.put((byte) '{');
  }

  void endObject() {
    buffer.put((byte) '}');
  }

  void endLine() {
    buffer.put((byte) '\n');
  }

  void string(Name name, String value) {
    name(name);
    quoted(value);
  }

  /** A string of JSON that is known to need no escapes. */
  void raw(Name name, byte[] json) {
    name(name);
    buffer.put(json);
  }

  /** Members that were made before, without the braces. */
  void members(byte[] json) {
    if (json.length > 0) {
      comma();
      buffer.put(json);
    }
  }

  void number(Name name, long value) {
    name(name);
    buffer.putLong(value);
  }

  /** A number that is text in ECS: an identifier. */
  void numberText(Name name, long value) {
    name(name);
    buffer.put((byte) '"');
    buffer.putLong(value);
    buffer.put((byte) '"');
  }

  void bool(Name name, boolean value) {
    name(name);
    buffer.put(value ? TRUE : FALSE);
  }

  void strings(Name name, List<String> values) {
    name(name);
    buffer.put((byte) '[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        buffer.put((byte) ',');
      }
      quoted(values.get(i));
    }
    buffer.put((byte) ']');
  }

  /** One or two strings: those that are there, and not the same one twice. Nothing if neither is. */
  void distinct(Name name, @Nullable String first, @Nullable String second) {
    if (first == null && second == null) {
      return;
    }
    name(name);
    buffer.put((byte) '[');
    if (first != null) {
      quoted(first);
    }
    if (second != null && !second.equals(first)) {
      if (first != null) {
        buffer.put((byte) ',');
      }
      quoted(second);
    }
    buffer.put((byte) ']');
  }

  /** Strings as one, with a space between each two. */
  void joined(Name name, List<String> values) {
    name(name);
    buffer.put((byte) '"');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        buffer.put((byte) ' ');
      }
      escaped(values.get(i));
    }
    buffer.put((byte) '"');
  }

  /** A time in UTC, always with nine digits of the second's fraction: {@code "2026-01-02T03:04:05.000000006Z"}. */
  void time(Name name, Instant time) {
    name(name);
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      LocalDateTime utc = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
      secondText =
          "\"%04d-%02d-%02dT%02d:%02d:%02d."
              .formatted(
                  utc.getYear(),
                  utc.getMonthValue(),
                  utc.getDayOfMonth(),
                  utc.getHour(),
                  utc.getMinute(),
                  utc.getSecond());
    }
    buffer.putAscii(secondText);
    buffer.putDigits(time.getNano(), 9);
    buffer.put((byte) 'Z');
    buffer.put((byte) '"');
  }

  private void name(Name name) {
    comma();
    buffer.put(name.quoted);
  }

  private void comma() {
    if (buffer.last() != '{') {
      buffer.put((byte) ',');
    }
  }

  private void quoted(String value) {
    buffer.put((byte) '"');
    escaped(value);
    buffer.put((byte) '"');
  }

  private void escaped(String value) {
    int length = value.length();
    int i = 0;
    while (i < length) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        buffer.put((byte) c);
        i++;
      } else if (c < ' ' || c == 0x7f || c == '"' || c == '\\') {
        escape(c);
        i++;
      } else if (c < 0xa0 || (c >= '\u2028' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069')) {
        // Control characters to terminals, ends of lines to JavaScript, and what turns the
        // direction of writing, so that
        // a text looks like another: harmless as escapes.
        unicodeEscape(c);
        i++;
      } else {
        i += buffer.putCharacter(value, i);
      }
    }
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> shortEscape(c);
      case '\n' -> shortEscape('n');
      case '\r' -> shortEscape('r');
      case '\t' -> shortEscape('t');
      case '\b' -> shortEscape('b');
      case '\f' -> shortEscape('f');
      default -> unicodeEscape(c);
    }
  }

  private void shortEscape(char c) {
    buffer.put((byte) '\\');
    buffer.put((byte) c);
  }

  private void unicodeEscape(char c) {
    shortEscape('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer.put(HEX[c >>> shift & 0xf]);
    }
  }
}
