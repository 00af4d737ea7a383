package dev.tawon.compiler.front;

import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogSite;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.map.RingBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The places of a module where programs log, as the programs are translated. */
public final class LogSites {
  /** Some thousands of lines, and a multiple of the largest page that there is. */
  private static final int RING_BYTES = 1 << 18;

  private final LogLevel level;
  private final RingBuffer<Void> ring = RingBuffer.ofBytes(RING_BYTES);
  private final Map<LogSite, Integer> sites = new LinkedHashMap<>();
  private final Map<String, Integer> strings = new LinkedHashMap<>();

  LogSites(LogLevel level) {
    this.level = level;
  }

  /** Whether lines of a level are written. */
  boolean includes(LogLevel line) {
    return level.includes(line);
  }

  /** The ring to which lines go. */
  public RingBuffer<?> ring() {
    return ring;
  }

  /** The number of a place. The same line of the same program twice, as a method is inlined twice, has one number. */
  int number(LogSite site) {
    return sites.computeIfAbsent(site, _ -> sites.size());
  }

  /** The number that stands for a string, from 1. */
  public int number(String string) {
    return strings.computeIfAbsent(string, _ -> strings.size() + 1);
  }

  /** All places so far. */
  public LogFormats formats() {
    return new LogFormats(List.copyOf(sites.keySet()), List.copyOf(strings.keySet()));
  }
}
