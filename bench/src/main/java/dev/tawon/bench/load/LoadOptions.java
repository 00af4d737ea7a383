package dev.tawon.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A load's command line: {@code KIND[,KIND...] DIRECTORY [threads=N] [every=N] [cpu=N]}.
 *
 * @param kinds what it does, all at once
 * @param directory an empty directory for its files
 * @param threads how many threads do each kind
 * @param every one open in so many is of a sensitive file; 0 for none
 * @param cpu the CPU that its threads stay on, or -1
 */
record LoadOptions(List<Kind> kinds, Path directory, int threads, int every, int cpu) {
  static LoadOptions parse(String[] arguments) {
    if (arguments.length < 2) {
      throw new IllegalArgumentException(
          "usage: KIND[,KIND...] DIRECTORY [threads=N] [every=N] [cpu=N]");
    }
    List<Kind> kinds = new ArrayList<>();
    for (String kind : arguments[0].split(",", -1)) {
      kinds.add(Kind.of(kind));
    }
    int threads = 1;
    int every = 1000;
    int cpu = -1;
    for (int i = 2; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      int value = pair.length == 2 ? Integer.parseInt(pair[1]) : -1;
      switch (pair[0]) {
        case "threads" -> threads = value;
        case "every" -> every = value;
        case "cpu" -> cpu = value;
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    if (threads < 1 || every < 0 || cpu >= Long.SIZE) {
      throw new IllegalArgumentException("out of range: " + String.join(" ", arguments));
    }
    return new LoadOptions(List.copyOf(kinds), Path.of(arguments[1]), threads, every, cpu);
  }
}
