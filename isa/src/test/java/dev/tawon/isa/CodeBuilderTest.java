package dev.tawon.isa;

import static dev.tawon.isa.Register.R0;
import static dev.tawon.isa.Register.R1;
import static dev.tawon.isa.Register.R10;
import static dev.tawon.isa.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class CodeBuilderTest {
  private final CodeBuilder code = CodeBuilder.create();

  @Test
  void shouldCountOffsetsInSlots() {
    Label start = code.label("start");
    Label end = code.label("end");
    code.bind(start);
    code.branch(JumpCondition.EQ, true, R1, new Immediate(0), end);
    code.add(Instruction.LoadImmediate64.of(R0, 1));
    code.jump(start);
    code.bind(end);
    code.exit();

    assertThat(Disassembler.disassemble(code.build()))
        .isEqualTo(
            """
              0: if r1 == 0x0 goto pc+3
              1: r0 = 0x1 ll
              3: goto pc-4
              4: exit
            """);
  }

  @Test
  void shouldReturnTheIndexThatTheBuiltListHas() {
    assertThat(code.size()).isZero();
    int load = code.add(Instruction.LoadImmediate64.of(R0, 1));
    int exit = code.exit();

    assertThat(load).isZero();
    assertThat(exit).isEqualTo(1);
    assertThat(code.size()).isEqualTo(2);
    assertThat(code.build().get(exit)).isEqualTo(new Instruction.Exit());
  }

  @Test
  void shouldResolveCallsAndFunctionAddresses() {
    Label function = code.label();
    code.loadFunction(R2, function);
    code.call(function);
    code.exit();
    code.bind(function);
    code.exit();

    // The address counts from the load's second slot, kernel/bpf/verifier.c
    // add_subprog_and_kfunc().
    assertThat(code.build())
        .startsWith(
            new Instruction.LoadImmediate64(ImmediateKind.FUNCTION, R2, 3, 0),
            new Instruction.CallFunction(1));
  }

  @Test
  void shouldWriteTheCommonInstructions() {
    code.move(R1, R10);
    code.alu(AluOperator.ADD, R1, new Immediate(-8));
    code.load(Width.WORD, R0, R1, -4);
    code.store(Width.DOUBLE, R10, -8, new Immediate(0));
    code.callHelper(5);

    assertThat(Disassembler.disassemble(code.build()))
        .isEqualTo(
            """
              0: r1 = r10
              1: r1 += -8
              2: r0 = *(u32 *)(r1 -4)
              3: *(u64 *)(r10 -8) = 0
              4: call bpf_ktime_get_ns#5
            """);
  }

  @Test
  void shouldBindAtTheEnd() {
    Label end = code.label();
    code.jump(end);
    code.exit();
    code.bind(end);

    assertThat(code.build().getFirst()).isEqualTo(new Instruction.Goto(1, false));
  }

  @Test
  void shouldReachExactlyAsFarAs16BitsDo() {
    Label back = code.label();
    code.bind(back);
    exits(32_767);
    int branch = code.branch(JumpCondition.EQ, true, R1, R2, back);
    Label far = code.label();
    int jump = code.jump(far);
    exits(32_767);
    code.bind(far);

    assertThat(((Instruction.Branch) code.build().get(branch)).offset()).isEqualTo(Short.MIN_VALUE);
    assertThat(code.build().get(jump)).isEqualTo(new Instruction.Goto(32_767, false));
  }

  @Test
  void shouldRefuseFarJumpUnlessWideOnesAreAllowed() {
    Label far = code.label();
    int jump = code.jump(far);
    exits(32_768);
    code.bind(far);

    JumpOutOfRangeException error =
        catchThrowableOfType(JumpOutOfRangeException.class, code::build);
    assertThat(error.index()).isEqualTo(jump);
    assertThat(error.offset()).isEqualTo(32_768);
    assertThat(error)
        .hasMessage(
            "instruction 0 jumps over 32768 slots: that does not fit in 16 bits, and wide jumps, of"
                + " Linux 6.6, are not allowed");

    code.allowWideJumps();
    assertThat(code.build().get(jump)).isEqualTo(new Instruction.Goto(32_768, true));
  }

  @Test
  void shouldRefuseFarBranchAlsoWhenWideJumpsAreAllowed() {
    Label far = code.label();
    code.branch(JumpCondition.EQ, true, R1, R2, far);
    exits(32_768);
    code.bind(far);

    assertThat(
            catchThrowableOfType(
                JumpOutOfRangeException.class, () -> code.allowWideJumps().build()))
        .hasMessageContaining("a conditional jump has only 16 bits");
  }

  @Test
  void shouldRefuseLabelThatIsNotBound() {
    code.jump(code.label("nowhere"));

    assertThatIllegalStateException()
        .isThrownBy(code::build)
        .withMessage("nowhere, used by instruction 0, is not bound");
  }

  @Test
  void shouldRefuseLabelBoundTwice() {
    Label label = code.label();
    code.bind(label);
    code.exit();

    assertThatIllegalStateException()
        .isThrownBy(() -> code.bind(label))
        .withMessage("label 0 is bound twice: at 0 and 1");
  }

  @Test
  void shouldRefuseLabelOfAnotherBuilder() {
    Label foreign = CodeBuilder.create().label("foreign");

    assertThatIllegalArgumentException().isThrownBy(() -> code.bind(foreign));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.jump(foreign))
        .withMessage("foreign belongs to another builder");
    assertThat(code.size()).isZero();
  }

  @Test
  void shouldRefuseMemoryOffsetThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> code.load(Width.WORD, R0, R1, 32_768))
        .withMessage("the offset 32768 does not fit in 16 bits");
  }

  @Test
  void shouldGoOnAfterBuilding() {
    code.exit();
    code.build();
    code.exit();

    assertThat(code.build()).hasSize(2);
  }

  private void exits(int count) {
    for (int i = 0; i < count; i++) {
      code.exit();
    }
  }
}
