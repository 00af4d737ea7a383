package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.RelocatedProgram;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions about kernel types, answered by the types of kernels that differ. */
class KernelDataTest {
  /** A structure whose field was long, and is gone in newer kernels. */
  @KernelType("thing___old")
  static final class OldThing {
    long state;

    @Length(0)
    long[] ids;
  }

  @BpfModule
  static final class Question {
    @RawTracepoint("sys_enter")
    static int run() {
      return Kernel.hasField(OldThing.class, "state")
          ? (int) Bpf.currentTask(OldThing.class).state
          : 7;
    }
  }

  private static Btf kernel(String field) {
    BtfBuilder types = new BtfBuilder();
    int number = types.integer("long unsigned int", Long.BYTES, false);
    int thing = types.declareStruct("thing");
    types.define(thing, 24, List.of(new BtfBuilder.Member(field, number, 16)));
    return types.build();
  }

  private static RelocatedProgram relocate(Btf kernel) {
    ObjectSpec object = Compiler.compile(Question.class, CompilerOptions.defaults()).object();
    return CoreRelocator.of(object.btf(), kernel).relocate(object.programs().getFirst());
  }

  private static boolean answers(RelocatedProgram program, int answer) {
    return program.program().instructions().stream()
        .anyMatch(instruction ->
            instruction instanceof Instruction.Alu alu
                && alu.operator() == dev.tawon.isa.AluOperator.MOV
                && alu.src().equals(new Immediate(answer)));
  }

  @Test
  void shouldAnswerYesAndKeepTheAccessWhereTheFieldIs() {
    RelocatedProgram old = relocate(kernel("state"));
    assertThat(old.poisoned()).isEmpty();
    assertThat(answers(old, 1)).isTrue();
  }

  @Test
  void shouldAnswerNoAndPoisonTheAccessWhereTheFieldIsNot() {
    RelocatedProgram newer = relocate(kernel("__state"));
    assertThat(newer.poisoned()).hasSize(1);
    assertThat(answers(newer, 0)).isTrue();
  }

  @BpfModule
  static final class UnknownField {
    @RawTracepoint("sys_enter")
    static int run() {
      return Kernel.hasField(OldThing.class, "other") ? 1 : 0;
    }
  }

  @BpfModule
  static final class BadName {
    @RawTracepoint("sys_enter")
    static int run() {
      return Kernel.hasEnumValue("bpf map", "A") ? 1 : 0;
    }
  }

  @BpfModule
  static final class FlexibleLength {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(OldThing.class).ids.length;
    }
  }

  @BpfModule
  static final class NoKernelType {
    @RawTracepoint("sys_enter")
    static int run() {
      return Kernel.sizeOf(String.class);
    }
  }

  private static void assertRefused(Class<?> module, String message) {
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("KernelDataTest.java:")
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseWhatCannotBeAsked() {
    assertRefused(UnknownField.class, "OldThing has no field other: declare it there");
    assertRefused(BadName.class, "\"bpf map\" is no name in the kernel");
    assertRefused(FlexibleLength.class, "a flexible array has no length");
    assertRefused(NoKernelType.class, "String is not a @KernelType class");
  }
}
