package dev.tawon.cli;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.AssemblyException;
import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.isa.Syntax;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.NearNames;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.KernelOption;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program out of a file.
 *
 * @param instructions the program
 * @param spec its description, if it comes out of an object
 * @param kernel what it runs in
 * @param object the object that it comes out of, or null
 * @param types the kernel's types, if the object depends on them
 */
record SandboxProgram(
    List<Instruction> instructions,
    @Nullable ProgramSpec spec,
    SimulatedKernel kernel,
    @Nullable ElfObject object,
    @Nullable Btf types) {
  private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");

  /**
   * Reads a file: what it is, its name and first bytes say.
   *
   * @param program which of an object's programs; may be null if there is one
   * @param types a file with the kernel's types (BTF); null is this machine's kernel's
   * @param options the kernel's options
   * @throws Failure if it is not a program
   */
  static SandboxProgram read(
      Path file, @Nullable String program, @Nullable Path types, Map<String, Long> options)
      throws IOException {
    byte[] bytes = contents(file);
    if (isElf(bytes)) {
      return ofObject(file, bytes, program, types, options);
    }
    if (types != null || !options.isEmpty()) {
      throw new Failure(
          file + " is no object: it cannot depend on a kernel",
          "--btf and --option are for ELF files, as compilers write them",
          ExitCode.USAGE);
    }
    if (file.toString().endsWith(".o")) {
      throw new Failure(
          file + " is no object: it does not begin like an ELF file", "", ExitCode.FAILURE);
    }
    if (program != null) {
      throw new Failure(
          file + " is no object: it has no program '" + program + "'",
          "--program is for ELF files, as compilers write them",
          ExitCode.USAGE);
    }
    return new SandboxProgram(
        instructions(file, bytes), null, SimulatedKernel.create(), null, null);
  }

  /** A file's bytes; the JDK's error for a directory does not say which. */
  static byte[] contents(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new Failure(file + " is a directory", "", ExitCode.FAILURE);
    }
    return Files.readAllBytes(file);
  }

  /** A sandbox to say more about. */
  Sandbox.Builder builder() {
    Sandbox.Builder builder = spec == null ? Sandbox.builder(instructions) : Sandbox.builder(spec);
    if (object != null && types != null) {
      builder.types(object.spec().btf(), types);
    }
    return builder.kernel(kernel);
  }

  /** What kind of program it is; without an object, a socket filter. */
  ProgramType type() {
    return spec == null ? ProgramType.SOCKET_FILTER : spec.type();
  }

  private static boolean isElf(byte[] bytes) {
    return bytes.length > 3
        && bytes[0] == 0x7f
        && bytes[1] == 'E'
        && bytes[2] == 'L'
        && bytes[3] == 'F';
  }

  private static SandboxProgram ofObject(
      Path file,
      byte[] bytes,
      @Nullable String program,
      @Nullable Path types,
      Map<String, Long> options) {
    ElfObject object;
    try {
      object = ElfObject.parse(file.getFileName().toString(), bytes);
    } catch (MalformedObjectException e) {
      throw new Failure(file + ": " + e.getMessage(), "", ExitCode.FAILURE);
    }
    ProgramSpec spec = choose(file, object, program);
    Btf kernelTypes = types(file, object, spec, types);
    SimulatedKernel kernel = SimulatedKernel.create();
    options.forEach(kernel::setOption);
    for (KernelOption option : object.options()) {
      if (!option.optional() && !kernel.hasOption(option.name())) {
        throw new Failure(
            file + " asks for the kernel's option " + option.name(),
            "--option " + option.name() + "=N sets it",
            ExitCode.FAILURE);
      }
    }
    try {
      kernel.createMaps(object, kernelTypes);
    } catch (IllegalArgumentException e) {
      throw new Failure(file + ": " + e.getMessage(), "", ExitCode.FAILURE);
    }
    return new SandboxProgram(spec.instructions(), spec, kernel, object, kernelTypes);
  }

  /** The kernel's types, if one of the object's programs depends on them. */
  private static @Nullable Btf types(
      Path file, ElfObject object, ProgramSpec program, @Nullable Path types) {
    if (object.spec().programs().stream().allMatch(each -> each.relocations().isEmpty())) {
      return null;
    }
    Path from = types == null ? KERNEL_TYPES : types;
    if (types == null && !Files.isReadable(from)) {
      if (program.relocations().isEmpty()) {
        return null;
      }
      throw new Failure(
          "%s: program %s depends on the kernel's types (CO-RE), and there is no %s here"
              .formatted(file, program.name(), from),
          "--btf FILE names a file with a kernel's types",
          ExitCode.FAILURE);
    }
    try {
      return Btf.open(from);
    } catch (MalformedObjectException e) {
      throw new Failure(
          from + ": " + e.getMessage(),
          "--btf wants BTF itself, not an ELF file with it",
          ExitCode.FAILURE);
    }
  }

  private static ProgramSpec choose(Path file, ElfObject object, @Nullable String program) {
    List<ProgramSpec> all = object.spec().programs();
    List<ProgramSpec> found =
        program == null ? all : all.stream().filter(spec -> spec.name().equals(program)).toList();
    if (found.size() != 1) {
      List<String> names = all.stream().map(ProgramSpec::name).toList();
      throw new Failure(
          program == null
              ? file + " has " + all.size() + " programs"
              : file + " has no program '" + program + "'" + NearNames.suggestion(program, names),
          all.isEmpty() ? "" : "--program NAME chooses one of: " + String.join(", ", names),
          ExitCode.USAGE);
    }
    return found.getFirst();
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
