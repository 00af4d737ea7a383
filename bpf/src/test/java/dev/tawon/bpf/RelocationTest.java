package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: programs that read a field of its own {@code task_struct}. */
@KernelTest(since = "5.11", needs = KernelFeature.BTF) // for bpf_get_current_task_btf
class RelocationTest {
  private static final int CURRENT_TASK_BTF = 158;

  @BeforeEach
  void requireKernel() throws IOException {
    Kernel.requireFirstPidNamespace();
  }

  /** Counts the system calls of the tasks whose field, an {@code int}, is this JVM's pid. */
  private static ObjectSpec countingTasksBy(String field) {
    BtfBuilder types = new BtfBuilder();
    int integer = types.integer("int", Integer.BYTES, true);
    int task = types.declareStruct("task_struct");
    types.define(task, 8, List.of(new BtfBuilder.Member(field, integer, 4)));
    CodeBuilder code = CodeBuilder.create();
    Label done = code.label("done");
    code.callHelper(CURRENT_TASK_BTF);
    int access = code.load(Width.WORD, Register.R6, Register.R0, 4);
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    code.branch(JumpCondition.NE, false, Register.R6, new Immediate(pid), done);
    int map = code.add(new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, Register.R1, 0, 0));
    Kernel.count(code, done);
    code.bind(done);
    code.move(Register.R0, new Immediate(0));
    code.exit();
    ProgramSpec program =
        new ProgramSpec(
            "onSystemCall",
            ProgramType.RAW_TRACEPOINT,
            null,
            "sys_enter",
            code.build(),
            List.of(new MapReference(map, "counts")),
            List.of(),
            List.of(new CoreRelocation(access, CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0")),
            List.of(),
            List.of(
                new LineInfo(0, "Probe.java", 0, 0, 10),
                new LineInfo(access, "Probe.java", 0, 0, 12)));
    return new ObjectSpec("test", "GPL", List.of(Kernel.COUNTS), List.of(program), types.build());
  }

  @Test
  void shouldReadAFieldWhereThisKernelHasIt() throws IOException {
    try (BpfObject object = BpfObject.load(countingTasksBy("tgid"));
        Link _ = object.program("onSystemCall").attach()) {
      Kernel.makeSystemCalls();
      assertThat(UserMap.of(object.map("counts"), Integer.class, Long.class).get(0).orElseThrow())
          .isPositive();
    }
  }

  @Test
  void shouldNameTheJavaLineOfAFieldThatThisKernelLacks() {
    assertThatThrownBy(() -> BpfObject.load(countingTasksBy("no_such_field")))
        .isInstanceOfSatisfying(
            KernelTypeException.class,
            e -> {
              assertThat(e.javaLine()).isEqualTo(12);
              assertThat(e.javaFile()).isEqualTo("Probe.java");
              assertThat(e.program()).isEqualTo("onSystemCall");
            })
        .hasMessageStartingWith("Probe.java:12: error: onSystemCall cannot run on Linux ")
        .hasMessageContaining("no_such_field")
        .hasCauseInstanceOf(CoreRelocationException.class);
  }
}
