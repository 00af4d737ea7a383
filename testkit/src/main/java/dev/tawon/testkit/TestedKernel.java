package dev.tawon.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The kernel that tests run on.
 *
 * @param name what the suite calls it; empty for this machine's own
 * @param release {@code 6.1.0-35-cloud-amd64}
 * @param options what is built in or a module, without {@code CONFIG_}; empty if that is not known
 */
record TestedKernel(String name, String release, Optional<Set<String>> options) {
  /** Set in guests: the kernel's name. */
  static final String VARIABLE = "TAWON_TEST_KERNEL";

  static TestedKernel current() {
    String release = System.getProperty("os.version", "");
    return new TestedKernel(System.getenv().getOrDefault(VARIABLE, ""), release, options(release));
  }

  private static Optional<Set<String>> options(String release) {
    for (Path file :
        List.of(
            Path.of("/boot/config"),
            Path.of("/proc/config.gz"),
            Path.of("/boot/config-" + release))) {
      if (Files.isReadable(file)) {
        try (InputStream in = Files.newInputStream(file);
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
            BufferedReader lines =
                new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
          return Optional.of(parse(lines.readAllLines()));
        } catch (IOException _) {
          // As if it were not there.
        }
      }
    }
    return Optional.empty();
  }

  /** The options of a {@code .config} that are on. */
  static Set<String> parse(List<String> lines) {
    Set<String> on = new HashSet<>();
    for (String line : lines) {
      if (line.startsWith("CONFIG_") && (line.endsWith("=y") || line.endsWith("=m"))) {
        on.add(line.substring("CONFIG_".length(), line.length() - 2));
      }
    }
    return on;
  }

  /** Whether it is in a virtual machine of ours. */
  boolean isGuest() {
    return !name.isEmpty();
  }

  /** Why a class is not for this kernel; empty if it is. */
  Optional<String> lacks(KernelTest test) {
    if (!isAtLeast(test.since())) {
      return Optional.of("for Linux " + test.since() + " and newer, this is " + release);
    }
    for (KernelFeature feature : test.needs()) {
      if (!isAtLeast(feature.since())) {
        return Optional.of(
            feature + " came with Linux " + feature.since() + ", this is " + release);
      }
      if (options.isPresent()) {
        for (String option : feature.options()) {
          if (!options.get().contains(option)) {
            return Optional.of(
                feature + " takes CONFIG_" + option + ", which " + release + " is built without");
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isAtLeast(String version) {
    int[] have = numbers(release);
    int[] want = numbers(version);
    return have[0] > want[0] || (have[0] == want[0] && have[1] >= want[1]);
  }

  private static int[] numbers(String version) {
    String[] parts = version.split("[^0-9]+", 3);
    try {
      return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("'" + version + "' is no version of Linux", e);
    }
  }
}
