package dev.tawon.bench;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column is text and whose others are numbers. */
final class MarkdownTable {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  MarkdownTable(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not as many cells as the header
   */
  MarkdownTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells under " + header.size() + " headings");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, each with its end; a bar in a cell is escaped. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    append(out, header);
    out.append("|---|").repeat("---:|", header.size() - 1).append('\n');
    rows.forEach(row -> append(out, row));
    return out.toString();
  }

  private static void append(StringBuilder out, List<String> cells) {
    for (String cell : cells) {
      out.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    out.append("|\n");
  }
}
