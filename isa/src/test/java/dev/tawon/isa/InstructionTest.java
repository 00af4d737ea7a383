package dev.tawon.isa;

import static dev.tawon.isa.Register.R1;
import static dev.tawon.isa.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InstructionTest {

  @Test
  void shouldRefusePacketLoadOfEightBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.LoadPacket(Width.DOUBLE, null, 0))
        .withMessage("no packet load has 8 bytes: 1, 2 or 4");
  }

  @Test
  void shouldRefuseSignedLoadOfEightBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.Load(Width.DOUBLE, true, R1, R2, (short) 0))
        .withMessage("a load of 8 bytes has no sign to extend");
  }

  @Test
  void shouldRefuseByteSwapOfOddWidth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.ByteSwap(ByteSwapOrder.SWAP, 24, R1))
        .withMessage("no byte swap has 24 bits: 16, 32 or 64");
  }

  @Test
  void shouldRefuseMoveThatExtendsNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.MoveSignExtended(32, false, R1, R2))
        .withMessage("no 32-bit move extends the sign of 32 bits: 8 or 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.MoveSignExtended(64, true, R1, R2))
        .withMessage("no 64-bit move extends the sign of 64 bits: 8, 16 or 32");
  }

  @Test
  void shouldRefuseNarrowAtomic() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Instruction.Atomic(AtomicOperator.ADD, false, Width.HALF, R1, (short) 0, R2))
        .withMessage("no atomic operation has 2 bytes: 4 or 8");
  }

  @Test
  void shouldRefuseExchangeWithoutFetch() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Instruction.Atomic(AtomicOperator.XCHG, false, Width.WORD, R1, (short) 0, R2))
        .withMessage("an atomic xchg always fetches");
  }

  @Test
  void shouldRefuseHighHalfWhereItIsUnused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, R1, 3, 1))
        .withMessage("the high half of a MAP_FD is unused and must be zero, not 1");
  }

  @Test
  void shouldRefuseNarrowGotoTooFar() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.Goto(32_768, false))
        .withMessage("a jump over 32768 slots does not fit in 16 bits: it has to be wide");
    assertThat(new Instruction.Goto(32_768, true).offset()).isEqualTo(32_768);
  }

  @Test
  void shouldRefuseAddressSpaceOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instruction.AddressSpaceCast(R1, R2, 0, 65_536))
        .withMessage("an address space is a number from 0 to 65535, not 0 or 65536");
  }

  @Test
  void shouldJoinTheHalvesOf64BitConstant() {
    for (long value : new long[] {0, 1, -1, Long.MIN_VALUE, 0x1234_5678_9abc_def0L, 0xffff_ffffL}) {
      assertThat(Instruction.LoadImmediate64.of(R1, value).value()).isEqualTo(value);
    }
  }
}
