package dev.tawon.cli;

import dev.tawon.compiler.CompiledModule;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.LibbpfForm;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.InitialEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tawon compile}: a class to an object file. */
@Command(
    name = "compile",
    description = {
      "Compiles a @BpfModule class to an eBPF object file.",
      "",
      "The file has what clang's have: programs in sections by libbpf's names, maps, types (BTF), source lines and"
          + " CO-RE relocations. bpftool and libbpf load it as it is. Errors are written as javac writes them.",
      "",
      "What the programs log (Log.info) is left out: what reads it is Tawon's loader."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is written",
      "1:the class does not compile",
      "2:the command line is wrong"
    },
    footer = {
      "",
      "Examples:",
      "  tawon compile build/classes/com/example/ExecProbe.class",
      "  tawon compile com.example.ExecProbe --classpath app.jar -o exec.bpf.o --set sampleRate=10",
      "  bpftool prog loadall exec.bpf.o /sys/fs/bpf/exec"
    })
final class CompileCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(paramLabel = "CLASS", description = "The class's name, or its class file.")
  private String type;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write, - for standard output (default: the class's simple name, with .bpf.o).")
  private @Nullable Path output;

  @Mixin private ModuleOptions options;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CompileCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    CompiledModule module = options.compileToFile(type);
    byte[] file = file(module);
    if (output != null && output.toString().equals("-")) {
      environment.out().write(file, 0, file.length);
      environment.out().flush();
      return ExitCode.OK;
    }
    Path path = output == null ? Path.of(module.object().name() + ".bpf.o") : output;
    Files.write(path, file);
    environment.out().printf("%s: %d bytes%n", path, file.length);
    for (ProgramSpec program : module.object().programs()) {
      environment
          .out()
          .printf("  %s: %d instructions%n", program.name(), program.instructions().size());
    }
    environment.out().flush();
    return ExitCode.OK;
  }

  private byte[] file(CompiledModule module) {
    Path types = options.kernelTypes();
    try {
      Btf kernel = types == null ? null : Btf.open(types);
      List<InitialEntry> entries =
          module.entries().stream()
              .map(entry -> new InitialEntry(entry.map(), entry.index(), entry.program()))
              .toList();
      return new ElfObject(
              LibbpfForm.of(module.object(), kernel),
              module.initialValues(),
              module.innerMaps(),
              entries,
              List.of())
          .toByteArray();
    } catch (MalformedObjectException e) {
      throw new Failure(types + ": " + e.getMessage(), "--btf names another", ExitCode.FAILURE);
    } catch (CoreRelocationException | IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), "", ExitCode.FAILURE);
    }
  }
}
