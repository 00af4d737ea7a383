package dev.tawon.cli;

import dev.tawon.sandbox.Capture;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.FaultException;
import dev.tawon.sandbox.InvalidProgramException;
import dev.tawon.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "With --pcap the program runs on each packet of a capture, and its verdicts are counted."
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
          ? Files.readAllBytes(file)
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
    SandboxProgram program = SandboxProgram.read(file, name);
    TraceLines lines = new TraceLines(environment.out(), program.instructions());
    try {
      Sandbox.Builder builder = program.builder().engine(engine).budget(budget);
      if (trace) {
        builder.tracer(lines);
      }
      Sandbox sandbox = builder.build();
      if (capture == null) {
        once(sandbox, lines);
      } else {
        packets(sandbox, program.isXdp(), capture, lines);
      }
    } catch (InvalidProgramException | FaultException e) {
      if (trace) {
        lines.stopped();
      }
      throw new Failure(
          file + ": " + e.getMessage(),
          trace ? "" : "--trace shows the way there",
          ExitCode.FAILURE);
    }
    program.kernel().printed().forEach(environment.out()::println);
    environment.out().flush();
    return ExitCode.OK;
  }

  private void once(Sandbox sandbox, TraceLines lines) throws IOException {
    long r0 = sandbox.run(input == null ? new byte[0] : input.bytes());
    if (trace) {
      lines.ended(r0);
    }
    environment.out().println("r0 = 0x" + Long.toHexString(r0) + " (" + r0 + ")");
  }

  private void packets(Sandbox sandbox, boolean xdp, Path file, TraceLines lines)
      throws IOException {
    Capture capture;
    try {
      capture = Capture.parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new Failure(file + ": " + e.getMessage(), "", ExitCode.FAILURE);
    }
    PacketVerdicts verdicts = new PacketVerdicts(xdp);
    for (Capture.Packet packet : capture.packets()) {
      lines.begin();
      verdicts.run(sandbox, packet);
    }
    if (write != null) {
      Files.write(write, verdicts.passed().toPcap());
    }
    environment.out().print(verdicts.summary(capture.packets().size()));
  }
}
