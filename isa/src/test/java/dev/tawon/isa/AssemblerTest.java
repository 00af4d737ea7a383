package dev.tawon.isa;

import static dev.tawon.isa.Register.R0;
import static dev.tawon.isa.Register.R1;
import static dev.tawon.isa.Register.R2;
import static dev.tawon.isa.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {

  @Test
  void shouldResolveLabels() {
    String text =
        """
        // r1 is the context
        start:
          r6 = r1                  ; keep it
          if r1 == 0 goto done
          r2 = subprog[callback]
          call callback
          may_goto start
          goto start
        done: exit
        callback:
        other:
          gotol done
        """;

    assertThat(Disassembler.disassemble(Assembler.assemble(text)))
        .isEqualTo(
            """
              0: r6 = r1
              1: if r1 == 0x0 goto pc+5
              2: r2 = subprog[+5]
              4: call pc+3
              5: may_goto pc-6
              6: goto pc-7
              7: exit
              8: gotol pc-2
            """);
  }

  @Test
  void shouldReadVerifierLog() {
    String log =
        """
        ; int x = *y; @ prog.c:12
        0: (79) r6 = *(u64 *)(r1 +8)          ; R1=ctx() R6_w=scalar()
        1: (18) r1 = 0xffff8881
        3: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)

        4: (95) exit
        """;

    assertThat(Assembler.assemble(log))
        .containsExactly(
            new Instruction.Load(Width.DOUBLE, false, R6, R1, (short) 8),
            Instruction.LoadImmediate64.of(R1, 0xffff_8881L),
            new Instruction.CallHelper(1),
            new Instruction.Exit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          goto +3                       | goto pc+3
          goto -0x2                     | goto pc-2
          if w1 s>=-1 goto +0           | if w1 s>= 0xffffffff goto pc+0
          if r1&0x8 goto pc+1           | if r1 & 0x8 goto pc+1
          if r1 s<r2 goto pc+1          | if r1 s< r2 goto pc+1
          r1=*(u32*)(r2)                | r1 = *(u32 *)(r2 +0)
          r1 = *(u8 *)(r2 + 0x10)       | r1 = *(u8 *)(r2 +16)
          r0 = *(u16 *)skb[r6 + -4]     | r0 = *(u16 *)skb[r6 + -4]
          r0 = 0x10                     | r0 = 16
          r0 = -0x10                    | r0 = -16
          w0 = 0xffffffff               | w0 = -1
          *(u32 *)(r1 +0) = 0xffffffff  | *(u32 *)(r1 +0) = -1
          r0 = 4294967295 ll            | r0 = 0xffffffff ll
          r0 = -1 ll                    | r0 = 0xffffffffffffffff ll
          r1 = -r1                      | r1 = -r1
          call bpf_ktime_get_ns         | call bpf_ktime_get_ns#5
          call 5                        | call bpf_ktime_get_ns#5
          call unknown#-7               | call unknown#-7
          """)
  void shouldAcceptWhatPeopleWrite(String text, String canonical) {
    List<Instruction> program = Assembler.assemble(text);

    assertThat(program).hasSize(1);
    assertThat(Disassembler.text(program.getFirst())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          r0 = 1 2                      ~ 8  ~ expected the end of the line, found '2'
          nonsense                      ~ 1  ~ expected an instruction, found 'nonsense'
          1                             ~ 1  ~ expected an instruction, found '1'
          0:                            ~ 3  ~ expected an instruction, the line ends
          (b7                           ~ 4  ~ expected ')', the line ends
          (zz) exit                     ~ 2  ~ expected an opcode of two hexadecimal digits
          (b7) exit                     ~ 1  ~ the opcode is b7, the text says 95
          r11 = 1                       ~ 1  ~ there is no register r11, the last one is r10
          r1 = r11                      ~ 6  ~ there is no register r11, the last one is r10
          r1 = w2                       ~ 6  ~ expected a register r0 to r10, found 'w2'
          w1 = r2                       ~ 6  ~ expected a half register w0 to w10, found 'r2'
          r1                            ~ 3  ~ expected an operator, the line ends
          r1 ? 2                        ~ 4  ~ expected an operator, found '?'
          r1 += 4294967295              ~ 7  ~ a constant must be from -2147483648 to 2147483647
          r1 = 4294967295               ~ 6  ~ a constant without 'll' must be from -2147483648 to 2147483647
          w1 = 4294967296               ~ 6  ~ a constant without 'll' must be from -2147483648 to 4294967295
          r1 = 99999999999999999999 ll  ~ 6  ~ expected a register or a constant, found '99999999999999999999'
          r1 = -9223372036854775809 ll  ~ 6  ~ expected a register or a constant, found '-'
          r1 = 0x                       ~ 6  ~ expected a register or a constant, found '0x'
          r1 = 0x_1                     ~ 6  ~ expected a register or a constant, found '0x_1'
          w1 = 5 ll                     ~ 8  ~ expected the end of the line, found 'll'
          r1 = -r2                      ~ 7  ~ must be the register that is assigned, r1
          r1 = be16 r2                  ~ 11 ~ must be the register that is assigned, r1
          r1 = be24 r1                  ~ 6  ~ expected a register or a constant, found 'be24'
          w1 = (s32)w2                  ~ 7  ~ expected s8 or s16, found 's32'
          r1 = *(u24 *)(r2 +0)          ~ 8  ~ expected a type, like u32, found 'u24'
          r1 = *(s64 *)(r2 +0)          ~ 7  ~ a load of 8 bytes has no sign to extend
          r1 = *(u32 *)(r2 +40000)      ~ 18 ~ an offset must be from -32768 to 32767
          r1 = *(u32 *)skb[0]           ~ 7  ~ a packet load is r0 = *(u8|u16|u32 *)skb[...]
          r0 = *(u64 *)skb[0]           ~ 7  ~ a packet load is r0 = *(u8|u16|u32 *)skb[...]
          *(s8 *)(r1 +0) = r2           ~ 2  ~ only a load extends signs
          *(u64 *)(r1 +0) = 4294967295  ~ 19 ~ a constant must be from -2147483648 to 2147483647
          lock *(u8 *)(r1 +0) += r2     ~ 7  ~ an atomic operation is on u32 or u64
          lock *(u32 *)(r1 +0) -= r2    ~ 22 ~ expected one of += |= &= ^=, found '-'
          r2 = atomic_fetch_sub((u32 *)(r1 +0), r2)      ~ 6  ~ there is no atomic function atomic_fetch_sub
          r2 = atomic_fetch_add((u64 *)(r1 +0), r2)      ~ 23 ~ the function is for u32
          r3 = atomic_fetch_add((u32 *)(r1 +0), r2)      ~ 39 ~ must be the register that is assigned, r3
          r2 = atomic_cmpxchg((u32 *)(r1 +0), r0, r2)    ~ 21 ~ a comparing exchange leaves the old value in r0, not r2
          r1 = addr_space_cast(r2, 0, 65536)             ~ 29 ~ an address space must be from 0 to 65535
          r1 = map[id:3]                ~ 10 ~ expected 'fd', found 'id'
          r1 = map[fd:3][1]+4           ~ 16 ~ expected '0', found '1'
          if r1 == 0 goto 3             ~ 17 ~ expected a label, or an offset with its sign: +3
          if r1 = 0 goto +3             ~ 7  ~ expected a comparison, found '='
          if r1 == 4294967296 goto +3   ~ 10 ~ a constant must be from -2147483648 to 4294967295
          goto                          ~ 5  ~ expected a label or an offset, the line ends
          goto +32768                   ~ 6  ~ a jump offset must be from -32768 to 32767
          goto r1                       ~ 6  ~ 'r1' cannot be a label
          goto nowhere                  ~ 6  ~ there is no label 'nowhere'
          pc: exit                      ~ 1  ~ 'pc' cannot be a label
          a: a: exit                    ~ 4  ~ the label 'a' is there already
          1: exit                       ~ 1  ~ this is slot 0, not 1
          call bpf_ktime_get_ns#6       ~ 6  ~ helper 6 is bpf_trace_printk, not bpf_ktime_get_ns
          call unknown#6                ~ 6  ~ helper 6 is bpf_trace_printk, not unknown
          call bpf_no_such#6            ~ 6  ~ helper 6 is bpf_trace_printk, not bpf_no_such
          call bpf_no_such              ~ 6  ~ there is no label 'bpf_no_such'
          call                          ~ 5  ~ expected a function, the line ends
          """)
  void shouldSayWhereAndWhy(String text, int column, String reason) {
    AssemblyException error =
        catchThrowableOfType(
            AssemblyException.class, () -> Assembler.assemble("\n  // one line\n" + text));

    assertThat(error).isNotNull();
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.line()).isEqualTo(3);
    assertThat(error.column()).isEqualTo(column);
    assertThat(error).hasMessage("3:" + column + ": " + reason);
  }

  @Test
  void shouldRefuseLabelTooFarAway() {
    String text = "if r1 == 0 goto far\n" + "exit\n".repeat(32_768) + "far: exit\n";

    AssemblyException error =
        catchThrowableOfType(AssemblyException.class, () -> Assembler.assemble(text));

    assertThat(error)
        .hasMessage("1:1: the label is 32768 slots away, which does not fit in 16 bits");
  }

  @Test
  void shouldAssembleNothing() {
    assertThat(Assembler.assemble("")).isEmpty();
    assertThat(Assembler.assemble("; only a comment\r\n\t\nlabel:\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45, 46})
  void shouldReadWhatTheDisassemblerPrints(long seed) {
    List<Instruction> program = new RandomInstructions(seed).program();

    String text = Disassembler.disassemble(program);

    List<Instruction> again = Assembler.assemble(text);
    assertThat(again).as("seed %d", seed).isEqualTo(program);
    assertThat(Disassembler.disassemble(again)).as("seed %d", seed).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void shouldReadOrRefuseRandomText(long seed) {
    String alphabet = " \t\n()[]*+-=:;#/&|<>^%,.$_rwx0123456789abcdefgopsuz\u00e9\u0000\ud83d";
    Random random = new Random(seed);
    for (int round = 0; round < 30_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      readsOrRefuses(text.toString(), seed);
    }
  }

  /** Lines of real text, cut up and put together again, get further than random characters do. */
  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63})
  void shouldReadOrRefuseDamagedText(long seed) {
    Random random = new Random(seed);
    List<String> lines =
        new RandomInstructions(seed).program().stream().map(Disassembler::text).toList();
    int read = 0;
    for (int round = 0; round < 30_000; round++) {
      String head = lines.get(random.nextInt(lines.size()));
      String tail = lines.get(random.nextInt(lines.size()));
      read +=
          readsOrRefuses(
              head.substring(0, random.nextInt(head.length() + 1))
                  + tail.substring(random.nextInt(tail.length() + 1)),
              seed);
    }
    assertThat(read).as("programs read").isGreaterThan(300);
  }

  private static int readsOrRefuses(String text, long seed) {
    List<Instruction> program;
    try {
      program = Assembler.assemble(text);
    } catch (AssemblyException e) {
      assertThat(e.line()).as("seed %d: %s", seed, text).isBetween(1, text.length() + 1);
      assertThat(e.column()).as("seed %d: %s", seed, text).isBetween(1, text.length() + 1);
      return 0;
    }
    assertThat(Assembler.assemble(Disassembler.disassemble(program)))
        .as("seed %d: %s", seed, text)
        .isEqualTo(program);
    return 1;
  }

  @Test
  void shouldReadLoadsOfMaps() {
    assertThat(Assembler.assemble("r1 = map[fd:3]\nr2 = map[idx:0]-4\nr0 = btf[id:7][fd:4]\n"))
        .containsExactly(
            new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, R1, 3, 0),
            new Instruction.LoadImmediate64(ImmediateKind.MAP_INDEX_VALUE, R2, 0, -4),
            new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, R0, 7, 4));
  }
}
