package dev.tawon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference monitor in C, built from sources outside of the project: {@code mon.c}, {@code mon.bpf.c} and {@code mon.h} in the
 * directory that {@code TAWON_PEERS} names. It reports executions, opens and connects of one cgroup, and empties its ring every
 * five milliseconds.
 */
final class Peer {
  private static final int LIMIT_SECONDS = 60;
  private static final Pattern STATISTICS =
      Pattern.compile("stat (?<program>\\w+) cnt (?<count>\\d+) avg_ns (?<mean>[\\d.]+)");

  private final Path directory;

  private Peer(Path directory) {
    this.directory = directory;
  }

  /**
   * Builds it.
   *
   * @param scratch where
   * @param missing receives what stands in the way, if anything does
   * @return null if it cannot be built
   */
  static @Nullable Peer build(Path scratch, List<String> missing) {
    Map<String, String> environment = System.getenv();
    String sources = environment.get("TAWON_PEERS");
    if (sources == null) {
      missing.add("`TAWON_PEERS` does not name a directory with the C reference's sources");
      return null;
    }
    String unpacked = environment.getOrDefault("TAWON_ROOT", "");
    String script =
        """
        set -eu
        cp "$1"/mon.c "$1"/mon.bpf.c "$1"/mon.h .
        lib=$2/usr/lib/x86_64-linux-gnu
        export LD_LIBRARY_PATH=$lib:$2/usr/lib/llvm-14/lib
        clang=$(command -v "$2/usr/bin/clang-14" || command -v clang) ||
          { echo 'clang is missing: apt-get install clang-14 libbpf-dev libelf-dev bpftool gcc' >&2; exit 1; }
        bpftool btf dump file /sys/kernel/btf/vmlinux format c >vmlinux.h
        "$clang" -O2 -g -target bpf -D__TARGET_ARCH_x86 -mcpu=v3 -I. -I"$2/usr/include" -w -c mon.bpf.c -o mon.bpf.o
        gcc -O2 -w -I"$2/usr/include" mon.c -o mon -L"$lib" -l:libbpf.a -l:libelf.a -lz
        """;
    try {
      Path directory = Files.createDirectory(scratch.resolve("peer"));
      Process build =
          new ProcessBuilder("sh", "-c", script, "sh", sources, unpacked)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(build.getInputStream().readAllBytes());
      if (build.waitFor() == 0) {
        return new Peer(directory);
      }
      missing.add("the C reference does not build: " + said.strip());
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The mean time of a run of each of its programs, as it prints them. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> means = new java.util.LinkedHashMap<>();
    Matcher matcher = STATISTICS.matcher(text);
    while (matcher.find()) {
      if (Long.parseLong(matcher.group("count")) > 0) {
        means.put(matcher.group("program"), Double.parseDouble(matcher.group("mean")));
      }
    }
    return means;
  }

  /** Starts it on a cgroup, attached to BTF tracepoints, and returns when it is attached. */
  Running start(Path cgroup) {
    return start(List.of("./mon", "-v", "btf", "-w", "1", "-poll", "5", "-cg", cgroup.toString()));
  }

  /**
   * Starts it on a cgroup, attached to the tracepoints of single system calls, with run statistics on. Those need tracefs, which
   * is mounted where nobody else sees it.
   */
  Running startWithStatistics(Path cgroup) {
    return start(
        List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount -t tracefs tracefs /sys/kernel/tracing && MON_STATS=1 exec ./mon \"$@\"",
            "sh",
            "-v",
            "tp",
            "-w",
            "1",
            "-poll",
            "5",
            "-cg",
            cgroup.toString()));
  }

  private Running start(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(directory.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader errors = process.errorReader();
      String line = errors.readLine();
      if (line == null || !line.startsWith("READY")) {
        throw new IllegalStateException(
            "the C reference does not start: " + line + Arrays.toString(errors.lines().toArray()));
      }
      return new Running(process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reference monitor at work. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader errors;

    private Running(Process process, BufferedReader errors) {
      this.process = process;
      this.errors = errors;
    }

    /** Ends it, and returns what it says at its end. */
    String stop() {
      process.toHandle().destroy();
      String said = String.join("\n", errors.lines().toList());
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      return said;
    }

    @Override
    public void close() {
      if (process.isAlive()) {
        stop();
      }
    }
  }
}
