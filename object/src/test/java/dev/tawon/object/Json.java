package dev.tawon.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of the corpora: maps, lists, strings, numbers, booleans. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  @SuppressWarnings("unchecked") // a corpus line is an object
  static Map<String, Object> object(String text) {
    return (Map<String, Object>) new Json(text).value();
  }

  private Object value() {
    char c = skip();
    return switch (c) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private char skip() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    while (skip() != '}') {
      if (text.charAt(at) == ',') {
        at++;
        skip();
      }
      String key = string();
      skip();
      at++;
      map.put(key, value());
    }
    at++;
    return map;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    at++;
    while (skip() != ']') {
      if (text.charAt(at) == ',') {
        at++;
      }
      list.add(value());
    }
    at++;
    return list;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
        if (text.charAt(at) == 'u') {
          string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
          continue;
        }
      }
      string.append(text.charAt(at));
    }
    at++;
    return string.toString();
  }

  private Object word(String word, Object value) {
    at += word.length();
    return value;
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "+-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Long.parseLong(text.substring(start, at));
  }
}
