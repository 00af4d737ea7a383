package dev.tawon.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code hooks.c} says. */
final class Hooks {
  private Hooks() {}

  /**
   * Of a file.
   *
   * @param file its name
   * @param refused the kernel's words if it did not take it, else empty
   * @param instructions in the object
   * @param xlated as the kernel runs them
   * @param processed as the verifier walked them
   * @param jited bytes of machine code
   * @param nanos of a run, a number for each round
   */
  record Line(
      String file,
      String refused,
      long instructions,
      long xlated,
      long processed,
      long jited,
      Samples nanos) {}

  /** Reads all that it said, line by line; others' lines are passed over. */
  static List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] fields = line.split("\t");
      String file = String.valueOf(Path.of(fields[0]).getFileName());
      if (fields.length == 3 && fields[2].startsWith("refused: ")) {
        String words = fields[2].substring("refused: ".length());
        lines.add(new Line(file, words, Long.parseLong(fields[1]), 0, 0, 0, new Samples()));
      } else if (fields.length == 6) {
        Samples nanos = new Samples();
        for (String number : fields[5].strip().split(" ")) {
          nanos.add(Double.parseDouble(number));
        }
        lines.add(
            new Line(
                file,
                "",
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                nanos));
      }
    }
    return lines;
  }
}
