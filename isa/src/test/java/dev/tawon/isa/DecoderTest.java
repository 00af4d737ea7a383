package dev.tawon.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b7000000             | 0 | the program ends after 4 of the slot's 8 bytes
          950000000000000095   | 1 | the program ends after 1 of the slot's 8 bytes
          8f00000000000000     | 0 | unknown opcode 0x8f
          0000000000000000     | 0 | unknown opcode 0x00
          3800000000000000     | 0 | unknown opcode 0x38
          9921000000000000     | 0 | unknown opcode 0x99
          e700000000000000     | 0 | unknown opcode 0xe7
          8f01000000000000     | 0 | unknown opcode 0x8f
          9d00000000000000     | 0 | unknown opcode 0x9d
          8600000001000000     | 0 | unknown opcode 0x86
          9600000000000000     | 0 | unknown opcode 0x96
          df01000010000000     | 0 | unknown opcode 0xdf
          ed00010000000000     | 0 | unknown opcode 0xed
          b70b000000000000     | 0 | the destination register is r11, the last one is r10
          bff1000000000000     | 0 | the source register is r15, the last one is r10
          b710000000000000     | 0 | opcode 0xb7 does not use the source register, which is 1
          bf21000001000000     | 0 | opcode 0xbf does not use the immediate, which is 1
          0701010000000000     | 0 | opcode 0x07 has no variant 1
          b701080000000000     | 0 | opcode 0xb7 has no variant 8
          bc21200000000000     | 0 | opcode 0xbc has no variant 32
          bf21180000000000     | 0 | opcode 0xbf has no variant 24
          3f21020000000000     | 0 | opcode 0x3f has no variant 2
          d701000018000000     | 0 | no byte swap has 24 bits: 16, 32 or 64
          8701000001000000     | 0 | opcode 0x87 does not use the immediate, which is 1
          7921000001000000     | 0 | opcode 0x79 does not use the immediate, which is 1
          7a1af8ff00000000     | 0 | opcode 0x7a does not use the source register, which is 1
          7b1af8ff01000000     | 0 | opcode 0x7b does not use the immediate, which is 1
          cb21000000000000     | 0 | no atomic operation of this kind has 2 bytes
          db21000020000000     | 0 | unknown atomic operation 0x20
          db210000e0000000     | 0 | unknown atomic operation 0xe0
          2801000000000000     | 0 | opcode 0x28 does not use the destination register, which is 1
          0501000000000000     | 0 | opcode 0x05 does not use the destination register, which is 1
          0500000001000000     | 0 | opcode 0x05 does not use the immediate, which is 1
          0600010000000000     | 0 | opcode 0x06 does not use the offset, which is 1
          1d21000001000000     | 0 | opcode 0x1d does not use the immediate, which is 1
          8501000001000000     | 0 | opcode 0x85 does not use the destination register, which is 1
          8500010001000000     | 0 | opcode 0x85 does not use the offset, which is 1
          8530000001000000     | 0 | a call has no pseudo source 3
          9500000001000000     | 0 | opcode 0x95 does not use the immediate, which is 1
          95000000000000001801000001000000     | 1 | the program ends before the second slot of a 64-bit load
          18010000010000009500000000000000     | 1 | the second slot of a 64-bit load has an opcode of its own
          18010000010000000001000000000000     | 1 | opcode 0x00 does not use the destination register, which is 1
          18010100010000000000000000000000     | 0 | opcode 0x18 does not use the offset, which is 1
          18710000010000000000000000000000     | 0 | a 64-bit load has no pseudo source 7
          18110000010000000000000001000000     | 1 | opcode 0x00 does not use the immediate, which is 1
          """)
  void shouldRefuse(String bytes, int slot, String reason) {
    MalformedInstructionException error =
        catchThrowableOfType(
            MalformedInstructionException.class,
            () -> Decoder.decode(HexFormat.of().parseHex(bytes)));

    assertThat(error).isNotNull();
    assertThat(error.slot()).isEqualTo(slot);
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error).hasMessage("slot " + slot + ": " + reason);
  }

  @Test
  void shouldDecodeNothing() {
    assertThat(Decoder.decode(new byte[0])).isEmpty();
  }

  @Test
  void shouldReturnUnmodifiableList() {
    List<Instruction> program = Decoder.decode(HexFormat.of().parseHex("9500000000000000"));

    assertThatThrownBy(() -> program.add(new Instruction.Exit()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** Every opcode with fields that are random, but often zero as most instructions want them. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void shouldRefuseOrReproduceRandomSlots(long seed) {
    Random random = new Random(seed);
    int decoded = 0;
    for (int round = 0; round < 200; round++) {
      for (int opcode = 0; opcode < 256; opcode++) {
        byte[] slots = new byte[round % 2 == 0 ? 8 : 16];
        slots[0] = (byte) opcode;
        slots[1] = (byte) (sparse(random, 7) | sparse(random, 3) << 4);
        slots[2] = (byte) (random.nextBoolean() ? sparse(random, 256) : 1 << random.nextInt(6));
        slots[3] = (byte) sparse(random, 256);
        for (int i = 4; i < 8; i++) {
          slots[i] = (byte) sparse(random, 256);
        }
        decoded += refusesOrReproduces(slots, seed);
      }
    }
    assertThat(decoded).as("programs decoded").isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void shouldRefuseOrReproduceRandomBytes(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      refusesOrReproduces(bytes, seed);
    }
  }

  /** Valid programs with a few bytes changed get further into the decoder than random bytes do. */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void shouldRefuseOrReproduceDamagedPrograms(long seed) {
    Random random = new Random(seed);
    byte[] program = Encoder.encode(new RandomInstructions(seed).program());
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = program.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      refusesOrReproduces(damaged, seed);
    }
  }

  private static int refusesOrReproduces(byte[] bytes, long seed) {
    List<Instruction> program;
    try {
      program = Decoder.decode(bytes);
    } catch (MalformedInstructionException e) {
      assertThat(e.slot()).isBetween(0, bytes.length / 8);
      return 0;
    }
    assertThat(Encoder.encode(program)).as("seed %d, program %s", seed, program).isEqualTo(bytes);
    return 1;
  }

  private static int sparse(Random random, int bound) {
    return random.nextInt(4) == 0 ? random.nextInt(bound) : 0;
  }
}
