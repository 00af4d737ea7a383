package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.object.LibbpfForm;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfLinkage;
import dev.tawon.object.btf.BtfType;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an object file says of the functions of the kernel that its programs call. */
class CompiledKernelFunctionsTest {
  @TempDir private Path directory;

  private Path compile(String... more) {
    Path file = directory.resolve("functions.bpf.o");
    String[] arguments = {
      "compile", KernelFunctionsModule.class.getName(), "-o", file.toString(), "--target", "6.12"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    TawonRun run = TawonRun.of(all);
    assertThat(run.err()).isEmpty();
    return file;
  }

  @Test
  void shouldDeclareWhatTheKernelHasToHave() throws IOException {
    Btf types = ElfObject.parse("functions", Files.readAllBytes(compile())).spec().btf();
    int section = types.find(BtfKind.DATASEC, ".ksyms").orElseThrow();
    assertThat(((BtfType.DataSection) types.type(section)).variables())
        .extracting(variable -> types.type(variable.type()))
        .allMatch(type ->
            type instanceof BtfType.Function function && function.linkage() == BtfLinkage.EXTERN)
        .extracting(type -> ((BtfType.Function) type).name())
        .contains(
            "bpf_task_from_pid",
            "bpf_task_release",
            "bpf_task_under_cgroup",
            "bpf_cgroup_from_id",
            "bpf_iter_num_new",
            "bpf_iter_num_next",
            "bpf_iter_num_destroy",
            "bpf_iter_task_new",
            "bpf_rcu_read_lock")
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveWhatBpftoolLoads() throws Exception {
    Bpftool.require();
    assertThat(Bpftool.load(compile(), directory.resolve("bpf"), "onFork"))
        .contains("bpf_task_from_pid#", "bpf_cgroup_from_id#");
  }

  @Test
  void shouldDeclareThemAsJavaDoesWhereThereIsNoKernelToAsk() throws Exception {
    Bpftool.require();
    CompilerOptions options = new CompilerOptions(Map.of(), false, Target.parse("6.12"));
    ObjectSpec object = Compiler.compile(KernelFunctionsModule.class, options).object();
    Path file = directory.resolve("functions.bpf.o");
    Files.write(file, new ElfObject(LibbpfForm.of(object, null), Map.of(), Map.of()).toByteArray());

    assertThat(Bpftool.load(file, directory.resolve("bpf"), "onFork"))
        .contains("bpf_task_from_pid#");
  }

  @Test
  void shouldGiveWhatBpftoolMakesASkeletonOf() throws Exception {
    Bpftool.require();
    assertThat(Bpftool.run("gen", "skeleton", compile().toString()))
        .contains("struct bpf_program *onFork;", "struct bpf_program *onExit;");
  }
}
