package dev.tawon.bench;

import dev.tawon.bench.programs.BlockLatency;
import dev.tawon.bench.programs.ConnectionLives;
import dev.tawon.bench.programs.ConnectionTracker;
import dev.tawon.bench.programs.DnsNames;
import dev.tawon.bench.programs.EgressMarks;
import dev.tawon.bench.programs.ExecTracepoint;
import dev.tawon.bench.programs.FailedOpens;
import dev.tawon.bench.programs.HeaderChain;
import dev.tawon.bench.programs.HeaderParser;
import dev.tawon.bench.programs.LatencyHistogram;
import dev.tawon.bench.programs.LoadBalancer;
import dev.tawon.bench.programs.OpenedFiles;
import dev.tawon.bench.programs.PathPrefix;
import dev.tawon.bench.programs.PingResponder;
import dev.tawon.bench.programs.PrefixLimiter;
import dev.tawon.bench.programs.ProcessRecords;
import dev.tawon.bench.programs.PtraceGuard;
import dev.tawon.bench.programs.QueueSpreader;
import dev.tawon.bench.programs.RateLimiter;
import dev.tawon.bench.programs.RunQueueLatency;
import dev.tawon.bench.programs.SentSignals;
import dev.tawon.bench.programs.ServiceRedirect;
import dev.tawon.bench.programs.SystemCallFilter;
import dev.tawon.bench.programs.TcpConnect;
import dev.tawon.bench.programs.TlsHellos;
import dev.tawon.bench.programs.XdpFirewall;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Encoder;
import dev.tawon.monitor.probe.MonitorModule;
import dev.tawon.object.LibbpfForm;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the compiler makes, beside clang, and how long it takes. */
final class CompilerSection implements Section {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");
  private static final CompilerOptions OPTIONS =
      new CompilerOptions(Map.of(), true, Target.of(6, 12));

  private static final CompilerOptions MONITOR_OPTIONS =
      new CompilerOptions(Map.of(), true, Target.of(6, 12), KernelHalf.OTHER_HOOKS);

  /** The programs in Java, by the names of the C files. */
  private static final Map<String, Class<?>> PROGRAMS = programs();

  private static Map<String, Class<?>> programs() {
    Map<String, Class<?>> programs = new LinkedHashMap<>();
    programs.put("c1_exec", ExecTracepoint.class);
    programs.put("c3_tcpconnect", TcpConnect.class);
    programs.put("c4_xdpfw", XdpFirewall.class);
    programs.put("c6_lsmptrace", PtraceGuard.class);
    programs.put("x1_parser", HeaderParser.class);
    programs.put("x2_ratelimit", RateLimiter.class);
    programs.put("x3_path", PathPrefix.class);
    programs.put("x4_histogram", LatencyHistogram.class);
    programs.put("x5_filter", SystemCallFilter.class);
    programs.put("x6_conntrack", ConnectionTracker.class);
    programs.put("x7_copy", ProcessRecords.class);
    programs.put("x8_switch", HeaderChain.class);
    programs.put("x9_hash", QueueSpreader.class);
    programs.put("x10_checksum", PingResponder.class);
    programs.put("x11_runqueue", RunQueueLatency.class);
    programs.put("x12_opens", FailedOpens.class);
    programs.put("x13_lives", ConnectionLives.class);
    programs.put("x14_balancer", LoadBalancer.class);
    programs.put("x15_marks", EgressMarks.class);
    programs.put("x16_redirect", ServiceRedirect.class);
    programs.put("x17_chains", OpenedFiles.class);
    programs.put("x18_dns", DnsNames.class);
    programs.put("x19_block", BlockLatency.class);
    programs.put("x20_tls", TlsHellos.class);
    programs.put("x21_bucket", PrefixLimiter.class);
    programs.put("x22_signals", SentSignals.class);
    return programs;
  }

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
      (`processed`). The last column is the test run of the XDP programs with an IPv4 packet (UDP from 10.0.0.1 to port 53), the
      least of %d rounds. *verifier* is one load: c1's is the kernel's search, by name and through all of its types, for whether a
      pointer that is read from a pointer can be trusted; C that reads it without `bpf_probe_read_kernel` takes as long.

