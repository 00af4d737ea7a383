package dev.tawon.bench.load;

import java.util.Locale;

/** What a workload does. */
public enum Kind {
  /** Runs a program and waits for its end. */
  EXEC(10),
  /** Opens and closes a file. */
  OPEN(1000),
  /** Opens a TCP connection and resets it. */
  TCP(50),
  /** Connects a UDP socket. */
  UDP(1000),
  /** A system call that concerns no monitor. */
  CALL(5000);

  private final int window;

  Kind(int window) {
    this.window = window;
  }

  /** How many operations are timed together: so many that reading the clock is nothing beside them. */
  public int window() {
    return window;
  }

  /** As on the command line and in results: {@code exec}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A kind by its {@link #label}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Kind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
