package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.Bits;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.Union;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.LibbpfForm;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.RelocatedProgram;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bit fields, arrays and unions of kernels that differ. */
class KernelMembersTest {
  /** A structure within others. */
  @KernelType("part")
  static final class Part {
    int number;
    int other;
  }

  /** A union. */
  @Union
  @KernelType("choice")
  static final class Choice {
    int number;
    long address;
  }

  /** A structure. */
  @KernelType("thing")
  static final class Thing {
    @Bits int flags;
    @Embedded Part[] parts;
    Part[] pointers;
    long[] numbers;
    Choice choice;
  }

  @BpfModule
  static final class Reads {
    @RawTracepoint("sys_enter")
    static int run(int index) {
      Thing thing = Bpf.currentTask(Thing.class);
      return thing.flags
          + thing.parts[1].other
          + thing.parts[index].number
          + thing.parts.length
          + thing.pointers[1].number
          + thing.pointers[index].number
          + (int) thing.numbers[index]
          + thing.choice.number
          + (Kernel.hasType(Choice.class) ? 1 : 0);
    }
  }

  /** A kernel whose bit field lies somewhere, and whose structures within are so long. */
  private static Btf kernel(int bit, int bits, boolean signed, int partBytes) {
    BtfBuilder types = new BtfBuilder();
    int number = types.integer("int", Integer.BYTES, signed);
    int wide = types.integer("long", Long.BYTES, true);
    int part = types.declareStruct("part");
    types.define(
        part,
        partBytes,
        List.of(
            new BtfBuilder.Member("number", number, 0),
            new BtfBuilder.Member("other", number, partBytes - 4)));
    int choice = types.declareUnion("choice");
    types.define(
        choice,
        8,
        List.of(
            new BtfBuilder.Member("number", number, 0), new BtfBuilder.Member("address", wide, 0)));
    int thing = types.declareStruct("thing");
    types.define(
        thing,
        512,
        List.of(
            new BtfBuilder.Bitfield("flags", number, bit, bits),
            new BtfBuilder.Member("parts", types.array(part, 3), 64),
            new BtfBuilder.Member("pointers", types.array(types.pointer(part), 2), 256),
            new BtfBuilder.Member("numbers", types.array(wide, 4), 272),
            new BtfBuilder.Member("choice", types.pointer(choice), 304)));
    return types.build();
  }

  private static ObjectSpec compile(Class<?> module) {
    return Compiler.compile(module, CompilerOptions.defaults()).object();
  }

  private static List<Long> answers(
      ObjectSpec object, RelocatedProgram relocated, CoreRelocationKind kind, String access) {
    return object.programs().getFirst().relocations().stream()
        .filter(relocation -> relocation.kind() == kind)
        .filter(relocation -> relocation.describe(object.btf()).contains(access))
        .map(CoreRelocation::instruction)
        .map(relocated.program().instructions()::get)
        .map(KernelMembersTest::number)
        .distinct()
        .toList();
  }

