package dev.tawon.isa;

import static dev.tawon.isa.Register.R0;
import static dev.tawon.isa.Register.R1;
import static dev.tawon.isa.Register.R10;
import static dev.tawon.isa.Register.R2;
import static dev.tawon.isa.Register.R3;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderTest {
  // The bytes are clang's and the kernel selftests', not this encoder's.

  @Test
  void shouldEncodeArithmetic() {
    assertThat(hex(new Instruction.Alu(AluOperator.MOV, true, R0, new Immediate(-1))))
        .isEqualTo("b7000000ffffffff");
    assertThat(hex(new Instruction.Alu(AluOperator.ADD, false, R1, R2)))
        .isEqualTo("0c21000000000000");
    assertThat(hex(new Instruction.Alu(AluOperator.SDIV, true, R1, R2)))
        .isEqualTo("3f21010000000000");
    assertThat(hex(new Instruction.MoveSignExtended(16, false, R1, R2)))
        .isEqualTo("bc21100000000000");
    assertThat(hex(new Instruction.ByteSwap(ByteSwapOrder.TO_BIG_ENDIAN, 16, R0)))
        .isEqualTo("dc00000010000000");
    assertThat(hex(new Instruction.ByteSwap(ByteSwapOrder.SWAP, 64, R1)))
        .isEqualTo("d701000040000000");
    assertThat(hex(new Instruction.AddressSpaceCast(R1, R2, 0, 1))).isEqualTo("bf21010001000000");
  }

  @Test
  void shouldEncodeMemoryAccess() {
    assertThat(hex(new Instruction.Load(Width.DOUBLE, false, R1, R10, (short) -8)))
        .isEqualTo("79a1f8ff00000000");
    assertThat(hex(new Instruction.Load(Width.BYTE, true, R1, R2, (short) 0)))
        .isEqualTo("9121000000000000");
    assertThat(hex(new Instruction.Store(Width.DOUBLE, R10, (short) -8, new Immediate(0))))
        .isEqualTo("7a0af8ff00000000");
    assertThat(hex(new Instruction.Store(Width.HALF, R10, (short) -2, R1)))
        .isEqualTo("6b1afeff00000000");
    assertThat(
            hex(new Instruction.Atomic(AtomicOperator.ADD, false, Width.DOUBLE, R1, (short) 0, R2)))
        .isEqualTo("db21000000000000");
    assertThat(
            hex(
                new Instruction.Atomic(
                    AtomicOperator.CMPXCHG, true, Width.WORD, R1, (short) 0, R2)))
        .isEqualTo("c3210000f1000000");
    assertThat(hex(new Instruction.LoadAcquire(Width.DOUBLE, R0, R1, (short) 0)))
        .isEqualTo("db10000000010000");
    assertThat(hex(new Instruction.StoreRelease(Width.HALF, R1, (short) 0, R2)))
        .isEqualTo("cb21000010010000");
    assertThat(hex(new Instruction.LoadPacket(Width.HALF, null, 12))).isEqualTo("280000000c000000");
  }

  @Test
  void shouldEncodeJumpsAndCalls() {
    assertThat(hex(new Instruction.Branch(JumpCondition.SGT, false, R1, R2, (short) 3)))
        .isEqualTo("6e21030000000000");
    assertThat(hex(new Instruction.Goto(-2, false))).isEqualTo("0500feff00000000");
    assertThat(hex(new Instruction.Goto(70_000, true))).isEqualTo("0600000070110100");
    assertThat(hex(new Instruction.MayGoto((short) 4))).isEqualTo("e500040000000000");
    assertThat(hex(new Instruction.GotoRegister(R3))).isEqualTo("0d03000000000000");
    assertThat(hex(new Instruction.CallHelper(14))).isEqualTo("850000000e000000");
    assertThat(hex(new Instruction.CallFunction(5))).isEqualTo("8510000005000000");
    assertThat(hex(new Instruction.CallKernelFunction(0x1234, (short) 1)))
        .isEqualTo("8520010034120000");
    assertThat(hex(new Instruction.CallRegister(R2))).isEqualTo("8d02000000000000");
    assertThat(hex(new Instruction.Exit())).isEqualTo("9500000000000000");
  }

  @Test
  void shouldEncode64BitLoadInTwoSlots() {
    assertThat(hex(Instruction.LoadImmediate64.of(R1, 0x1122334455667788L)))
        .isEqualTo("18010000887766550000000044332211");
    assertThat(hex(new Instruction.LoadImmediate64(ImmediateKind.MAP_VALUE, R1, 3, 8)))
        .isEqualTo("18210000030000000000000008000000");
  }

  @Test
  void shouldMapIndicesToSlots() {
    Instruction wide = Instruction.LoadImmediate64.of(R1, 1);
    Instruction exit = new Instruction.Exit();

    assertThat(Encoder.slotOffsets(List.of(exit, wide, exit, wide, exit)))
        .containsExactly(0, 1, 3, 4, 6, 7);
    assertThat(Encoder.slotOffsets(List.of())).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldDecodeWhatItEncodes(long seed) {
    List<Instruction> program = new RandomInstructions(seed).program();

    byte[] encoded = Encoder.encode(program);

    assertThat(Decoder.decode(encoded)).as("seed %d", seed).isEqualTo(program);
    assertThat(encoded).hasSize(8 * Encoder.slotOffsets(program)[program.size()]);
  }

  @Test
  void shouldHaveEveryFormInTheRandomPrograms() {
    assertThat(
            new RandomInstructions(1)
                .program().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            Arrays.stream(Instruction.class.getPermittedSubclasses()).toArray(Class<?>[]::new));
  }

  private static String hex(Instruction instruction) {
    return HexFormat.of().formatHex(Encoder.encode(List.of(instruction)));
  }
}
