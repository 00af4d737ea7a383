package dev.tawon.monitor;

/** How events are shown. */
public enum OutputFormat {
  /** A table for people. */
  CONSOLE("console"),
  /** One JSON object a line. */
  JSON("json");

  private final String label;

  OutputFormat(String label) {
    this.label = label;
  }

  /** What it is called in the configuration. */
  public String label() {
    return label;
  }
}
