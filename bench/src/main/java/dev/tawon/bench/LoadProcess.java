package dev.tawon.bench;

import dev.tawon.bench.load.Kind;
import dev.tawon.bench.load.LoadMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link LoadMain} in a process of its own. */
final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private LoadProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
    this.commands = process.outputWriter(StandardCharsets.US_ASCII);
  }

  /**
   * Starts one, and returns when it waits for commands.
   *
   * @param directory for its files
   * @param kinds what it does, all at once
   * @param options {@code threads=2}, {@code every=1}, {@code cpu=0}
   */
  static LoadProcess start(Path directory, List<Kind> kinds, String... options) {
    String kindList = kinds.stream().map(Kind::label).collect(Collectors.joining(","));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName(),
                kindList,
                directory.toString()));
    command.addAll(Arrays.asList(options));
    try {
      LoadProcess load =
          new LoadProcess(
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      load.answer();
      return load;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process's number. */
  int pid() {
    return (int) process.pid();
  }

  /** Works as fast as it goes. */
  Result run(double seconds) {
    begin(seconds);
    return end();
  }

  /** Begins to work as fast as it goes, and does not wait for {@link #end}. */
  void begin(double seconds) {
    send("run " + seconds);
  }

  /** Waits for the end of what {@link #begin} began. */
  Result end() {
    try {
      return new Result(Json.numbers(answer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Works at a rate. */
  Result run(double seconds, double perSecond) {
    send("run " + seconds + " " + perSecond);
    return end();
  }

  /** Does everything once. */
  void once() {
    send("once");
    end();
  }

  private void send(String line) {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the load ended");
    }
    return line;
  }

  /**
   * What a load did.
   *
   * @param numbers as it said: {@code exec.operations}
   */
  record Result(Map<String, Double> numbers) {
    double seconds() {
      return numbers.getOrDefault("seconds", Double.NaN);
    }

    /** How many it did, failed ones too. */
    long operations(Kind kind) {
      return number(kind, "operations").longValue();
    }

    long failed(Kind kind) {
      return number(kind, "failed").longValue();
    }

    double perSecond(Kind kind) {
      return operations(kind) / seconds();
    }

    /** Nanoseconds that an operation took in the quickest tenth of the windows. */
    double p10(Kind kind) {
      return number(kind, "p10");
    }

    private Double number(Kind kind, String name) {
      Double number = numbers.get(kind.label() + "." + name);
      if (number == null) {
        throw new IllegalStateException("the load said nothing of " + kind + ": " + numbers);
      }
      return number;
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