      %s
      %s\
      """
          .formatted(settings.shortRounds(), code(settings), time(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(Settings settings) throws IOException {
    Path sources = sources(settings.root());
    if (sources == null) {
      return "Not measured: there is no `shared/bench-reference/compiler` beside the checkout.\n";
    }
    Path scratch = Files.createDirectory(settings.directory().resolve("compiler"));
    String build =
        """
        set -eu
        cp "$1"/*.c "$2"/*.c .
        clang=$(command -v clang-14 || command -v clang)
        bpftool btf dump file /sys/kernel/btf/vmlinux format c >vmlinux.h
        for c in *.bpf.c; do
          "$clang" -O2 -g -target bpf -D__TARGET_ARCH_x86 -mcpu=v3 -I. -w -c "$c" -o "${c%.bpf.c}.c.o"
        done
        gcc -O2 -w vload.c -o vload -lbpf -lelf -lz
        """;
    Result built =
        run(
            scratch,
            List.of(
                "sh",
                "-c",
                build,
                "sh",
                sources.toString(),
                settings.root().resolve("bench/src/main/c/compiler").toAbsolutePath().toString()));
    if (built.code != 0) {
      return "Not measured: the C programs do not build: " + built.text.strip() + "\n";
    }
    MarkdownTable table =
        new MarkdownTable(
            "program", "object", "xlated", "processed", "JITed bytes", "verifier, µs", "run, ns");
    Btf kernel = Btf.open(KERNEL);
    for (Map.Entry<String, Class<?>> entry : PROGRAMS.entrySet()) {
      Path java = scratch.resolve(entry.getKey() + ".java.o");
      Files.write(java, object(entry.getValue(), kernel));
      row(settings, table, entry.getKey() + ", Java", java);
      row(settings, table, entry.getKey() + ", C", scratch.resolve(entry.getKey() + ".c.o"));
    }
    return table.toString();
  }

  private static byte[] object(Class<?> module, Btf kernel) {
    ObjectSpec object = Compiler.compile(module, OPTIONS).object();
    return new ElfObject(LibbpfForm.of(object, kernel), Map.of(), Map.of()).toByteArray();
  }

  private static void row(Settings settings, MarkdownTable table, String label, Path object)
      throws IOException {
    String said = run(object.getParent(), List.of("./vload", object.toString())).text;
    List<String[]> programs = said.lines().skip(1).map(line -> line.split("\t", -1)).toList();
    if (programs.isEmpty() || programs.getFirst().length < 7) {
      int slots =
          ElfObject.parse("object", Files.readAllBytes(object)).spec().programs().stream()
              .mapToInt(program ->
                  Encoder.slotOffsets(program.instructions())[program.instructions().size()])
              .sum();
      table.row(label, Integer.toString(slots), "not here", "", "", "", "");
      return;
    }
    String duration = isXdp(object) ? testRun(settings, object) : "";
    table.row(
        label,
        sum(programs, 2),
        sum(programs, 3),
        sum(programs, 4),
        sum(programs, 5),
        sum(programs, 6),
        duration);
  }

  /** Of all programs of a file. */
  private static String sum(List<String[]> programs, int field) {
    return String.valueOf(
        programs.stream().mapToLong(program -> Long.parseLong(program[field])).sum());
  }

  private static boolean isXdp(Path object) throws IOException {
    return ElfObject.parse("object", Files.readAllBytes(object)).spec().programs().stream()
        .allMatch(program -> program.type() == ProgramType.XDP);
  }

  /** The program on a packet, in a mount namespace whose BPF file system goes with it. */
  private static String testRun(Settings settings, Path object) throws IOException {
    Path packet = object.resolveSibling("packet");
    Files.write(packet, packet());
    String script =
        """
        mkdir -p bpf && mount -t bpf bpf bpf && bpftool prog loadall "$1" bpf/p >/dev/null &&
        for i in $(seq "$2"); do
          bpftool prog run pinned bpf/p/* data_in packet repeat 1000000
        done
        """;
    Result result =
        run(
            object.getParent(),
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
                object.toString(),
                Integer.toString(settings.shortRounds())));
    return result
        .text
        .lines()
        .filter(line -> line.contains("duration (average): "))
        .map(line -> Integer.parseInt(line.replaceAll(".*average\\): (\\d+)ns.*", "$1")))
        .min(Integer::compare)
        .map(String::valueOf)
        .orElse("not here");
  }

  /** UDP from 10.0.0.1 to port 53. */
  private static byte[] packet() {
    byte[] packet = new byte[64];
    int[] bytes = {12, 8, 14, 0x45, 17, 50, 22, 64, 23, 17, 26, 10, 29, 1, 30, 10, 33, 2, 37, 53};
    for (int i = 0; i < bytes.length; i += 2) {
      packet[bytes[i]] = (byte) bytes[i + 1];
    }
    return packet;
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

  private static @Nullable Path sources(Path root) {
    for (Path at = root.toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/bench-reference/compiler");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }

  private record Result(int code, String text) {}

  private static Result run(Path directory, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Result(process.waitFor(), said);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
