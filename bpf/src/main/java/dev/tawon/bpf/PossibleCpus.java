package dev.tawon.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPUs that this machine could have: a per-CPU map has a value for each of them, present or not. */
final class PossibleCpus {
  private static final Path FILE = Path.of("/sys/devices/system/cpu/possible");

  private PossibleCpus() {}

  /** How many there are. */
  static int count() {
    try {
      return parse(Files.readString(FILE).strip());
    } catch (IOException e) {
      throw new BpfException("cannot read the number of possible CPUs from " + FILE, e);
    }
  }

  /** Counts a list such as {@code 0-3,8}. */
  static int parse(String list) {
    int count = 0;
    try {
      for (String range : list.split(",", -1)) {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
        if (first < 0 || last < first) {
          throw new BpfException(FILE + " has the backward range " + range);
        }
        count = Math.addExact(count, Math.addExact(last - first, 1));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BpfException(FILE + " is not a list of CPUs: " + list, e);
    }
    return count;
  }
}
