package dev.tawon.cli;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.AssemblyException;
import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.isa.Syntax;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program out of a file.
 *
 * @param instructions the program
 * @param spec its description, if it comes out of an object
 * @param kernel what it runs in
 */
record SandboxProgram(
    List<Instruction> instructions, @Nullable ProgramSpec spec, SimulatedKernel kernel) {
  /**
   * Reads a file: what it is, its name and first bytes say.
   *
   * @param program which of an object's programs; may be null if there is one
   * @throws Failure if it is not a program
   */
  static SandboxProgram read(Path file, @Nullable String program) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (isElf(bytes)) {
      return ofObject(file, bytes, program);
    }
    if (program != null) {
      throw new Failure(
          file + " is no object: it has no program '" + program + "'",
          "--program is for ELF files, as compilers write them",
          ExitCode.USAGE);
    }
    return new SandboxProgram(instructions(file, bytes), null, SimulatedKernel.create());
  }

  /** A sandbox to say more about. */
  Sandbox.Builder builder() {
    Sandbox.Builder builder = spec == null ? Sandbox.builder(instructions) : Sandbox.builder(spec);
    return builder.kernel(kernel);
  }

  /** Whether it sees packets as an XDP program does. */
  boolean isXdp() {
    return spec != null && spec.type() == ProgramType.XDP;
  }

  private static boolean isElf(byte[] bytes) {
    return bytes.length > 3
        && bytes[0] == 0x7f
        && bytes[1] == 'E'
        && bytes[2] == 'L'
        && bytes[3] == 'F';
  }

  private static SandboxProgram ofObject(Path file, byte[] bytes, @Nullable String program) {
    ElfObject object;
    SimulatedKernel kernel = SimulatedKernel.create();
    try {
      object = ElfObject.parse(file.getFileName().toString(), bytes);
      kernel.createMaps(object);
    } catch (MalformedObjectException | IllegalArgumentException e) {
      throw new Failure(file + ": " + e.getMessage(), "", ExitCode.FAILURE);
    }
    List<ProgramSpec> all = object.spec().programs();
    List<ProgramSpec> found =
        program == null ? all : all.stream().filter(spec -> spec.name().equals(program)).toList();
    if (found.size() != 1) {
      String names = all.stream().map(ProgramSpec::name).collect(Collectors.joining(", "));
      throw new Failure(
          program == null
              ? file + " has " + all.size() + " programs"
              : file + " has no program '" + program + "'",
          all.isEmpty() ? "" : "--program NAME chooses one of: " + names,
          ExitCode.USAGE);
    }
    return new SandboxProgram(found.getFirst().instructions(), found.getFirst(), kernel);
  }

  private static List<Instruction> instructions(Path file, byte[] bytes) {
    String name = file.toString();
    if (name.endsWith(".asm") || name.endsWith(".s")) {
      return assemble(file, new String(bytes, StandardCharsets.UTF_8));
    }
    byte[] code =
        name.endsWith(".hex")
            ? Hex.parse(name, new String(bytes, StandardCharsets.ISO_8859_1))
            : bytes;
    try {
      return Decoder.decode(code);
    } catch (MalformedInstructionException e) {
      throw new Failure(
          name + ": " + e.getMessage(),
          "text is read as .asm, hexadecimal digits as .hex",
          ExitCode.FAILURE);
    }
  }

  /** Registers are {@code %r1} in the one spelling only. */
  private static List<Instruction> assemble(Path file, String text) {
    Syntax syntax =
        text.lines().map(line -> line.replaceAll("#.*", "")).anyMatch(line -> line.contains("%r"))
            ? Syntax.MNEMONIC
            : Syntax.KERNEL;
    try {
      return Assembler.assemble(syntax, text);
    } catch (AssemblyException e) {
      throw new Failure(file + ":" + e.getMessage(), "", ExitCode.FAILURE);
    }
  }
}
