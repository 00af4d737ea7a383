package dev.tawon.cli;

import dev.tawon.sandbox.Capture;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.FaultException;
import dev.tawon.sandbox.InvalidProgramException;
import dev.tawon.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tawon sandbox run}: a program out of a file, once. */
@Command(
    name = "run",
    description = {
      "Runs an eBPF program and prints r0.",
      "",
      "FILE is an object (ELF), as compilers write it; or assembler text (.asm), in the kernel's spelling or"
          + " the conformance suite's; or hexadecimal bytes (.hex); or the bytes themselves. Maps and helpers are"
          + " simulated: it is one second after boot, the process is number 1, and maps begin as the object says.",
      "",
      "With --pcap the program runs on each packet of a capture, and its verdicts are counted. A program that depends"
          + " on the kernel's types (CO-RE) is fitted to those of this machine's kernel, or of --btf."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it ran to its end",
      "1:it cannot be read or run, or was stopped",
      "2:the command line is wrong"
    },
    footer = {
      "",
      "Examples:",
      "  tawon sandbox run filter.asm --memory '45 00 00 28'",
      "  tawon sandbox run filter.hex --memory-file packet.bin --trace",
      "  tawon sandbox run firewall.o --program block --pcap traffic.pcap --write passed.pcap"
    })
final class SandboxRunCommand implements Callable<Integer> {
  /** What fits into an array, with room for what is made of it. */
  private static final long MAX_CAPTURE = 1L << 30;

  private final Environment environment;

  @Parameters(paramLabel = "FILE", description = "The program.")
  private Path file;

  @Option(
      names = "--program",
      paramLabel = "NAME",
      description = "Which of an object's programs; needed if it has several.")
  private @Nullable String name;

  @ArgGroup private @Nullable Input input;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "With --pcap: write the packets that pass to a pcap file.")
  private @Nullable Path write;

  @Option(
      names = "--btf",
      paramLabel = "FILE",
      description =
          "The kernel's types (default: /sys/kernel/btf/vmlinux, if the object needs them).")
  private @Nullable Path types;

  @Option(
      names = "--option",
      paramLabel = "NAME=N",
      description = "An option of the kernel's configuration, for objects that ask for it.")
  private Map<String, Long> options = Map.of();

  @Option(
      names = "--json",
      description =
          "Print one JSON object: the result or the verdicts, and what the program printed.")
  private boolean json;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "jit or interpreter (default: jit).")
  private Engine engine = Engine.JIT;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Stop it after about N instructions (default: 1000000000).")
  private long budget = 1_000_000_000;

  @Option(
      names = "--trace",
      description = "Print each instruction with the registers that it changed; interprets.")
  private boolean trace;

  /** What the program runs on. */
  static final class Input {
    @Option(
        names = "--memory",
        paramLabel = "HEX",
        description = "What r1 points to, as hexadecimal bytes.")
    private @Nullable String hex;

    @Option(
        names = "--memory-file",
        paramLabel = "FILE",
        description = "What r1 points to, as a file.")
    private @Nullable Path file;

    @Option(
        names = "--pcap",
        paramLabel = "FILE",
        description = "Run it on each packet of a pcap or pcapng file.")
    private @Nullable Path pcap;

    byte[] bytes() throws IOException {
      return file != null
          ? SandboxProgram.contents(file)
          : Hex.parse("--memory", hex == null ? "" : hex);
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SandboxRunCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (budget < 1) {
      throw new Failure("--budget has to be positive, not " + budget, "", ExitCode.USAGE);
    }
    Path capture = input == null ? null : input.pcap;
    if (write != null && capture == null) {
      throw new Failure("--write needs --pcap", "", ExitCode.USAGE);
    }
    if (json && trace) {
      throw new Failure("--json and --trace exclude each other", "", ExitCode.USAGE);
    }
    SandboxProgram program = SandboxProgram.read(file, name, types, options);
    TraceLines lines = new TraceLines(environment.out(), program.instructions());
    try {
      Sandbox.Builder builder = program.builder().engine(engine).budget(budget);
      if (trace) {
        builder.tracer(lines);
      }
      Sandbox sandbox = builder.build();
      if (capture == null) {
        once(sandbox, program, lines);
      } else {
        packets(sandbox, program, capture, lines);
      }
    } catch (InvalidProgramException | FaultException e) {
      if (trace) {
        lines.stopped();
      }
      throw new Failure(file + ": " + e.getMessage(), hint(program, e), ExitCode.FAILURE);
    }
    if (!json) {
      program.kernel().printed().forEach(environment.out()::println);
    }
    environment.out().flush();
    return ExitCode.OK;
  }

  private String hint(SandboxProgram program, RuntimeException failure) {
    if (failure instanceof InvalidProgramException) {
      return "";
    }
    if (input == null && program.spec() != null) {
      return PacketVerdicts.seesPackets(program.type())
          ? "it is for packets: --pcap FILE runs it on those of a capture"
          : "it has no context: --memory HEX or --memory-file FILE says what r1 points to";
    }
    return trace ? "" : "--trace shows the way there";
  }

  private void once(Sandbox sandbox, SandboxProgram program, TraceLines lines) throws IOException {
    long r0 = sandbox.run(input == null ? new byte[0] : input.bytes());
    if (trace) {
      lines.ended(r0);
    }
    if (json) {
      List<String> printed = program.kernel().printed();
      environment.out().println(SandboxJson.ofResult(r0, sandbox.instructions(), printed));
    } else {
      environment.out().println("r0 = 0x" + Long.toHexString(r0) + " (" + r0 + ")");
    }
  }

  private void packets(Sandbox sandbox, SandboxProgram program, Path file, TraceLines lines)
      throws IOException {
    Capture capture;
    if (Files.size(file) > MAX_CAPTURE) {
      throw new Failure(
          "%s has %d bytes: %d are the most".formatted(file, Files.size(file), MAX_CAPTURE),
          "split it, as by tcpdump -r FILE -w PART -C 1000",
          ExitCode.FAILURE);
    }
    try {
      capture = Capture.parse(SandboxProgram.contents(file));
    } catch (IllegalArgumentException e) {
      throw new Failure(file + ": " + e.getMessage(), "", ExitCode.FAILURE);
    }
    if (capture.cut()) {
      environment
          .err()
          .println("tawon: warning: " + file + " ends within a packet, which is left out");
    }
    PacketVerdicts verdicts = new PacketVerdicts(program.type());
    for (Capture.Packet packet : capture.packets()) {
      lines.begin();
      verdicts.run(sandbox, packet);
    }
    if (write != null) {
      try {
        Files.write(write, verdicts.passed().toPcap());
      } catch (IllegalStateException e) {
        throw new Failure(write + ": " + e.getMessage(), "", ExitCode.FAILURE);
      }
    }
    int packets = capture.packets().size();
    if (json) {
      environment
          .out()
          .println(SandboxJson.ofVerdicts(packets, verdicts, program.kernel().printed()));
    } else {
      environment.out().print(verdicts.summary(packets));
    }
  }
}
