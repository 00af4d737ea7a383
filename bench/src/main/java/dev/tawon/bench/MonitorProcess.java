package dev.tawon.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code ./tawon monitor} on a load's process, its JSON lines counted and thrown away. */
final class MonitorProcess implements AutoCloseable {
  private static final long START_LIMIT_NS = 60_000_000_000L;
  private static final long KNOCK_NS = 2_000_000;
  private static final int STOP_LIMIT_SECONDS = 60;

  private final Process process;
  private final long startedNs;
  private final Thread output;
  private final Thread errors;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private volatile long lines;
  private volatile long firstNs;

  private MonitorProcess(Process process, long startedNs) {
    this.process = process;
    this.startedNs = startedNs;
    this.output = Thread.ofPlatform().daemon().name("events").start(this::countLines);
    this.errors = Thread.ofPlatform().daemon().name("errors").start(this::collectErrors);
  }

  /**
   * Starts it, and does not wait.
   *
   * @param root the checkout
   * @param pid the process that is looked at, with its descendants
   * @param environment more variables
   */
  static MonitorProcess start(Path root, int pid, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(
            root.resolve("tawon").toString(),
            "monitor",
            "--scope",
            "tree:" + pid,
            "--output",
            "json");
    builder.environment().putAll(environment);
    long now = System.nanoTime();
    try {
      return new MonitorProcess(builder.start(), now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the checkout's command can monitor. */
  static boolean isThere(Path root) {
    try {
      Process help =
          new ProcessBuilder(root.resolve("tawon").toString(), "monitor", "--help")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return help.waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a load do its work once, again and again, until the monitor says that it saw it.
   *
   * @return the time from the start to the first event
   * @throws IllegalStateException if it ends before, or takes more than a minute
   */
  Duration awaitFirstEvent(LoadProcess load) {
    while (lines == 0) {
      if (!process.isAlive() || System.nanoTime() - startedNs > START_LIMIT_NS) {
        throw new IllegalStateException("the monitor delivers nothing: " + errorText());
      }
      load.once();
      LockSupport.parkNanos(KNOCK_NS);
    }
    return Duration.ofNanos(firstNs - startedNs);
  }

  /** How many lines of events came until now. */
  long lines() {
    return lines;
  }

  /** Processor time used until now. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * A line of {@code /proc/PID/status} that is in kibibytes.
   *
   * @param name {@code VmRSS}
   */
  long status(String name) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(name + ":")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("no " + name);
  }

  /** Asks it to end, and returns what became of every event. */
  Closing stop() {
    process.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too
    await();
    return Closing.parse(errorText());
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the monitor does not end");
      }
      output.join();
      errors.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  private String errorText() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private void countLines() {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = process.getInputStream()) {
      long count = 0;
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          if (buffer[i] == '\n') {
            count++;
          }
        }
        if (firstNs == 0 && count > 0) {
          firstNs = System.nanoTime();
        }
        lines = count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collectErrors() {
    try (InputStream in = process.getErrorStream()) {
      in.transferTo(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.toHandle().destroy();
      await();
    }
  }

  /** The command line, for the results. */
  static List<String> command() {
    return List.of("./tawon", "monitor", "--scope", "tree:PID", "--output", "json");
  }
}
