package dev.tawon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** {@code bench/run [--brief] [SECTION...]}: measures, and writes {@code bench/RESULTS.md}. */
public final class Bench {
  private static final String HEAD =
      """
      # Results

      Written by `bench/run`, as root, which measures everything below in a quarter of an hour; `bench/run cost` measures one
      section anew (`loss`, `cost`, `peers`, `start`, `memory`, `vm`, `sandbox`, `compiler`, `compiler_guest`). Each section says what it ran and on which machine.

      **Read this first.** The processors are those of a small virtual machine, with other machines beside it and, while
      developing, other work on it. What is quoted is therefore the median of several runs, made in turn and not in a block where
      things are compared, with the least and the most beside it; of loops, the tenth percentile (p10) of the mean times of
      short windows of operations, which leaves out what was interrupted. Absolute numbers do not travel: system calls cost five
      times more on a machine with page-table isolation than on one without. Ratios to what ran beside them do. The load's
      own processes are the only ones that are looked at.
      """;

  private Bench() {}

  /** Sections in the order of the results. */
  private static List<Section> sections() {
    return List.of(
        new LossSection(),
        new CostSection(),
        new PeersSection(),
        new StartSection(),
        new MemorySection(),
        new GuestSection(),
        new SandboxSection(),
        new CompilerSection(),
        new CompilerGuestSection());
  }

  /** As the class says; the first argument is the checkout's directory. */
  public static void main(String[] arguments) throws IOException {
    List<String> names = new ArrayList<>(List.of(arguments));
    Path root = Path.of(names.removeFirst());
    boolean brief = names.remove("--brief");
    List<Section> sections = sections();
    List<String> known = sections.stream().map(Section::name).toList();
    for (String name : names) {
      if (!name.equals("all") && !known.contains(name)) {
        System.err.println("bench/run: no section " + name + "; there are " + known + " and all");
        System.exit(2);
      }
    }
    Path directory = Files.createTempDirectory("tawon-bench");
    try {
      Settings settings = brief ? Settings.brief(root, directory) : Settings.full(root, directory);
      for (Section section : sections) {
        if (names.isEmpty() || names.contains("all") || names.contains(section.name())) {
          String text = measure(section, settings);
          System.out.println(text);
          if (!brief) {
            write(root.resolve("bench/RESULTS.md"), known, section.name(), text);
          }
        }
      }
    } finally {
      remove(directory);
    }
  }

  private static String measure(Section section, Settings settings) {
    long begun = System.nanoTime();
    String load = Machine.load();
    String text = section.measure(settings);
    return text
        + "\n%s; %s, load %s before; took %d s.\n"
            .formatted(
                Machine.describe(),
                LocalDate.now(ZoneOffset.UTC),
                load,
                (System.nanoTime() - begun) / 1_000_000_000);
  }

  private static void write(Path file, List<String> order, String section, String text)
      throws IOException {
    Results results = Results.parse(Files.exists(file) ? Files.readString(file) : "");
    results.put(section, text);
    Files.writeString(file, results.render(HEAD, order));
  }

  private static void remove(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
