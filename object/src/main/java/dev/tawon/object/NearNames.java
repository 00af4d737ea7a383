package dev.tawon.object;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a misspelt or renamed one may have meant. */
public final class NearNames {
  /** The most names compared; what a message is worth. */
  static final int MAXIMUM = 200_000;

  /** Comparing takes time that grows with the square of the length; names of C are shorter. */
  private static final int MAXIMUM_LENGTH = 256;

  private static final int SUGGESTIONS = 3;

  private NearNames() {}

  private record Near(String name, int distance) {}

  /**
   * A clause with the nearest names, {@code "; did you mean a, b?"}; empty if none is near.
   *
   * @param name what was asked for
   * @param names what there is
   */
  public static String suggestion(String name, Collection<String> names) {
    // A third of the letters may differ: enough for a typing error, not for another word.
    int limit = name.length() / 3;
    List<String> near =
        names.stream()
            .map(other -> new Near(other, distance(name, other, limit)))
            .filter(other -> other.distance <= limit)
            .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
            .limit(SUGGESTIONS)
            .map(Near::name)
            .toList();
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /** How far a name is: edits, or 1 if one contains the other, as {@code __state} contains {@code state}. */
  private static int distance(String name, String other, int limit) {
    if ((name.length() >= 3 && other.contains(name))
        || (other.length() >= 3 && name.contains(other))) {
      return 1;
    }
    boolean comparable =
        Math.abs(name.length() - other.length()) <= limit && name.length() <= MAXIMUM_LENGTH;
    return comparable ? edits(name, other) : Integer.MAX_VALUE;
  }

  /** The number of letters to insert, delete or replace: Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
