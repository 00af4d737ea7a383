package dev.tawon.bench;

import java.nio.file.Path;

/**
 * How long and how often to measure.
 *
 * @param root the checkout
 * @param directory an empty directory for the loads' files
 * @param lossSeconds how long a run at full speed takes
 * @param rounds how often each such run is made
 * @param shortSeconds how long a short run takes
 * @param shortRounds how often each short run is made
 * @param events after how many events the memory is looked at
 */
record Settings(
    Path root,
    Path directory,
    double lossSeconds,
    int rounds,
    double shortSeconds,
    int shortRounds,
    long events) {
  /** What the results are made with. */
  static Settings full(Path root, Path directory) {
    return new Settings(root, directory, 10, 3, 1, 5, 1_000_000);
  }

  /** To see whether it works; the numbers are worth little. */
  static Settings brief(Path root, Path directory) {
    return new Settings(root, directory, 1, 1, 0.5, 3, 50_000);
  }
}
