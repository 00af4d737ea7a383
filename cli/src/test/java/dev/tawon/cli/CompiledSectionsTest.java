package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.InitialEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in an object file for static fields and for programs in arrays. */
class CompiledSectionsTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("sections.bpf.o");
  }

  private ElfObject compile(String... more) throws IOException {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"compile", SectionsModule.class.getName(), "-o", file.toString()},
        0,
        arguments,
        0,
        4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    TawonRun run = TawonRun.of(arguments);
    assertThat(run.err()).isEmpty();
    return ElfObject.parse("sections", Files.readAllBytes(file));
  }

  private static ByteBuffer initial(ElfObject object, String section) {
    return ByteBuffer.wrap(object.initialValues().get(section)).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void shouldLeaveConstantsToWhoLoadsTheFile() throws IOException {
    ElfObject object = compile();
    assertThat(initial(object, ".rodata").get(0)).isEqualTo((byte) 1);
    assertThat(initial(object, ".rodata").getInt(4)).isEqualTo(3);
    assertThat(initial(object, ".data").getLong(0)).isEqualTo(5);
  }

  @Test
  void shouldCompileConstantsThatAreSet() throws IOException {
    assertThat(compile("--set", "level=7", "--set", "verbose=false").initialValues())
        .containsOnlyKeys(".data", ".data.faults");
  }

  @Test
  void shouldSayWhichProgramsAnArrayHolds() throws IOException {
    assertThat(compile().entries())
        .containsExactlyInAnyOrder(
            new InitialEntry("NEXT", 0, "second"), new InitialEntry("NEXT", 1, "first"));
  }

  @Test
  void shouldGiveWhatBpftoolMakesASkeletonOf() throws Exception {
    assumeTrue(isThere("bpftool"), "needs bpftool");
    compile();
    Process bpftool =
        new ProcessBuilder("bpftool", "gen", "skeleton", file.toString())
            .redirectErrorStream(true)
            .start();
    String skeleton = new String(bpftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bpftool.waitFor()).as(skeleton).isZero();
    assertThat(skeleton)
        .contains(
            "struct bpf_map *NEXT;",
            "long seen;",
            "unsigned short letter;",
            "int TABLE[3];",
            "_Bool verbose;",
            "int level;",
            "} *rodata;");
  }

  private static boolean isThere(String program) {
    return Path.of("/usr/sbin", program).toFile().canExecute()
        || Path.of("/usr/bin", program).toFile().canExecute();
  }
}
