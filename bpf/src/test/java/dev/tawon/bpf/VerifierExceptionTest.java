package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.object.LineInfo;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: programs that it refuses. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class VerifierExceptionTest {
  @BeforeEach
  void requireKernel() {
    Kernel.require();
  }

  private static VerifierException refusal(List<Instruction> code, LineInfo... lines) {
    ProgramSpec program =
        new ProgramSpec(
            "onExec",
            ProgramType.RAW_TRACEPOINT,
            null,
            "sys_enter",
            code,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(lines));
    VerifierException[] thrown = new VerifierException[1];
    assertThatThrownBy(() -> BpfObject.load(Kernel.object(List.of(), program)))
        .isInstanceOfSatisfying(VerifierException.class, e -> thrown[0] = e);
    return thrown[0];
  }

  private static LineInfo line(int instruction, int line) {
    return new LineInfo(instruction, "ExecProbe.java", 0, 0, line);
  }

  @Test
  void shouldShowTheJavaLineOfTheRefusedInstruction() {
    // A load of 64 bits takes two slots, so that slots and indices differ.
    VerifierException refusal =
        refusal(
            List.of(
                Instruction.LoadImmediate64.of(Register.R1, 1L << 40),
                new Instruction.Load(Width.DOUBLE, false, Register.R0, Register.R1, (short) 0),
                new Instruction.Exit()),
            line(0, 41),
            line(1, 42),
            line(2, 43));
    // What is a scalar now was inv to the verifier before 5.18.
    assertThat(refusal.getMessage())
        .matches(
            "ExecProbe.java:42: error: the kernel's verifier refused onExec: R1 invalid mem access"
                + " '(scalar|inv)'.*");
    assertThat(refusal.javaFile()).isEqualTo("ExecProbe.java");
    assertThat(refusal.javaLine()).isEqualTo(42);
    assertThat(refusal.summary()).startsWith("R1 invalid mem access");
    assertThat(refusal.log()).contains("(18) r1 = 0x10000000000").contains("processed");
    assertThat(refusal.program()).isEqualTo("onExec");
  }

  @Test
  void shouldManageWithoutLines() {
    VerifierException refusal = refusal(List.of(new Instruction.Exit()));
    assertThat(refusal)
        .hasMessageStartingWith("error: the kernel's verifier refused onExec: R0 !read_ok");
    assertThat(refusal.javaFile()).isEmpty();
    assertThat(refusal.javaLine()).isZero();
  }

  @Test
  void shouldShowTheLineOfAFaultInTheControlFlow() {
    VerifierException refusal =
        refusal(
            List.of(
                new Instruction.Alu(AluOperator.MOV, true, Register.R0, new Immediate(0)),
                new Instruction.Goto(1, false),
                new Instruction.Exit(),
                new Instruction.Exit()),
            line(0, 1),
            line(2, 7));
    assertThat(refusal.summary()).isEqualTo("unreachable insn 2");
    assertThat(refusal.javaLine()).isEqualTo(7);
  }

  @Test
  void shouldReadALogLongerThanItsFirstBuffer() {
    CodeBuilder code = CodeBuilder.create();
    code.move(Register.R6, new Immediate(0));
    for (int i = 0; i < 20_000; i++) {
      code.alu(AluOperator.ADD, Register.R6, new Immediate(1));
    }
    int refused = code.exit();
    VerifierException refusal = refusal(code.build(), line(0, 1), line(refused, 9));
    assertThat(refusal.summary()).startsWith("R0 !read_ok");
    assertThat(refusal.javaLine()).isEqualTo(9);
    assertThat(refusal.log().length()).isGreaterThan(256 << 10);
  }
}
