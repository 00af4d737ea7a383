package dev.tawon.monitor;

import java.util.List;

/** Settings that are wrong, with the places and the reasons. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  /**
   * A failure.
   *
   * @param problems each with its place in front, at least one: {@code tawon.yaml:3:1: error: …}
   */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, each with its place in front. */
  public List<String> problems() {
    return problems;
  }
}
