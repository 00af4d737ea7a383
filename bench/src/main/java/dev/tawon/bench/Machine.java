package dev.tawon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on. */
final class Machine {
  private Machine() {}

  /** Kernel, processors, memory, JDK, in one line. */
  static String describe() {
    return "Linux %s, %d × %s, %s GiB, %s %s"
        .formatted(
            read(Path.of("/proc/sys/kernel/osrelease")).strip(),
            Runtime.getRuntime().availableProcessors(),
            field("/proc/cpuinfo", "model name"),
            Format.decimal(
                Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                    / 1048576,
                0),
            System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
            System.getProperty("java.vm.version"));
  }

  /** How many threads were running or ready, on average, in the last minute. */
  static String load() {
    return read(Path.of("/proc/loadavg")).split(" ")[0];
  }

  private static String field(String file, String name) {
    for (String line : read(Path.of(file)).split("\n")) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
