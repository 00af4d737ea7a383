package dev.tawon.bench;

import dev.tawon.bench.programs.ExecTracepoint;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Encoder;
import dev.tawon.monitor.probe.MonitorModule;
import dev.tawon.object.ProgramType;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the compiler makes, beside clang, and how long it takes. */
final class CompilerSection implements Section {
  private static final CompilerOptions OPTIONS =
      new CompilerOptions(Map.of(), true, Target.of(6, 12));

  private static final CompilerOptions MONITOR_OPTIONS =
      new CompilerOptions(Map.of(), true, Target.of(6, 12), KernelHalf.OTHER_HOOKS)
          .forLoadingAtOnce();

  // Columns of vload.
  private static final int XLATED = 3;
  private static final int PROCESSED = 4;
  private static final int JITED = 5;
  private static final int VERIFIER = 6;

  @Override
  public String name() {
    return "compiler";
  }

  @Override
  public String measure(Settings settings) {
    try {
      return """
      ## The compiler

      The four C programs of `bench-reference/compiler` (c), those of `bench/src/main/c/compiler` (x), and the same in Java
      (`dev.tawon.bench.programs`): the same maps, the same work. *Java* is compiled for Linux 6.12, *C* by `clang-14 -O2 -mcpu=v3`; both are loaded by libbpf, out of object files, in one
      run. Instructions are slots of eight bytes: in the object; as the kernel runs them (`xlated`); as the verifier walks them
      (`processed`). *run* is the test run of the XDP programs, %d rounds of 200,000
      packets in turns, the median (least–most), with packets as in the section below, which tells apart what lies within the
      noise here. *verifier* is the median of %d loads in turns: c1's is the kernel's search, by name and through all of
      its types, for whether a pointer that is read from a pointer can be trusted; C that reads it without
      `bpf_probe_read_kernel` takes as long.

      %s
      %s\
      """
          .formatted(
              4 * settings.shortRounds() + 1,
              settings.shortRounds(),
              code(settings),
              time(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(Settings settings) throws IOException {
    Path scratch = Files.createDirectory(settings.directory().resolve("compiler"));
    Optional<String> trouble = Twins.build(settings, scratch);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    MarkdownTable table =
        new MarkdownTable(
            "program", "object", "xlated", "processed", "JITed bytes", "verifier, µs", "run, ns");
    for (String name : Twins.JAVA.keySet()) {
      Path java = Twins.java(name, scratch, Target.of(6, 12));
      Path c = scratch.resolve(name + ".c.o");
      List<Samples> durations = isXdp(java) ? testRuns(settings, name, java, c) : List.of();
      Map<Path, Samples> loads = new HashMap<>();
      for (int round = 0; round < settings.shortRounds(); round++) {
        for (Path file : round % 2 == 0 ? List.of(java, c) : List.of(c, java)) {
          long micros = load(file)[VERIFIER];
          loads.computeIfAbsent(file, _ -> new Samples()).add(micros);
        }
      }
      for (Path file : List.of(java, c)) {
        String label = name + (file == java ? ", Java" : ", C");
        String slots = Long.toString(slots(file));
        long[] said = load(file);
        if (said[XLATED] == 0) {
          table.row(label, slots, "not here", "", "", "", "");
        } else {
          table.row(
              label,
              slots,
              Long.toString(said[XLATED]),
              Long.toString(said[PROCESSED]),
              Long.toString(said[JITED]),
              Format.count(loads.getOrDefault(file, new Samples()).median()),
              durations.isEmpty() ? "" : Format.spread(durations.get(file == java ? 0 : 1)));
        }
      }
    }
    return table.toString();
  }

  /** What {@code vload} says of all programs of a file together; zeros of one that the kernel does not take. */
  private static long[] load(Path file) throws IOException {
    long[] sums = new long[VERIFIER + 1];
    String said = Twins.run(file.getParent(), List.of("./vload", file.toString())).text();
    for (String line : said.lines().skip(1).toList()) {
      String[] fields = line.split("\t", -1);
      for (int i = XLATED; i <= VERIFIER && fields.length > VERIFIER; i++) {
        sums[i] += Long.parseLong(fields[i]);
      }
    }
    return sums;
  }

  private static long slots(Path object) throws IOException {
    return ElfObject.parse("object", Files.readAllBytes(object)).spec().programs().stream()
        .mapToLong(
            program -> Encoder.slotOffsets(program.instructions())[program.instructions().size()])
        .sum();
  }

  private static boolean isXdp(Path object) throws IOException {
    return ElfObject.parse("object", Files.readAllBytes(object)).spec().programs().stream()
        .allMatch(program -> program.type() == ProgramType.XDP);
  }

  /** Nanoseconds of a packet's way through two programs, which take turns. */
  private static List<Samples> testRuns(Settings settings, String name, Path java, Path c)
      throws IOException {
    List<Hooks.Line> lines =
        Hooks.lines(
            Twins.run(
                    java.getParent(),
                    List.of(
                        "./hooks",
                        CompilerGuestSection.packet(name),
                        Integer.toString(4 * settings.shortRounds() + 1),
                        "200000",
                        java.toString(),
                        c.toString()))
                .text());
    return lines.stream().map(Hooks.Line::nanos).toList();
  }

  private static String time(Settings settings) {
    MarkdownTable table =
        new MarkdownTable(
            "compilation",
            "warm, ms",
            "cold, ms",
            "cold, with an AOT cache, ms",
            "allocated warm, KiB",
            "allocated cold, KiB",
            "classes",
            "resident at most, MiB");
    warm(ExecTracepoint.class, OPTIONS, settings);
    double exec = warm(ExecTracepoint.class, OPTIONS, settings);
    ColdCompilation cold = ColdCompilation.plain(settings);
    ColdCompilation cached = ColdCompilation.cached(settings);
    table.row(
        "the exec probe (c1)",
        Format.decimal(exec, 2),
        Format.spread(cold.milliseconds()),
        Format.spread(cached.milliseconds()),
        Format.count(allocated(ExecTracepoint.class, OPTIONS) / 1024),
        Format.count(cold.allocatedKib().median()),
        Format.count(cold.classes().median()),
        Format.decimal(cold.residentMib().median(), 0));
    table.row(
        "the monitor, six programs",
        Format.decimal(warm(MonitorModule.class, MONITOR_OPTIONS, settings), 2),
        "",
        "",
        Format.count(allocated(MonitorModule.class, MONITOR_OPTIONS) / 1024),
        "",
        "",
        "");
    return """
    Compilation alone, from the class to the description that is loaded. *Warm* is the median once HotSpot has compiled the
    compiler, *cold* the median (least–most) of JVMs that do nothing else first, on the class path that a library's user has:
    with the JDK's class-data archive alone, and with an AOT cache that such a program has made of itself (`-XX:AOTCacheOutput`).
    Classes, memory and the cold allocations are those without an AOT cache; what is resident is all of the JVM.

    %s\
    """
        .formatted(table);
  }

  private static double warm(Class<?> module, CompilerOptions options, Settings settings) {
    Samples samples = new Samples();
    long end = System.nanoTime() + (long) (settings.shortSeconds() * 4e9);
    while (System.nanoTime() < end) {
      long begun = System.nanoTime();
      Compiler.compile(module, options);
      samples.add((System.nanoTime() - begun) / 1e6);
    }
    return samples.median();
  }

  private static double allocated(Class<?> module, CompilerOptions options) {
    if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Compiler.compile(module, options);
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
    return Double.NaN;
  }
}
