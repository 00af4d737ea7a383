package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.nio.charset.StandardCharsets;
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
    assumeTrue(
        Capabilities.current()
            .missing(List.of(Capability.CAP_SYS_ADMIN, Capability.CAP_BPF))
            .isEmpty(),
        "needs root");
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/bpftool")), "needs bpftool");
    // A file system of BPF's own, which nobody else sees and which goes with the shell: nothing is
    // attached, and nothing stays.
    String script =
        "mkdir -p \"$2\" && mount -t bpf bpf \"$2\" && bpftool prog loadall \"$1\" \"$2/programs\""
            + " && ls \"$2/programs\"";
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
                file.toString(),
                directory.resolve("bpf").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("zeros", "sums", "later");
  }
}
