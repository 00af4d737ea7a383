package dev.tawon.monitor.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as a terminal lays it out: ideographs take two cells, accents none. As {@code wcwidth(3)} has it for what is common;
 * terminals differ about the rest.
 */
final class Cells {
  /** First and last code points of what is wide in East Asian Width (UAX 11), gaps between them included. */
  private static final int[][] WIDE = {
    {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
  };

  private Cells() {}

  /** How many cells a character takes: 0, 1 or 2. */
  static int width(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (codePoint < range[0]) {
        return 1;
      }
      if (codePoint <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** How many cells a text takes. */
  static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  /** The text in so many cells: with blanks at its end, or cut. */
  static String fit(String text, int cells) {
    int width = width(text);
    if (width <= cells) {
      return text + " ".repeat(cells - width);
    }
    int end = end(text, 0, cells - 1);
    String start = text.substring(0, end) + "…";
    return start + " ".repeat(cells - width(start));
  }

  /**
   * A text in lines, broken at a blank where there is one in a line's second half.
   *
   * @param first how many cells the first line has
   * @param others how many the others have
   */
  static List<String> wrap(String text, int first, int others) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    int room = first;
    while (true) {
      int end = end(text, start, room);
      if (end == text.length()) {
        lines.add(text.substring(start));
        return lines;
      }
      int blank = text.lastIndexOf(' ', end);
      if (blank > start + room / 2) {
        lines.add(text.substring(start, blank).stripTrailing());
        start = blank;
        while (start < text.length() && text.charAt(start) == ' ') {
          start++;
        }
      } else {
        // One character at least after the first line, or a line too narrow for it would never end.
        if (end == start && !lines.isEmpty()) {
          end = text.offsetByCodePoints(start, 1);
        }
        lines.add(text.substring(start, end));
        start = end;
      }
      room = others;
    }
  }

  /** Where a text ends that begins at an index and takes so many cells at most; what takes none stays with what is before. */
  private static int end(String text, int start, int cells) {
    int width = 0;
    int at = start;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      width += width(codePoint);
      if (width > cells) {
        return at;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }
}
