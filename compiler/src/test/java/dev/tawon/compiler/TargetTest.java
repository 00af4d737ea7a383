package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void shouldChooseTheInstructionSetOfTheKernel() {
    assertThat(Target.parse("5.10").isa()).isEqualTo(IsaVersion.V3);
    assertThat(Target.parse("6.5.0-rc1").isa()).isEqualTo(IsaVersion.V3);
    assertThat(Target.parse("6.6").isa()).isEqualTo(IsaVersion.V4);
    assertThat(Target.parse("7.0.1-arch1").isa()).isEqualTo(IsaVersion.V4);
  }

  @Test
  void shouldRefuseKernelsThatAreTooOld() {
    assertThatThrownBy(() -> Target.parse("5.9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Linux 5.9 is too old: programs are compiled for 5.10 and newer");
    assertThatThrownBy(() -> Target.parse("six"))
        .hasMessage("'six' is no kernel's release: it begins with two numbers, like 6.12");
  }

  @Test
  void shouldExtendSignsInOneInstructionWhereThereIsOne() {
    assertThat(code(IsaVersion.V3)).noneMatch(Instruction.MoveSignExtended.class::isInstance);
    assertThat(code(IsaVersion.V4)).anyMatch(Instruction.MoveSignExtended.class::isInstance);
    assertThat(code(IsaVersion.V4).size()).isLessThan(code(IsaVersion.V3).size());
  }

  @Test
  void shouldUseOnlyJumpsThatTheInstructionSetHas() {
    assertThat(code(IsaVersion.V3)).anyMatch(TargetTest::comparesIntegers);
    assertThat(code(IsaVersion.V2)).noneMatch(TargetTest::comparesIntegers);
    assertThat(code(IsaVersion.V1)).noneMatch(TargetTest::comparesIntegers);
    assertThat(code(IsaVersion.V1)).noneMatch(TargetTest::isLess);
  }

  @BpfModule
  static final class Clamped {
    @RawTracepoint("sys_enter")
    static int clamped(long number) {
      int[] table = new int[26];
      int at = (int) number & 63;
      table[at > 25 ? 25 : at] = 1;
      return table[3];
    }
  }

  /** The verifier learns nothing of a number whose copy is shifted and compared. */
  @Test
  void shouldCompareWhatIsNotNegativeAsItIsWithoutJumpsOnIntegers() {
    CompilerOptions options =
        new CompilerOptions(Map.of(), false, Target.of(6, 1).withIsa(IsaVersion.V1));
    assertThat(
            Compiler.compile(Clamped.class, options).object().programs().getFirst().instructions())
        .noneMatch(instruction ->
            instruction instanceof Instruction.Alu alu
                && alu.operator() == AluOperator.LSH
                && alu.src() instanceof Immediate(int count)
                && count == Integer.SIZE);
  }

  @Test
  void shouldRefuseWhatTheKernelLacks() {
    CompilerOptions old = new CompilerOptions(Map.of(), true, Target.of(6, 1));

    assertThatThrownBy(() -> Compiler.compile(SamplePrograms.class, old))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining(
            ": error: bpf_rdonly_cast needs Linux 6.2, and the target is Linux 6.1");
  }

  private static List<Instruction> code(IsaVersion isa) {
    CompilerOptions options = new CompilerOptions(Map.of(), false, Target.of(6, 12).withIsa(isa));
    return Compiler.compile(ListedPrograms.class, options).object().programs().stream()
        .flatMap(program -> program.instructions().stream())
        .toList();
  }

  private static boolean comparesIntegers(Instruction instruction) {
    return instruction instanceof Instruction.Branch branch && !branch.wide();
  }

  private static boolean isLess(Instruction instruction) {
    if (!(instruction instanceof Instruction.Branch branch)) {
      return false;
    }
    return switch (branch.condition()) {
      case LT, LE, SLT, SLE -> true;
      case EQ, NE, SET, GT, GE, SGT, SGE -> false;
    };
  }
}
