package dev.tawon.bench;

import dev.tawon.bench.programs.BlockLatency;
import dev.tawon.bench.programs.CommandArguments;
import dev.tawon.bench.programs.ConnectionLives;
import dev.tawon.bench.programs.ConnectionTracker;
import dev.tawon.bench.programs.DnsNames;
import dev.tawon.bench.programs.EgressMarks;
import dev.tawon.bench.programs.ExecTracepoint;
import dev.tawon.bench.programs.FailedOpens;
import dev.tawon.bench.programs.FlowSlots;
import dev.tawon.bench.programs.HeaderChain;
import dev.tawon.bench.programs.HeaderParser;
import dev.tawon.bench.programs.LatencyHistogram;
import dev.tawon.bench.programs.ListenerGuard;
import dev.tawon.bench.programs.LoadBalancer;
import dev.tawon.bench.programs.OpenedFiles;
import dev.tawon.bench.programs.PathPrefix;
import dev.tawon.bench.programs.PingResponder;
import dev.tawon.bench.programs.PrefixLimiter;
import dev.tawon.bench.programs.ProcessRecords;
import dev.tawon.bench.programs.PtraceGuard;
import dev.tawon.bench.programs.QueueSpreader;
import dev.tawon.bench.programs.RateLimiter;
import dev.tawon.bench.programs.RouteForwarder;
import dev.tawon.bench.programs.RunQueueLatency;
import dev.tawon.bench.programs.SentSignals;
import dev.tawon.bench.programs.ServiceNat;
import dev.tawon.bench.programs.ServiceRedirect;
import dev.tawon.bench.programs.SettingLimit;
import dev.tawon.bench.programs.ShellLines;
import dev.tawon.bench.programs.StackSamples;
import dev.tawon.bench.programs.SystemCallFilter;
import dev.tawon.bench.programs.TcpConnect;
import dev.tawon.bench.programs.TlsHellos;
import dev.tawon.bench.programs.TunnelEntry;
import dev.tawon.bench.programs.XdpFirewall;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.object.LibbpfForm;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The programs that there are in C and in Java, as object files. */
final class Twins {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

  /** The programs in Java, by the names of the C files. */
  static final Map<String, Class<?>> JAVA = programs();

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
    programs.put("x23_siphash", FlowSlots.class);
    programs.put("x24_vxlan", TunnelEntry.class);
    programs.put("x25_sysctl", SettingLimit.class);
    programs.put("x26_readline", ShellLines.class);
    programs.put("x27_profile", StackSamples.class);
    programs.put("x28_nat", ServiceNat.class);
    programs.put("x29_forward", RouteForwarder.class);
    programs.put("x30_sockets", ListenerGuard.class);
    programs.put("x31_arguments", CommandArguments.class);
    return programs;
  }

  private Twins() {}

  /**
   * Makes of the C files {@code NAME.c.o}, for version 3 of the instruction set, and {@code NAME.v2.o}; and the tools {@code
   * vload} and {@code hooks}.
   *
   * @return what is the matter, if it does not work
   */
  static Optional<String> build(Settings settings, Path directory) throws IOException {
    Path sources = sources(settings.root());
    if (sources == null) {
      return Optional.of(
          "Not measured: there is no `shared/bench-reference/compiler` beside the checkout.\n");
    }
    String script =
        """
        set -eu
        cp "$1"/*.c "$2"/compiler/*.c "$2"/hooks.c .
        missing() {
          echo "$1 is missing: apt-get install clang-14 libbpf-dev libelf-dev zlib1g-dev bpftool gcc"
          exit 1
        }
        clang=$(command -v clang-14 || command -v clang) || missing clang
        for tool in bpftool gcc; do command -v $tool >/dev/null || missing $tool; done
        bpftool btf dump file /sys/kernel/btf/vmlinux format c >vmlinux.h
        for c in *.bpf.c; do
          for v in 2 3; do
            "$clang" -O2 -g -target bpf -D__TARGET_ARCH_x86 -mcpu=v$v -I. -w -c "$c" -o "${c%.bpf.c}.v$v.o"
          done
          mv "${c%.bpf.c}.v3.o" "${c%.bpf.c}.c.o"
        done
        gcc -O2 -w vload.c -o vload -lbpf -lelf -lz
        gcc -O2 -w -static hooks.c -o hooks -lbpf -lelf -lz
        """;
    Result built =
        run(
            directory,
            List.of(
                "sh",
                "-c",
                script,
                "sh",
                sources.toString(),
                settings.root().resolve("bench/src/main/c").toAbsolutePath().toString()));
    return built.code == 0
        ? Optional.empty()
        : Optional.of("Not measured: the C programs do not build: " + built.text.strip() + "\n");
  }

  /** A program in Java as {@code NAME.java.o}, for a kernel. */
  static Path java(String name, Path directory, Target target) throws IOException {
    Class<?> module = JAVA.get(name);
    if (module == null) {
      throw new IllegalArgumentException("no program " + name);
    }
    CompilerOptions options = new CompilerOptions(Map.of(), target.isAtLeast(6, 2), target);
    Path file = directory.resolve(name + ".java.o");
    Files.write(
        file,
        new ElfObject(
                LibbpfForm.of(Compiler.compile(module, options).object(), Btf.open(KERNEL)),
                Map.of(),
                Map.of())
            .toByteArray());
    return file;
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

  /** What came of a command, and all that it said. */
  record Result(int code, String text) {}

  /** Runs a command to its end. */
  static Result run(Path directory, List<String> command) throws IOException {
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
