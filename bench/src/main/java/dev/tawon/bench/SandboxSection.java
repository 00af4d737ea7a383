package dev.tawon.bench;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Five programs under the sandbox's two engines, beside C: as native code, and under an interpreter. */
final class SandboxSection implements Section {
  private static final List<String> PROGRAMS = List.of("sum", "pkt", "crc32", "fnv", "sort");
  private static final int MEMORY_BYTES = 16_384;

  /** What a row is made of, all in nanoseconds of a run. */
  private static final class Row {
    private final String program;
    private final Samples nativeCode = new Samples();
    private final Samples switched = new Samples();
    private final Samples compiled = new Samples();
    private final Samples interpreted = new Samples();
    private long instructions;

    Row(String program) {
      this.program = program;
    }
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public String measure(Settings settings) {
    Path programs = programs(settings.root());
    if (programs == null) {
      return """
      ## Programs in user space

      Not measured: there is no `shared/bench-reference/vm-programs` beside the checkout.
      """;
    }
    try {
      Path peer = buildPeer(settings);
      List<Row> rows = PROGRAMS.stream().map(Row::new).toList();
      for (Row row : rows) {
        measure(settings, programs, peer, row);
      }
      return text(settings, peer, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Path programs(Path root) {
    for (Path at = root.toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/bench-reference/vm-programs");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Path buildPeer(Settings settings) throws IOException {
    Path executable = settings.directory().resolve("vm");
    String source = settings.root().resolve("bench/src/main/c/vm.c").toString();
    try {
      run(List.of("gcc", "-O2", "-w", "-fno-tree-vectorize", "-o", executable.toString(), source));
      return executable;
    } catch (IOException e) {
      System.err.println("bench/run: without C: " + e.getMessage());
      return null;
    }
  }

  private static void measure(Settings settings, Path programs, @Nullable Path peer, Row row)
      throws IOException {
    Path hex = programs.resolve(row.program + ".v3.hex");
    List<Instruction> program =
        Decoder.decode(HexFormat.of().parseHex(Files.readString(hex).replaceAll("\\s", "")));
    byte[] memory = memory(row.program.equals("pkt"));
    Sandbox compiled = Sandbox.builder(program).engine(Engine.JIT).build();
    Sandbox interpreter = Sandbox.builder(program).engine(Engine.INTERPRETER).build();
    long expected = interpreter.run(memory);
    row.instructions = interpreter.instructions();
    double seconds = settings.shortSeconds() / 2;
    least(compiled, memory, expected, seconds); // until HotSpot has compiled it
    least(interpreter, memory, expected, seconds);
    for (int round = 0; round < settings.shortRounds(); round++) {
      row.compiled.add(least(compiled, memory, expected, seconds));
      row.interpreted.add(least(interpreter, memory, expected, seconds));
      if (peer != null) {
        String[] said =
            run(List.of(peer.toString(), row.program, hex.toString(), Double.toString(seconds)))
                .split(" ");
        if (Long.parseUnsignedLong(said[2]) != expected) {
          throw new IllegalStateException(row.program + " gives " + said[2] + " in C");
        }
        row.nativeCode.add(Double.parseDouble(said[0]));
        row.switched.add(Double.parseDouble(said[1]));
      }
    }
  }

  /** The least mean of windows of about a millisecond, as the peer does it. */
  private static double least(Sandbox sandbox, byte[] memory, long expected, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    double least = Double.POSITIVE_INFINITY;
    int repeat = 1;
    long now = System.nanoTime();
    while (now < end) {
      long different = 0;
      long begun = now;
      for (int i = 0; i < repeat; i++) {
        different |= sandbox.run(memory) ^ expected;
      }
      now = System.nanoTime();
      if (different != 0) {
        throw new IllegalStateException("a run gives another result than the first");
      }
      if (now - begun < 1_000_000) {
        repeat *= 2;
      } else {
        least = Math.min(least, (now - begun) / (double) repeat);
      }
    }
    return least;
  }

  /** As the reference prepares it. */
  private static byte[] memory(boolean packet) {
    byte[] memory = new byte[MEMORY_BYTES];
    int x = 1;
    for (int i = 0; i < 4096; i++) {
      x = x * 1664525 + 1013904223;
      memory[i] = (byte) (x >>> 24);
    }
    if (packet) {
      int[] header = {12, 8, 13, 0, 14, 0x45, 23, 6, 26, 10, 36, 1, 37, 0xbb, 47, 2};
      for (int i = 0; i < header.length; i += 2) {
        memory[header[i]] = (byte) header[i + 1];
      }
    }
    return memory;
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return said;
  }

  private static String text(Settings settings, @Nullable Path peer, List<Row> rows) {
    List<String> header =
        new ArrayList<>(List.of("program", "instructions", "JIT", "interpreter", "million/s"));
    header.addAll(List.of("`gcc -O2`", "C `switch`", "JIT / gcc"));
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    for (Row row : rows) {
      table.row(
          "`" + row.program + "`",
          Format.count(row.instructions),
          nanoseconds(row.compiled.min()),
          nanoseconds(row.interpreted.min()),
          Format.count(row.instructions / row.interpreted.min() * 1e3),
          nanoseconds(row.nativeCode.min()),
          nanoseconds(row.switched.min()),
          Format.decimal(row.compiled.min() / row.nativeCode.min(), 2));
    }
    return """
    ## Programs in user space

    Nanoseconds of a run, the least of %d rounds in turn, each the least mean of windows of a millisecond. The same bytes
    (instruction set version 3) under both engines of the sandbox, which check each access to memory and count instructions,
    and under a `switch` interpreter in C that does neither; `gcc -O2` is native code of the same programs without checks, not
    vectorised. `pkt` reads a packet's headers: its time is that of a whole call.
    %s
    %s\
    """
        .formatted(
            settings.shortRounds(), peer == null ? "\nWithout C: gcc is missing.\n" : "", table);
  }

  private static String nanoseconds(double number) {
    return number < 100 ? Format.decimal(number, 1) : Format.count(number);
  }
}
