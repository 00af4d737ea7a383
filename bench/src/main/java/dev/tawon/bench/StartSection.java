package dev.tawon.bench;

import dev.tawon.bench.load.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The time from the start of {@code ./tawon monitor} to its first event, in several states of the machine. */
final class StartSection implements Section {
  private static final double NS_PER_MS = 1e6;

  private final MarkdownTable table =
      new MarkdownTable("start", "ms to the first event", "processor time, ms");

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String measure(Settings settings) {
    Path dist = settings.root().resolve("cli/target/dist");
    Path cache = dist.resolve("tawon.aot");
    Path aside = dist.resolve("tawon.aot.aside");
    try (LoadProcess load = LoadProcess.start(settings.directory(), List.of(Kind.EXEC))) {
      load.run(settings.shortSeconds());
      row(settings, load, "warm", Map.of(), () -> {});
      row(settings, load, "cold: jars, cache and JDK evicted", Map.of(), () -> evict(dist));
      boolean moved = move(cache, aside);
      try {
        row(settings, load, "warm, without the AOT cache", Map.of(), () -> {});
        row(
            settings,
            load,
            "warm, and without class-data sharing",
            Map.of("TAWON_JAVA_OPTS", "-Xshare:off"),
            () -> {});
      } finally {
        if (moved) {
          move(aside, cache);
        }
      }
    }
    return """
    ## Start

    From the start of `./tawon monitor --scope tree:PID --output json` to its first event on standard output: the launcher,
    the JVM, the compilation of the programs, the kernel's verifier, attaching, and an event; a load makes one every 2 ms.
    Median of %d starts (least–most), warm unless said otherwise.

    The launcher trains a JDK ahead-of-time cache (JEP 514) after a build, with `tawon training`, and starts from it:
    `cli/target/dist/tawon.aot`, %s MiB. Without it the JVM falls back to the JDK's own class-data archive. *Cold* evicts the
    cache, the jars and the JDK's files from the page cache before each start, except what running JVMs have mapped.

    %s\
    """
        .formatted(settings.shortRounds(), mebibytes(cache), table);
  }

  private void row(
      Settings settings,
      LoadProcess load,
      String label,
      Map<String, String> environment,
      Runnable before) {
    Samples times = new Samples();
    Samples processor = new Samples();
    for (int round = 0; round < settings.shortRounds(); round++) {
      before.run();
      try (MonitorProcess monitor =
          MonitorProcess.start(settings.root(), load.pid(), environment)) {
        times.add(monitor.awaitFirstEvent(load).toNanos() / NS_PER_MS);
        processor.add(monitor.cpu().toNanos() / NS_PER_MS);
        monitor.stop();
      }
    }
    table.row(label, Format.spread(times), Format.spread(processor));
  }

  private static boolean move(Path from, Path to) {
    try {
      if (!Files.exists(from)) {
        return false;
      }
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code posix_fadvise(POSIX_FADV_DONTNEED)} on each file, which dd(1) does with {@code nocache}. */
  private static void evict(Path dist) {
    Path jdk = Path.of(System.getProperty("java.home"), "lib");
    try (Stream<Path> own = Files.walk(dist);
        Stream<Path> jdks = Files.walk(jdk)) {
      for (Path file : Stream.concat(own, jdks).filter(Files::isRegularFile).toList()) {
        new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String mebibytes(Path file) {
    try {
      return Files.exists(file) ? Format.decimal(Files.size(file) / 1048576.0, 0) : "0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
