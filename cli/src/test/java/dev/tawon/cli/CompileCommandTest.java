package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Disassembler;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
  private static final String MODULE = SampleModule.class.getName();

  @TempDir private Path directory;

  @Test
  void shouldWriteAnObject() throws IOException {
    Path file = directory.resolve("sample.bpf.o");
    TawonRun run = TawonRun.of("compile", MODULE, "-o", file.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("sample.bpf.o: ", "onSignal: ");
    ObjectSpec object = ElfObject.parse("sample", Files.readAllBytes(file)).spec();
    assertThat(object.license()).isEqualTo("Dual MIT/GPL");
    assertThat(object.maps()).anyMatch(map -> map.type() == MapType.HASH && map.capacity() == 64);
    ProgramSpec program = object.programs().getFirst();
    assertThat(program.target()).isEqualTo("signal_generate");
    assertThat(program.lineInfo()).isNotEmpty();
    assertThat(program.relocations()).isNotEmpty();
  }

  @Test
  void shouldFindAClassByItsFile() throws Exception {
    Path root =
        Path.of(SampleModule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path type = root.resolve(MODULE.replace('.', '/') + ".class");
    Path file = directory.resolve("sample.bpf.o");

    assertThat(TawonRun.of("compile", type.toString(), "-o", file.toString()).exitCode()).isZero();
    assertThat(file).exists();
  }

  @Test
  void shouldTakeValuesOfConfigurableFields() throws IOException {
    Path file = directory.resolve("sample.bpf.o");
    assertThat(
            TawonRun.of("compile", MODULE, "-o", file.toString(), "--set", "process=4711")
                .exitCode())
        .isZero();

    ObjectSpec object = ElfObject.parse("sample", Files.readAllBytes(file)).spec();
    assertThat(Disassembler.disassemble(object.programs().getFirst().instructions()))
        .contains("0x1267"); // 4711
  }

  @Test
  void shouldSayWhatIsWrongWithTheCommandLine() {
    assertThat(TawonRun.of("compile", "no.such.Type").err())
        .startsWith("tawon: error: there is no class no.such.Type in the current directory");
    assertThat(TawonRun.of("compile", MODULE, "--set", "proces=1").err())
        .contains("SampleModule has no @Configurable field 'proces'", "it has [process]");
    assertThat(TawonRun.of("compile", MODULE, "--set", "process=many").err())
        .contains("--set process=many: this is no int");
    assertThat(TawonRun.of("compile", MODULE, "--classpath", "/no/such/directory").exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldKnowTheTarget() {
    assertThat(TawonRun.of("compile", MODULE, "--target", "5.4").err())
        .contains("--target 5.4: Linux 5.4 is too old: programs are compiled for 5.10 and newer");
    assertThat(TawonRun.of("compile", MODULE, "--target", "new").exitCode()).isEqualTo(2);
    assertThat(TawonRun.of("compile", MODULE, "--isa", "5").err())
        .contains("--isa 5: there are 1 to 4");
  }

  @Test
  void shouldWriteToStandardOutput() {
    TawonRun run = TawonRun.of("compile", MODULE, "-o", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("\u007fELF");
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void shouldReportErrorsAsJavacDoes() {
    TawonRun run = TawonRun.of("compile", "java.lang.String", "-o", "/dev/null");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "String.java: error: java.lang.String is not a @BpfModule class [no-program]\n1 error\n"
                + "'tawon explain no-program' says more of it\n");
  }

  @Test
  void shouldGiveWhatBpftoolLoads() throws Exception {
    Bpftool.require();
    for (String target : List.of("5.10", "6.2", "6.6")) {
      for (int isa = 1; isa <= 4; isa++) {
        load(target, isa);
      }
    }
  }

  private void load(String target, int isa) throws Exception {
    Path file = directory.resolve("sample" + target + "." + isa + ".bpf.o");
    TawonRun run =
        TawonRun.of(
            "compile",
            MODULE,
            "-o",
            file.toString(),
            "--target",
            target,
            "--isa",
            Integer.toString(isa));
    assertThat(run.exitCode()).as(run.err()).isZero();

    String output = Bpftool.load(file, directory.resolve("bpf"), "onSignal");
    assertThat(output).contains("onSignal", "[file:SampleModule.java line_num:");
  }

  @Test
  void shouldDumpInstructionsBetweenTheirLines() {
    TawonRun run = TawonRun.of("dump", MODULE, "--source", "src/test/java");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("onSignal: TRACING on signal_generate, ")
        .contains(" of 512 bytes of stack, registers r0 r1 r2 ")
        .containsPattern("SampleModule.java:\\d+ {2}if \\(task.tgid == process &&")
        .contains(
            "// struct task_struct.tgid", "// BY_SIGNAL", "// weigh", "\n\nfunction weigh:\n");
  }

  @Test
  void shouldDumpAnObjectAsItsClass() throws IOException {
    Path file = directory.resolve("sample.bpf.o");
    String set = "process=4711"; // in a file, what is not set stays open
    assertThat(TawonRun.of("compile", MODULE, "-o", file.toString(), "--set", set).exitCode())
        .isZero();

    List<String> object = shape(TawonRun.of("dump", file.toString()));
    assertThat(object).isEqualTo(shape(TawonRun.of("dump", MODULE, "--set", set)));
  }

  /** The lines, with the instructions' numbers alone: a file's hold values where the loader puts others. */
  private static List<String> shape(TawonRun run) {
    assertThat(run.err()).isEmpty();
    return run.out().lines().map(line -> line.replaceAll("(\\d: ).*", "$1")).toList();
  }

  @Test
  void shouldDumpAProgramWhateverIsWrongWithTheOthers() {
    String module = "dev.tawon.cli.HalfWrongModule";
    TawonRun run = TawonRun.of("dump", module, "--program", "right");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("right: ").doesNotContain("wrong: ");
    assertThat(TawonRun.of("dump", module, "--program", "wrong").err())
        .contains("HalfWrongModule.java:", "java.lang.System.nanoTime");
    assertThat(TawonRun.of("dump", module, "--program", "other").err())
        .contains("has no program 'other'", "it has right, wrong");
    assertThat(TawonRun.of("dump", module).err()).contains("java.lang.System.nanoTime");
  }

  @Test
  void shouldDumpAsJson() {
    TawonRun run = TawonRun.of("dump", MODULE, "--json", "--program", "onSignal");

    assertThat(run.out())
        .startsWith("{\"schema\":1,\"programs\":[{\"name\":\"onSignal\",\"type\":\"TRACING\"")
        .contains(
            "\"stack_bytes\":", "\"note\":\"struct task_struct.tgid\"", "\"function\":\"weigh\"");
    assertThat(TawonRun.of("dump", MODULE, "--program", "on").err())
        .contains("has no program 'on'", "it has onSignal");
  }
}
