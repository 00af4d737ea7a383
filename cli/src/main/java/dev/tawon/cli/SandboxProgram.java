package dev.tawon.cli;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.AssemblyException;
import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.isa.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program out of a file.
 *
 * @param instructions the program
 */
record SandboxProgram(List<Instruction> instructions) {
  /**
   * Reads a file: what it is, its name says.
   *
   * @throws Failure if it is not a program
   */
  static SandboxProgram read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.toString();
    if (name.endsWith(".asm") || name.endsWith(".s")) {
      return assemble(file, new String(bytes, StandardCharsets.UTF_8));
    }
    byte[] code =
        name.endsWith(".hex")
            ? Hex.parse(name, new String(bytes, StandardCharsets.ISO_8859_1))
            : bytes;
    try {
      return new SandboxProgram(Decoder.decode(code));
    } catch (MalformedInstructionException e) {
      throw new Failure(
          name + ": " + e.getMessage(),
          "text is read as .asm, hexadecimal digits as .hex",
          ExitCode.FAILURE);
    }
  }

  /** Registers are {@code %r1} in the one spelling only. */
  private static SandboxProgram assemble(Path file, String text) {
    Syntax syntax =
        text.lines().map(line -> line.replaceAll("#.*", "")).anyMatch(line -> line.contains("%r"))
            ? Syntax.MNEMONIC
            : Syntax.KERNEL;
    try {
      return new SandboxProgram(Assembler.assemble(syntax, text));
    } catch (AssemblyException e) {
      throw new Failure(file + ":" + e.getMessage(), "", ExitCode.FAILURE);
    }
  }
}
