package dev.tawon.bpf.random;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the time goes. */
final class Phases {
  private final Map<String, Long> nanoseconds = new LinkedHashMap<>();
  private String current = "other";
  private long since = System.nanoTime();

  void begin(String phase) {
    long now = System.nanoTime();
    nanoseconds.merge(current, now - since, Long::sum);
    current = phase;
    since = now;
  }

  @Override
  public String toString() {
    return nanoseconds.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() / 1_000_000 + " ms")
        .collect(Collectors.joining(", "));
  }
}
