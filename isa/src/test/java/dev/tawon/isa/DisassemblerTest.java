package dev.tawon.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisassemblerTest {

  /** What the verifier of Linux 6.18 printed for these bytes at log level 2, without opcode and register state. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          b700000000000000 ~ r0 = 0
          b400000000000080 ~ w0 = -2147483648
          bf16000000000000 ~ r6 = r1
          07010000f8ffffff ~ r1 += -8
          cc10000000000000 ~ w0 s>>= w1
          c70200003f000000 ~ r2 s>>= 63
          3f10010000000000 ~ r0 s/= r1
          97000100feffffff ~ r0 s%= -2
          8400000000000000 ~ w0 = -w0
          bf10200000000000 ~ r0 = (s32)r1
          bc10080000000000 ~ w0 = (s8)w1
          bf12010001000000 ~ r2 = addr_space_cast(r1, 0, 1)
          d700000010000000 ~ r0 = bswap16 r0
          dc00000040000000 ~ r0 = be64 r0
          d400000020000000 ~ r0 = le32 r0
          7916080000000000 ~ r6 = *(u64 *)(r1 +8)
          89a1f8ff00000000 ~ r1 = *(s16 *)(r10 -8)
          7a0af8ff00000000 ~ *(u64 *)(r10 -8) = 0
          7b0af8ff00000000 ~ *(u64 *)(r10 -8) = r0
          c30af8ff51000000 ~ r0 = atomic_fetch_and((u32 *)(r10 -8), r0)
          db1af8ff01000000 ~ r1 = atomic64_fetch_add((u64 *)(r10 -8), r1)
          db0af8ffa0000000 ~ lock *(u64 *)(r10 -8) ^= r0
          db1af8fff1000000 ~ r0 = atomic64_cmpxchg((u64 *)(r10 -8), r0, r1)
          c30af8ffe1000000 ~ r0 = atomic_xchg((u32 *)(r10 -8), r0)
          dba1f8ff00010000 ~ r1 = load_acquire((u64 *)(r10 -8))
          cb0af8ff10010000 ~ store_release((u16 *)(r10 -8), r0)
          280000000c000000 ~ r0 = *(u16 *)skb[12]
          48600000fcffffff ~ r0 = *(u16 *)skb[r6 + -4]
          16000000ffffffff ~ if w0 == 0xffffffff goto pc+0
          6501030005000000 ~ if r1 s> 0x5 goto pc+3
          0500fdff00000000 ~ goto pc-3
          0600000000000000 ~ gotol pc+0
          e500010000000000 ~ may_goto pc+1
          8500000005000000 ~ call bpf_ktime_get_ns#5
          8510000001000000 ~ call pc+1
          9500000000000000 ~ exit
          """)
  void shouldPrintAsTheKernelDoes(String bytes, String text) {
    List<Instruction> program = Decoder.decode(HexFormat.of().parseHex(bytes));

    assertThat(program).hasSize(1);
    assertThat(Disassembler.text(program.getFirst())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          18010000ffffffff0000000000000000 ~ r1 = 0xffffffff ll
          18010000887766550000000044332211 ~ r1 = 0x1122334455667788 ll
          18110000030000000000000000000000 ~ r1 = map[fd:3]
          18210000030000000000000008000000 ~ r1 = map[fd:3][0]+8
          183100004d0000000000000000000000 ~ r1 = btf[id:77]
          183100004d0000000000000004000000 ~ r1 = btf[id:77][fd:4]
          18410000050000000000000000000000 ~ r1 = subprog[+5]
          18510000010000000000000000000000 ~ r1 = map[idx:1]
          18610000010000000000000000000000 ~ r1 = map[idx:1]+0
          852000004d000000                 ~ call kernel-function#77
          852002004d000000                 ~ call kernel-function#77[idx:2]
          85000000ffffffff                 ~ call unknown#-1
          8d02000000000000                 ~ callx r2
          0d03000000000000                 ~ gotox r3
          """)
  void shouldSayWhatTheKernelLeavesOut(String bytes, String text) {
    List<Instruction> program = Decoder.decode(HexFormat.of().parseHex(bytes));

    assertThat(program).hasSize(1);
    assertThat(Disassembler.text(program.getFirst())).isEqualTo(text);
  }

  @Test
  void shouldNumberSlots() {
    List<Instruction> program =
        List.of(
            new Instruction.Alu(AluOperator.MOV, true, Register.R6, Register.R1),
            Instruction.LoadImmediate64.of(Register.R0, 0x1234),
            new Instruction.Exit());

    assertThat(Disassembler.disassemble(program))
        .isEqualTo("  0: r6 = r1\n  1: r0 = 0x1234 ll\n  3: exit\n");
  }

  @Test
  void shouldMakeRoomForLargeSlotNumbers() {
    List<Instruction> program = Collections.nCopies(1_001, (Instruction) new Instruction.Exit());

    assertThat(Disassembler.disassemble(program)).contains("\n 99: exit\n", "\n1000: exit\n");
  }

  @Test
  void shouldPrintNothingForNoProgram() {
    assertThat(Disassembler.disassemble(List.of())).isEmpty();
  }
}
