package dev.tawon.bench;

import dev.tawon.compiler.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long what the compiler makes runs, beside clang's, at the hooks that it is for: programs that look at every process of a
 * system, or that refuse something, in a guest. Needs QEMU.
 */
final class CompilerGuestSection implements Section {
  /** Where the programs that are ours are passed too. */
  private static final Target NEWEST = Target.of(6, 12);

  private static final Map<String, Target> KERNELS = kernels();

  /** How each program is passed: what {@code hooks.c} does, and how often a round. */
  private static final Map<String, String> HOOKS = hooks();

  private static final int ROUNDS = 3;

  private static Map<String, Target> kernels() {
    Map<String, Target> kernels = new LinkedHashMap<>();
    kernels.put("6.1", Target.of(6, 1));
    kernels.put("6.12", NEWEST);
    return kernels;
  }

  private static Map<String, String> hooks() {
    Map<String, String> hooks = new LinkedHashMap<>();
    hooks.put("c1_exec", "exec 500");
    hooks.put("c3_tcpconnect", "connect 500");
    hooks.put("c4_xdpfw", "udp 20000");
    hooks.put("c6_lsmptrace", "trace 2000");
    hooks.put("x1_parser", "tcp 20000");
    hooks.put("x2_ratelimit", "udp 20000");
    hooks.put("x6_conntrack", "tcp 20000");
    hooks.put("x8_switch", "udp6 20000");
    hooks.put("x9_hash", "udp 20000");
    hooks.put("x10_checksum", "ping 1"); // it changes the packet
    hooks.put("x14_balancer", "udp 20000");
    hooks.put("x18_dns", "udp 20000");
    hooks.put("x20_tls", "tcp 20000");
    hooks.put("x21_bucket", "udp 20000");
    return hooks;
  }

  /** The packet for an XDP program, as {@code hooks.c} calls it. */
  static String packet(String program) {
    return HOOKS.getOrDefault(program, "udp").split(" ")[0];
  }

  @Override
  public String name() {
    return "compiler_guest";
  }

  @Override
  public String measure(Settings settings) {
    try {
      return """
      ## The compiler, at its programs' hooks

      The programs of the section above that can be passed at will, in guests of QEMU whose clock counts instructions, one a
      nanosecond (`tawon vm run --accel counted`): *run* is how many instructions of the processor a run of the program
      takes, the kernel's helpers and the reading of the clock among them, and is the same whenever it is measured. By
      `bpf_stats`, both attached in turns, the median of %d rounds: c1 of 500 executions each, c3 of 500 connections by IPv4 and
      IPv6 in turns, with all their changes of state, c6 of 2,000 looks at a process, every second of which is refused; of the XDP
      programs by test runs of 20,000 packets that go through all of the program, x10's of one, which it
      answers. *Java* is compiled for the guest's kernel. Its ring buffers wake nobody, C's look for whether somebody waits.

      %s\
      """
          .formatted(ROUNDS, table(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String table(Settings settings) throws IOException {
    Path scratch = Files.createDirectory(settings.directory().resolve("guest"));
    Optional<String> trouble = Twins.build(settings, scratch);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    MarkdownTable table =
        new MarkdownTable("kernel, program", "object", "xlated", "processed", "JITed bytes", "run");
    StringBuilder refusals = new StringBuilder();
    for (Map.Entry<String, Target> kernel : KERNELS.entrySet()) {
      Path share = Files.createDirectory(scratch.resolve("share-" + kernel.getKey()));
      for (Hooks.Line line :
          run(settings, kernel.getKey(), script(scratch, share, kernel), share)) {
        String label = kernel.getKey() + ", " + label(line.file());
        if (line.refused().isEmpty()) {
          table.row(
              label,
              Long.toString(line.instructions()),
              Long.toString(line.xlated()),
              Long.toString(line.processed()),
              Long.toString(line.jited()),
              Format.count(line.nanos().median()));
        } else {
          table.row(label, Long.toString(line.instructions()), "refused", "", "", "");
          refusals.append("\n%s: `%s`\n".formatted(label, line.refused()));
        }
      }
    }
    return table + refusals.toString();
  }

  /** {@code c1_exec, Java}. */
  private static String label(String file) {
    String program = file.substring(0, file.indexOf('.'));
    return program
        + (file.endsWith(".java.o") ? ", Java" : file.endsWith(".v2.o") ? ", C, v2" : ", C");
  }

  /** Writes what the guest needs, and returns what it does. */
  private static String script(Path scratch, Path share, Map.Entry<String, Target> kernel)
      throws IOException {
    StringBuilder script = new StringBuilder("ip link set lo up\n");
    Files.copy(
        scratch.resolve("hooks"), share.resolve("hooks"), StandardCopyOption.COPY_ATTRIBUTES);
    for (Map.Entry<String, String> hook : HOOKS.entrySet()) {
      String name = hook.getKey();
      if (name.startsWith("x") && !kernel.getValue().equals(NEWEST)) {
        continue;
      }
      String[] words = hook.getValue().split(" ");
      script.append("./hooks %s %d %s".formatted(words[0], ROUNDS, words[1]));
      Twins.java(name, share, kernel.getValue());
      script.append(" ").append(name).append(".java.o");
      // 6.12 refuses clang's 32-bit negation of a truth as what a security hook returns; it takes
      // the 64-bit one.
      for (String c : name.equals("c6_lsmptrace") ? List.of(".c.o", ".v2.o") : List.of(".c.o")) {
        Files.copy(scratch.resolve(name + c), share.resolve(name + c));
        script.append(" ").append(name).append(c);
      }
      script.append(" || exit 1\n");
    }
    return script.toString();
  }

  private static List<Hooks.Line> run(Settings settings, String kernel, String script, Path share)
      throws IOException {
    Process process =
        new ProcessBuilder(
                settings.root().resolve("tawon").toString(),
                "vm",
                "run",
                "--kernel",
                kernel,
                "--accel",
                "counted",
                "--cpus",
                "1",
                "--timeout",
                "30m",
                "--share",
                share.toString(),
                "--",
                "sh",
                "-c",
                script)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the guest of Linux " + kernel + " failed: " + said);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Hooks.lines(said);
  }
}
