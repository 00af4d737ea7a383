package dev.tawon.cli;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.FaultException;
import dev.tawon.sandbox.InvalidProgramException;
import dev.tawon.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tawon sandbox plugin}: the protocol in which bpf_conformance drives what it tests. */
@Command(
    name = "plugin",
    description = {
      "Runs one program as a plugin of the bpf_conformance suite.",
      "",
      "The program comes as hexadecimal bytes on standard input, its memory as hexadecimal bytes on the"
          + " command line; r0 goes to standard output, in hexadecimal. Helper 5 is the suite's: it returns its"
          + " argument, or ends the program if that is 0."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:r0 was printed", "1:the program is wrong, or was stopped"},
    footer = {
      "",
      "Examples:",
      "  bpf_conformance_runner --test_file_directory tests --plugin_path tawon-plugin.sh",
      "  echo 71 10 00 00 00 00 00 00 95 00 00 00 00 00 00 00 | tawon sandbox plugin '2a 00'"
    })
final class SandboxPluginCommand implements Callable<Integer> {
  private static final int UNWIND = 5;

  private final Environment environment;
  private final InputStream in;

  @Parameters(
      arity = "0..*",
      paramLabel = "MEMORY-AS-HEX",
      description = "What r1 points to; r2 has its length. Nothing, and r1 is 0.")
  private List<String> memory = List.of();

  @Option(names = "--interpreter", description = "Interpret the program instead of compiling it.")
  private boolean interpreter;

  SandboxPluginCommand(Environment environment, InputStream in) {
    this.environment = environment;
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    byte[] program =
        Hex.parse(
            "the program on standard input",
            new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    byte[] context = Hex.parse("the memory", String.join(" ", memory));
    long r0;
    try {
      r0 =
          Sandbox.builder(Decoder.decode(program))
              .engine(interpreter ? Engine.INTERPRETER : Engine.JIT)
              .helper(UNWIND, (caller, r1, _, _, _, _) -> r1 == 0 ? caller.end(0) : r1)
              .build()
              .run(context);
    } catch (MalformedInstructionException | InvalidProgramException | FaultException e) {
      throw new Failure(String.valueOf(e.getMessage()), "", ExitCode.FAILURE);
    }
    environment.out().println(Long.toHexString(r0));
    environment.out().flush();
    return ExitCode.OK;
  }
}
