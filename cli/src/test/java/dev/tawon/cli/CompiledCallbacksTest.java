package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that the kernel calls back, in object files. */
class CompiledCallbacksTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void compile() {
    file = directory.resolve("callbacks.bpf.o");
    TawonRun run =
        TawonRun.of(
            "compile", CallbacksModule.class.getName(), "-o", file.toString(), "--target", "5.17");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void shouldBeReadAsTheyWereWritten() throws Exception {
    for (ProgramSpec program :
        ElfObject.parse("callbacks", Files.readAllBytes(file)).spec().programs()) {
      List<Instruction> code = program.instructions();
      assertThat(code)
          .as(program.name())
          .anyMatch(instruction ->
              instruction instanceof Instruction.LoadImmediate64 load
                  && load.kind() == ImmediateKind.FUNCTION
                  && load.low() > 0
                  && load.low() < code.size() * 2);
    }
  }

  @Test
  void shouldBeLoadedByBpftool() throws Exception {
    Bpftool.require();
    String output = Bpftool.load(file, directory.resolve("bpf"));
    assertThat(output).contains("zeros", "sums", "later");
  }
}
