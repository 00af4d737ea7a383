package dev.tawon.cli;

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
      "FILE is assembler text (.asm), in the kernel's spelling or the conformance suite's; or hexadecimal"
          + " bytes (.hex); or the bytes themselves."
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
      "  tawon sandbox run filter.hex --memory-file packet.bin --trace"
    })
final class SandboxRunCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(paramLabel = "FILE", description = "The program.")
  private Path file;

  @ArgGroup private @Nullable MemoryOption memory;

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

  /** Where the program's memory comes from. */
  static final class MemoryOption {
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

    byte[] bytes() throws IOException {
      return file != null ? Files.readAllBytes(file) : Hex.parse("--memory", hex == null ? "" : hex);
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SandboxRunCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (budget < 1) {
      throw new Failure(
          "--budget has to be positive, not " + budget, "", ExitCode.USAGE);
    }
    SandboxProgram program = SandboxProgram.read(file);
    byte[] context = memory == null ? new byte[0] : memory.bytes();
    TraceLines lines = new TraceLines(environment.out(), program.instructions());
    long r0;
    try {
      Sandbox.Builder builder =
          Sandbox.builder(program.instructions()).engine(engine).budget(budget);
      if (trace) {
        builder.tracer(lines);
      }
      r0 = builder.build().run(context);
    } catch (InvalidProgramException | FaultException e) {
      lines.stopped();
      throw new Failure(
          file + ": " + e.getMessage(),
          trace ? "" : "--trace shows the way there",
          ExitCode.FAILURE);
    }
    if (trace) {
      lines.ended(r0);
    }
    environment.out().println("r0 = 0x" + Long.toHexString(r0) + " (" + r0 + ")");
    environment.out().flush();
    return ExitCode.OK;
  }
}