  private static long number(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu(AluOperator _, boolean _, var _, Immediate(int value)) -> value;
      case Instruction.Load load -> load.offset();
      default -> throw new AssertionError(instruction);
    };
  }

  @Test
  void shouldAskWhereABitFieldLies() {
    ObjectSpec object = compile(Reads.class);
    RelocatedProgram low =
        CoreRelocator.of(object.btf(), kernel(3, 5, false, 8))
            .relocate(object.programs().getFirst());
    assertThat(low.poisoned()).isEmpty();
    assertThat(answers(object, low, CoreRelocationKind.FIELD_BYTE_OFFSET, "flags"))
        .containsExactly(0L);
    assertThat(answers(object, low, CoreRelocationKind.FIELD_BYTE_SIZE, "flags"))
        .containsExactly(4L);
    assertThat(answers(object, low, CoreRelocationKind.FIELD_LSHIFT_U64, "flags"))
        .containsExactly(64L - 8);
    assertThat(answers(object, low, CoreRelocationKind.FIELD_RSHIFT_U64, "flags"))
        .containsExactly(64L - 5);
    assertThat(answers(object, low, CoreRelocationKind.FIELD_SIGNED, "flags")).containsExactly(0L);
    RelocatedProgram high =
        CoreRelocator.of(object.btf(), kernel(30, 8, true, 8))
            .relocate(object.programs().getFirst());
    assertThat(answers(object, high, CoreRelocationKind.FIELD_BYTE_OFFSET, "flags"))
        .containsExactly(0L);
    assertThat(answers(object, high, CoreRelocationKind.FIELD_BYTE_SIZE, "flags"))
        .containsExactly(8L);
    assertThat(answers(object, high, CoreRelocationKind.FIELD_SIGNED, "flags")).containsExactly(1L);
  }

  @Test
  void shouldAskHowLongArraysAndTheirElementsAre() {
    ObjectSpec object = compile(Reads.class);
    RelocatedProgram relocated =
        CoreRelocator.of(object.btf(), kernel(0, 1, false, 24))
            .relocate(object.programs().getFirst());
    assertThat(relocated.poisoned()).isEmpty();
    assertThat(answers(object, relocated, CoreRelocationKind.TYPE_SIZE, "part"))
        .containsExactly(24L);
    assertThat(answers(object, relocated, CoreRelocationKind.FIELD_BYTE_SIZE, "parts"))
        .containsExactly(72L);
    assertThat(answers(object, relocated, CoreRelocationKind.FIELD_BYTE_OFFSET, "parts[1].other"))
        .containsExactly(64L + 24 + 20);
    assertThat(answers(object, relocated, CoreRelocationKind.FIELD_BYTE_OFFSET, "pointers[1]"))
        .containsExactly(256L + 8);
    assertThat(answers(object, relocated, CoreRelocationKind.TYPE_EXISTS, "choice"))
        .containsExactly(1L);
  }

  @Test
  void shouldNotFindAnElementThatAKernelLacks() {
    ObjectSpec object = compile(Beyond.class);
    assertThat(
            CoreRelocator.of(object.btf(), kernel(0, 1, false, 8))
                .relocate(object.programs().getFirst())
                .poisoned())
        .isNotEmpty();
  }

  @BpfModule
  static final class Beyond {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(Thing.class).parts[3].number;
    }
  }

  @Test
  void shouldSayToLibbpfWhatItsOwnTypesSay() {
    assertThat(LibbpfForm.of(compile(Reads.class), null).programs()).isNotEmpty();
  }

  /** Fields that cannot be. */
  @KernelType("thing___refused")
  static final class BitArray {
    @Bits
    @Length(4)
    int[] flags;
  }

  @KernelType("thing___refused")
  static final class Rows {
    int[][] rows;
  }

  @KernelType("thing___refused")
  static final class EmbeddedNumber {
    @Embedded int number;
  }

  @KernelType("thing___refused")
  static final class WideBits {
    @Bits(65)
    long number;
  }

  @Struct
  static final class BitsWithoutNumber {
    @Bits int number;
  }

  @BpfModule
  static final class ReadsBitArray {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(BitArray.class).flags[0];
    }
  }

  @BpfModule
  static final class ReadsRows {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(Rows.class).rows[0][0];
    }
  }

  @BpfModule
  static final class ReadsEmbeddedNumber {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(EmbeddedNumber.class).number;
    }
  }

  @BpfModule
  static final class ReadsWideBits {
    @RawTracepoint("sys_enter")
    static int run() {
      return (int) Bpf.currentTask(WideBits.class).number;
    }
  }

  @BpfModule
  static final class ReadsBitsWithoutNumber {
    @RawTracepoint("sys_enter")
    static int run() {
      return new BitsWithoutNumber().number;
    }
  }

  @KernelType("thing___named")
  static final class Named {
    byte[] name;
  }

  @BpfModule
  static final class ComparesName {
    @RawTracepoint("sys_enter")
    static int run() {
      return Text.startsWith(Bpf.currentTask(Named.class).name, "a") ? 1 : 0;
    }
  }

  @BpfModule
  static final class WritesName {
    @RawTracepoint("sys_enter")
    static int run() {
      Bpf.currentTask(Named.class).name[0] = 1;
      return 0;
    }
  }

  private static void assertRefused(Class<?> module, String message) {
    assertThatThrownBy(() -> compile(module))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("KernelMembersTest.java:")
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseFieldsThatNoKernelHas() {
    assertRefused(ReadsBitArray.class, "a bit field is an integer or a boolean");
    assertRefused(ReadsRows.class, "declare one array");
    assertRefused(ReadsEmbeddedNumber.class, "is @Embedded and no @KernelType class");
    assertRefused(ReadsWideBits.class, "of 1 to 64 bits");
    assertRefused(ReadsBitsWithoutNumber.class, "has @Bits: a bit field is a number");
    assertRefused(ComparesName.class, "only the kernel knows how long this array is");
    assertRefused(WritesName.class, "kernel memory is read only");
  }
}
