package dev.tawon.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the numbers of a JSON object. */
final class Json {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private Json() {}

  /**
   * The numbers of an object and of those in it, by the names that lead to them: {@code {"exec":{"operations":5}}} has {@code
   * exec.operations}. Arrays, texts and others are left out.
   *
   * @throws tools.jackson.core.JacksonException if the text is no JSON
   * @throws IllegalArgumentException if it is no object
   */
  static Map<String, Double> numbers(String text) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no JSON object: " + text);
      }
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          path.addLast(parser.currentName());
        } else if (token == JsonToken.START_ARRAY) {
          parser.skipChildren();
          path.pollLast();
        } else if (token != JsonToken.START_OBJECT) {
          if (token.isNumeric()) {
            numbers.put(String.join(".", path), parser.getDoubleValue());
          }
          path.pollLast(); // the end of an object, or of a property with a value
        }
      }
    }
    return numbers;
  }
}
