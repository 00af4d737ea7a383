package dev.tawon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long kernels in QEMU take: {@code tawon vm run}, and the kernel tests. Needs QEMU, and apt's mirror for kernels that were
 * not fetched.
 */
final class GuestSection implements Section {
  private static final List<String> KERNELS = List.of("5.10", "6.1", "6.12", "7.x");

  /** The kernel that is measured in every respect. */
  private static final String ONE = "6.1";

  /** Memories that are tried, in megabytes, from the one that must do. */
  private static final List<Integer> MEMORIES = List.of(512, 448, 384, 320, 256);

  private static final long LONGEST_MINUTES = 10;
  private static final double NS_PER_MS = 1e6;

  /** The line that a suite of kernel tests ends with, as {@code target/kernels/NAME.txt} has it. */
  private static final Pattern SUITE =
      Pattern.compile("Linux (\\S+) \\(.*\\): (\\d+) passed, (\\d+) failed, .* (\\d+) s");

  @Override
  public String name() {
    return "vm";
  }

  @Override
  public String measure(Settings settings) {
    Samples cold = new Samples();
    Path cache = settings.directory().resolve("cache");
    cold.add(
        run(settings, ONE, Map.of("XDG_CACHE_HOME", cache.toString()), List.of("true")).millis);
    MarkdownTable times =
        new MarkdownTable(
            "kernel",
            "guest's clock when the command begins, ms",
            "Java's `main`, ms later",
            "whole `vm run -- true`, ms");
    for (String kernel : KERNELS) {
      run(settings, kernel, Map.of(), List.of("true")); // fetches it
      Samples begun = new Samples();
      Samples java = new Samples();
      Samples whole = new Samples();
      for (int round = 0; round < settings.rounds(); round++) {
        whole.add(run(settings, kernel, Map.of(), List.of("true")).millis);
        String said =
            run(
                    settings,
                    kernel,
                    Map.of(),
                    List.of("sh", "-c", "cat /proc/uptime; tawon --version; cat /proc/uptime"))
                .output;
        List<String> lines = said.lines().toList();
        double first = uptime(lines.getFirst());
        begun.add(first);
        java.add(uptime(lines.getLast()) - first);
      }
      times.row(kernel, Format.spread(begun), Format.spread(java), Format.spread(whole));
    }
    return """
    ## Kernels in QEMU

    `./tawon vm run --kernel K -- CMD` with two processors, %d runs each, median (least–most). *Whole*: from the call of `./tawon`
    to its end. *Java's main*: what `tawon --version` takes in the guest, from its start to its end, by the guest's clock.

    %s
    Cold, with nothing in the cache, so that the kernel is fetched and the guest's Java made: `vm run --kernel %s -- true` in
    %s ms. Least memory in which `java -version` comes up on %s, of %s MB tried: %s.

    %s\
    """
        .formatted(
            settings.rounds(),
            times,
            ONE,
            Format.count(cold.median()),
            ONE,
            MEMORIES,
            memory(settings),
            suites(settings));
  }

  /** What came of a run. */
  private record Run(int exitCode, String output, double millis) {}

  private static Run run(
      Settings settings, String kernel, Map<String, String> environment, List<String> command) {
    Run run = attempt(settings, List.of("--kernel", kernel), environment, command);
    if (run.exitCode != 0) {
      throw new IllegalStateException(
          "vm run --kernel " + kernel + " returned " + run.exitCode + ": " + run.output);
    }
    return run;
  }

  private static Run attempt(
      Settings settings,
      List<String> options,
      Map<String, String> environment,
      List<String> command) {
    List<String> words = new ArrayList<>();
    words.add(settings.root().resolve("tawon").toString());
    words.addAll(List.of("vm", "run"));
    words.addAll(options);
    words.add("--");
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      long begin = System.nanoTime();
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new IllegalStateException(words + " does not end");
      }
      return new Run(process.exitValue(), output, (System.nanoTime() - begin) / NS_PER_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Milliseconds of a line of {@code /proc/uptime}. */
  private static double uptime(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf(' '))) * 1000;
  }

  private static String memory(Settings settings) {
    int least = 0;
    for (int megabytes : MEMORIES) {
      List<String> options =
          List.of("--kernel", ONE, "--timeout", "60s", "--memory", megabytes + "M");
      if (attempt(settings, options, Map.of(), List.of("java", "-version")).exitCode != 0) {
        break;
      }
      least = megabytes;
    }
    return least == 0 ? "none" : least + " MB";
  }

  /** What the last run of the kernel tests took, kernel by kernel, from the reports that it left. */
  private static String suites(Settings settings) {
    Map<String, String> rows = new TreeMap<>();
    for (String module : List.of("bpf", "monitor")) {
      Path reports = settings.root().resolve(module).resolve("target/kernels");
      if (!Files.isDirectory(reports)) {
        continue;
      }
      try (Stream<Path> files = Files.list(reports)) {
        for (Path file : files.toList()) {
          Matcher suite = SUITE.matcher(Files.readAllLines(file).getFirst());
          if (suite.matches()) {
            rows.put(
                module + ", " + suite.group(1),
                suite.group(2)
                    + " passed, "
                    + suite.group(3)
                    + " failed, "
                    + suite.group(4)
                    + " s");
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (rows.isEmpty()) {
      return "The kernel tests have not been run: `./mvnw verify -Pkernels`.\n";
    }
    MarkdownTable table =
        new MarkdownTable("kernel tests", "the last run of `./mvnw verify -Pkernels`");
    rows.forEach(table::row);
    return table.toString();
  }
}
