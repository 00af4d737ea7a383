package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VerifierLogTest {
  @Test
  void shouldTakeTheTextAfterTheLastInstruction() {
    VerifierLog log =
        VerifierLog.parse(
            """
            0: R1=ctx() R10=fp0
            ; int x = a[i]; @ ExecProbe.java:42
            0: (b7) r2 = -1                       ; R2_w=-1
            1: (85) call bpf_get_current_comm#16
            R2 min value is negative, either use unsigned or 'var &= const'
            processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """);
    assertThat(log.summary())
        .isEqualTo("R2 min value is negative, either use unsigned or 'var &= const'");
    assertThat(log.slot()).isEqualTo(1);
  }

  @Test
  void shouldJoinAReasonOfSeveralLines() {
    VerifierLog log =
        VerifierLog.parse(
            """
            7: (7b) *(u64 *)(r0 +8) = r1
             R0=map_value(id=0,off=0,ks=4,vs=8,imm=0) R1=inv1 R10=fp0
            invalid access to map value, value_size=8 off=8 size=8
            R0 min value is outside of the allowed memory range
            processed 8 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """);
    assertThat(log.summary())
        .isEqualTo(
            "invalid access to map value, value_size=8 off=8 size=8; R0 min value is outside of the"
                + " allowed memory range");
    assertThat(log.slot()).isEqualTo(7);
  }

  @Test
  void shouldTakeTheInstructionFromAReasonWithoutATrace() {
    VerifierLog log =
        VerifierLog.parse(
            """
            func#0 @0
            back-edge from insn 9 to 2
            processed 0 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """);
    assertThat(log.summary()).isEqualTo("back-edge from insn 9 to 2");
    assertThat(log.slot()).isEqualTo(9);
  }

  @Test
  void shouldTellOfALoopWithoutEndRatherThanOfItsStates() {
    VerifierLog log =
        VerifierLog.parse(
            """
            5: (04) w0 += 1                       ; R0=scalar()
            6: (46) if w0 & 0x7 goto pc-2 infinite loop detected at insn 5
            cur state: R0=scalar() R1=ctx() R10=fp0
            old state: R0=scalar() R1=ctx() R10=fp0
            processed 45 insns (limit 1000000) max_states_per_insn 1 total_states 3 peak_states 3 mark_read 0
            """);
    assertThat(log.summary()).isEqualTo("infinite loop detected at insn 5");
    assertThat(log.slot()).isEqualTo(5);
  }

  @Test
  void shouldIgnoreStatesAndProgressAfterTheLastInstruction() {
    VerifierLog log =
        VerifierLog.parse(
            """
            Validating helper() func#1...
            3: R1=scalar() R10=fp0
            3: (0f) r1 += r10
            R1 pointer arithmetic on pkt_end prohibited
            verification time 52 usec
            stack depth 0+0
            processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """);
    assertThat(log.summary()).isEqualTo("R1 pointer arithmetic on pkt_end prohibited");
    assertThat(log.slot()).isEqualTo(3);
  }

  /** The sample of a structured log that the maintainers of cilium/ebpf recorded on Linux 7.3. */
  @Test
  void shouldReadTheStructuredLogOfLinux73() {
    VerifierLog log =
        VerifierLog.parse(
            """
            0: R1=ctx() R10=fp0
            0: (95) exit
            R0 !read_ok

            Verification failed: Register Type Safety: Unreadable register

            Reason:
              R0 has never been initialized on this path, so the verifier cannot use it as an input.

            At:
              insn 0
                    | ^-- error: R0 is not readable
              Instruction context:
              >>> 0 | (95) exit

            Causal path:
              no retained diagnostic events on this path

            Suggestion:
              Initialize R0 on every path before this instruction.

            processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
            """);
    assertThat(log.summary())
        .isEqualTo(
            "Register Type Safety: Unreadable register: R0 has never been initialized on this path,"
                + " so the verifier cannot use it as an input.");
    assertThat(log.slot()).isZero();
  }

  @Test
  void shouldFindNothingInAnEmptyLog() {
    assertThat(VerifierLog.parse("")).isEqualTo(new VerifierLog("", -1));
    assertThat(VerifierLog.parse("processed 3 insns (limit 1000000) peak_states 0\n").summary())
        .isEmpty();
  }

  @Test
  void shouldMakeSomethingOfAnyText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "Verification failed:",
      "Reason:",
      "At:",
      "\n",
      "insn ",
      "99999999999",
      "12: (b7) r0 = 0",
      ": ",
      " ",
      "R1="
    };
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      VerifierLog log = VerifierLog.parse(text.toString());
      assertThat(log.slot()).as("seed %d", seed).isGreaterThanOrEqualTo(-1);
      assertThat(log.summary()).as("seed %d", seed).doesNotContain("\n");
    }
  }
}
