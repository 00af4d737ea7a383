package dev.tawon.monitor.emit;

import java.util.Map;
import java.util.TreeMap;

/** A strict reader of one JSON object, flat: {@code process.pid} to the value's text. Fails on all that is not JSON. */
final class JsonLine {
  private final String text;
  private int at;
  private final Map<String, String> members = new TreeMap<>();

  private JsonLine(String text) {
    this.text = text;
  }

  static Map<String, String> members(String line) {
    JsonLine reader = new JsonLine(line);
    reader.object("");
    if (reader.at != line.length()) {
      throw new AssertionError("more after the object: " + line);
    }
    return reader.members;
  }

  private void object(String prefix) {
    expect('{');
    boolean first = true;
    while (text.charAt(at) != '}') {
      if (!first) {
        expect(',');
      }
      first = false;
      String name = prefix + string();
      expect(':');
      if (text.charAt(at) == '{') {
        object(name + ".");
      } else if (members.putIfAbsent(name, value()) != null) {
        throw new AssertionError(name + " twice: " + text);
      }
    }
    at++;
  }

  private String value() {
    int start = at;
    switch (text.charAt(at)) {
      case '"' -> {
        return string();
      }
      case '[' -> {
        at++;
        StringBuilder joined = new StringBuilder();
        while (text.charAt(at) != ']') {
          if (joined.length() > 0) {
            expect(',');
            joined.append('|');
          }
          joined.append(string());
        }
        at++;
        return joined.toString();
      }
      default -> {
        while (",}".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        String word = text.substring(start, at);
        if (!word.matches("true|false|-?(0|[1-9][0-9]*)")) {
          throw new AssertionError("not a value: " + word);
        }
        return word;
      }
    }
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c < ' ' || c >= 0x7f && c < 0xa0) {
        throw new AssertionError("a control character: " + (int) c);
      }
      value.append(c == '\\' ? escape() : c);
    }
    at++;
    return value.toString();
  }

  private char escape() {
    char c = text.charAt(at++);
    if (c == 'u') {
      at += 4;
      return (char) Integer.parseInt(text, at - 4, at, 16);
    }
    int index = "\"\\/bfnrt".indexOf(c);
    if (index < 0) {
      throw new AssertionError("no such escape: " + c);
    }
    return "\"\\/\b\f\n\r\t".charAt(index);
  }

  private void expect(char c) {
    if (text.charAt(at++) != c) {
      throw new AssertionError("no " + c + " at " + (at - 1) + ": " + text);
    }
  }
}
