package dev.tawon.bench;

/** A part of the results. */
interface Section {
  /** As on the command line. */
  String name();

  /** Measures, and returns Markdown: a heading of the second level, what was done, tables. */
  String measure(Settings settings);
}
