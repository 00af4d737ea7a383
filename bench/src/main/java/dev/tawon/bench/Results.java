package dev.tawon.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code RESULTS.md}: a head, then a section after another, each between two marks by which it is found again, so that one can be
 * measured anew and the others stay.
 */
final class Results {
  private static final Pattern SECTION =
      Pattern.compile("<!-- begin (\\w+) -->\\n(.*?)<!-- end \\1 -->\\n", Pattern.DOTALL);

  private final Map<String, String> sections = new LinkedHashMap<>();

  /** Reads what is there; text outside of sections is dropped. */
  static Results parse(String text) {
    Results results = new Results();
    Matcher matcher = SECTION.matcher(text);
    while (matcher.find()) {
      results.put(matcher.group(1), matcher.group(2));
    }
    return results;
  }

  /** Sets a section's text, old or new. */
  void put(String section, String text) {
    sections.put(section, text.endsWith("\n") ? text : text + "\n");
  }

  /**
   * The whole text.
   *
   * @param head what comes first
   * @param order the sections' names in their order; others are left out
   */
  String render(String head, List<String> order) {
    StringBuilder out = new StringBuilder(head);
    for (String name : order) {
      String text = sections.get(name);
      if (text != null) {
        out.append("\n<!-- begin ").append(name).append(" -->\n");
        out.append(text);
        out.append("<!-- end ").append(name).append(" -->\n");
      }
    }
    return out.toString();
  }
}
