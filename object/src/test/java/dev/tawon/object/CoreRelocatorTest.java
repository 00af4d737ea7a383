package dev.tawon.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreRelocatorTest {
  private static final CoreRelocationKind OFFSET = CoreRelocationKind.FIELD_BYTE_OFFSET;
  private static final Instruction EXIT = new Instruction.Exit();

  private final BtfBuilder local = new BtfBuilder();
  private final BtfBuilder target = new BtfBuilder();
  private final int task = local.declareStruct("task");
  private final int states;

  CoreRelocatorTest() {
    local.define(
        task,
        40,
        List.of(
            new Member("pid", local.integer("int", 4, true), 0),
            new Member("flags", local.integer("unsigned int", 4, false), 4),
            new Member("parent", local.pointer(task), 8),
            new Member("gone", local.integer("int", 4, true), 16),
            new Member("size", local.integer("long", 8, true), 24),
            new Member("far", local.integer("int", 4, true), 32)));
    states =
        local.enumeration(
            "states", 8, false, List.of(new Enumerator("A", 1), new Enumerator("B", 2)));
    int there = target.declareStruct("task");
    int integer = target.integer("int", 4, true);
    target.define(
        there,
        100_004,
        List.of(
            new Member("size", integer, 0),
            new Member("pid", integer, 64),
            new Member("flags", target.integer("unsigned long", 8, false), 72),
            new Member("parent", target.pointer(there), 80),
            new Member("far", integer, 100_000)));
    target.enumeration("states", 8, false, List.of(new Enumerator("A", 0x1234_5678_9abcL)));
  }

  private RelocatedProgram relocate(List<Instruction> code, CoreRelocation... relocations) {
    return CoreRelocator.of(local.build(), target.build()).relocate(program(code, relocations));
  }

  private static ProgramSpec program(List<Instruction> code, CoreRelocation... relocations) {
    return new ProgramSpec(
        "program",
        ProgramType.TRACING,
        null,
        "",
        code,
        List.of(),
        List.of(),
        List.of(relocations),
        List.of(),
        List.of());
  }

  private Instruction patched(Instruction instruction, CoreRelocationKind kind, String access) {
    return CoreRelocator.apply(
            program(List.of(instruction, EXIT), new CoreRelocation(0, kind, task, access)),
            local.build(),
            target.build())
        .getFirst();
  }

  private CoreRelocationException failure(Instruction instruction, String access) {
    return catchThrowableOfType(
        CoreRelocationException.class, () -> patched(instruction, OFFSET, access));
  }

  private static Instruction.Load load(Width width, int offset) {
    return new Instruction.Load(width, false, Register.R1, Register.R2, (short) offset);
  }

  @Test
  void shouldPatchTheOffsetsOfMemoryAccesses() {
    assertThat(patched(load(Width.WORD, 0), OFFSET, "0:0")).isEqualTo(load(Width.WORD, 64));
    assertThat(patched(load(Width.DOUBLE, 8), OFFSET, "0:2")).isEqualTo(load(Width.DOUBLE, 80));
    assertThat(
            patched(
                new Instruction.Store(Width.WORD, Register.R1, (short) 0, new Immediate(7)),
                OFFSET,
                "0:0"))
        .isEqualTo(new Instruction.Store(Width.WORD, Register.R1, (short) 64, new Immediate(7)));
    assertThat(
            patched(
                new Instruction.Atomic(
                    AtomicOperator.ADD, false, Width.WORD, Register.R1, (short) 4, Register.R2),
                OFFSET,
                "0:1"))
        .isEqualTo(
            new Instruction.Atomic(
                AtomicOperator.ADD, false, Width.DOUBLE, Register.R1, (short) 72, Register.R2));
  }

  @Test
  void shouldWidenAnUnsignedLoad() {
    assertThat(patched(load(Width.WORD, 4), OFFSET, "0:1")).isEqualTo(load(Width.DOUBLE, 72));
  }

  @Test
  void shouldRefuseASignedLoadOfAnotherWidth() {
    CoreRelocationException failure = failure(load(Width.DOUBLE, 24), "0:4");
    assertThat(failure.reason()).isEqualTo(Reason.WIDTH);
    assertThat(failure)
        .hasMessage(
            "struct task.size, FIELD_BYTE_OFFSET: it is a signed integer of 8 bytes in the object, "
                + "but a signed integer of 4 bytes in the kernel");
  }

  @Test
  void shouldPatchConstants() {
    Instruction.Alu add =
        new Instruction.Alu(AluOperator.ADD, true, Register.R1, new Immediate(24));
    // An address may be computed whatever the width.
    assertThat(patched(add, OFFSET, "0:4"))
        .isEqualTo(new Instruction.Alu(AluOperator.ADD, true, Register.R1, new Immediate(0)));
    assertThat(patched(Instruction.LoadImmediate64.of(Register.R1, 0), OFFSET, "0:0"))
        .isEqualTo(Instruction.LoadImmediate64.of(Register.R1, 64));
  }

  @Test
  void shouldTakeZeroForAPlaceThatTheCompilerLeftOpen() {
    assertThat(patched(load(Width.DOUBLE, 0), OFFSET, "0:2")).isEqualTo(load(Width.DOUBLE, 80));
  }

  @Test
  void shouldRefuseAnInstructionThatHoldsSomethingElse() {
    CoreRelocationException failure = failure(load(Width.DOUBLE, 12), "0:2");
    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
    assertThat(failure)
        .hasMessage(
            "CO-RE relocation of instruction 0: the instruction holds 12, "
                + "but by the object's types the value is 8");
  }

  @Test
  void shouldRefuseAnOffsetThatDoesNotFit() {
    assertThat(failure(load(Width.WORD, 32), "0:5").reason()).isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void shouldRefuseAValueThatDoesNotFit() {
    CoreRelocation relocation =
        new CoreRelocation(0, CoreRelocationKind.ENUMVAL_VALUE, states, "0");
    Instruction wide = Instruction.LoadImmediate64.of(Register.R1, 1);
    assertThat(relocate(List.of(wide), relocation).program().instructions())
        .containsExactly(Instruction.LoadImmediate64.of(Register.R1, 0x1234_5678_9abcL));
    Instruction narrow = new Instruction.Alu(AluOperator.MOV, true, Register.R1, new Immediate(1));
    assertThatThrownBy(() -> relocate(List.of(narrow), relocation))
        .isInstanceOf(CoreRelocationException.class)
        .hasMessageContaining("the value 20015998343868 does not fit the instruction's 32 bits");
  }

  @Test
  void shouldRefuseInstructionsWithNothingToPatch() {
    assertThat(failure(EXIT, "0:0").reason()).isEqualTo(Reason.INVALID);
    Instruction map = new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, Register.R1, 3, 0);
    assertThat(failure(map, "0:0").reason()).isEqualTo(Reason.INVALID);
    Instruction register = new Instruction.Alu(AluOperator.ADD, true, Register.R1, Register.R2);
    assertThat(failure(register, "0:0").reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void shouldFailOnAMissingFieldWhenAllMustBeThere() {
    assertThat(failure(load(Width.WORD, 16), "0:3"))
        .hasMessage("struct task.gone: the kernel's struct task has no field gone");
  }

  @Test
  void shouldPoisonWhatAQuestionForExistenceMayGuard() {
    Instruction exists = new Instruction.Alu(AluOperator.MOV, true, Register.R1, new Immediate(1));
    Instruction branch =
        new Instruction.Branch(JumpCondition.EQ, true, Register.R1, new Immediate(0), (short) 1);
    RelocatedProgram relocated =
        relocate(
            List.of(exists, branch, load(Width.WORD, 16), EXIT),
            new CoreRelocation(0, CoreRelocationKind.FIELD_EXISTS, task, "0:3"),
            new CoreRelocation(2, OFFSET, task, "0:3"));
    assertThat(relocated.program().instructions())
        .containsExactly(
            new Instruction.Alu(AluOperator.MOV, true, Register.R1, new Immediate(0)),
            branch,
            new Instruction.CallHelper(RelocatedProgram.POISON_HELPER),
            EXIT);
    assertThat(relocated.program().relocations()).isEmpty();
    assertThat(relocated.poisoned())
        .singleElement()
        .satisfies(e -> assertThat(e.relocation().instruction()).isEqualTo(2));
  }

  @Test
  void shouldKeepSlotsWhenAWideConstantIsPoisoned() {
    Instruction poison = new Instruction.CallHelper(RelocatedProgram.POISON_HELPER);
    Instruction map = new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, Register.R1, 0, 0);
    Instruction call = new Instruction.CallKernelFunction(0, (short) 0);
    ProgramSpec program =
        new ProgramSpec(
            "program",
            ProgramType.TRACING,
            null,
            "",
            List.of(Instruction.LoadImmediate64.of(Register.R1, 2), map, call, EXIT),
            List.of(new MapReference(1, "map")),
            List.of(new FunctionReference(2, "kfunc")),
            List.of(new CoreRelocation(0, CoreRelocationKind.ENUMVAL_VALUE, states, "1")),
            List.of(new FunctionInfo(0, 1), new FunctionInfo(3, 1)),
            List.of(new LineInfo(0, "A.java", 1, 0, 1), new LineInfo(3, "A.java", 1, 0, 2)));
    ProgramSpec relocated =
        CoreRelocator.of(local.build(), target.build()).relocate(program).program();
    assertThat(relocated.instructions()).containsExactly(poison, poison, map, call, EXIT);
    assertThat(relocated.maps()).containsExactly(new MapReference(2, "map"));
    assertThat(relocated.functions()).containsExactly(new FunctionReference(3, "kfunc"));
    assertThat(relocated.functionInfo()).last().isEqualTo(new FunctionInfo(4, 1));
    assertThat(relocated.lineInfo()).last().isEqualTo(new LineInfo(4, "A.java", 1, 0, 2));
  }
}
