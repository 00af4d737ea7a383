package dev.tawon.compiler.back;

import static dev.tawon.compiler.back.MachineText.after;
import static dev.tawon.compiler.back.MachineText.allocate;
import static dev.tawon.compiler.back.MachineText.of;
import static dev.tawon.compiler.back.MachineText.select;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Passes over machine operations, one at a time. */
final class MachinePassesTest {
  private static final String COUNTED =
      """
      b0:
        int n = argument 0
        jump b1
      b1:
        int i = phi b0:0 b2:j
        if i < n then b2 else b3
      b2:
        call 5
        int j = i + 1
        jump b1
      b3:
        return i
      """;

  private static final String TWO_RESULTS =
      """
      b0:
        int a = argument 0
        if a == %s then b1 else b2
      b1:
        jump b3
      b2:
        jump b3
      b3:
        int r = phi b1:1 b2:%s
        return r
      """;

  private static long count(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void shouldMergeCopies() {
    assertThat(of(select(COUNTED))).contains("r0 = r");
    assertThat(count(of(allocate(COUNTED)), " = r")).isEqualTo(2); // an argument, and the result
  }

  @Test
  void shouldKeepACopyOfWhatIsChangedAndStillNeeded() {
    assertThat(
            of(
                allocate(
                    """
                    b0:
                      long a = argument 0
                      long b = a + 1
                      long c = a * b
                      return c
                    """)))
        .contains(" = r1");
  }

  @Test
  void shouldReadAByteWithItsSignInOneInstruction() {
    assertThat(
            of(
                allocate(
                    """
                    b0:
                      ref p = argument 0
                      int a = load s8 [p + 3]
                      long b = int_to_long a
                      return b
                    """)))
        .isEqualTo(
            """
            b0:
              r0 = s8[r1 + 3]
              exit
            """);
  }

  @Test
  void shouldReadAByteWithoutSignWhereItIsStoredAsOne() {
    assertThat(
            of(
                allocate(
                    """
                    b0:
                      ref p = argument 0
                      int a = load s8 [p + 3]
                      store u8 [p + 4] a
                      return 0
                    """)))
        .contains("u8[r1 + 3]")
        .doesNotContain("s8[");
  }

  @Test
  void shouldSetOneOfTwoConstantsBeforeTheBranch() {
    String hoisted =
        after(
            program -> {
              BlockLayout.run(program);
              ConstantHoisting.run(program);
            },
            allocate(TWO_RESULTS.formatted("5", "2")));
    assertThat(hoisted.substring(0, hoisted.indexOf("if"))).contains("r0 = ");
  }

  @Test
  void shouldNotSetAConstantBeforeABranchOnItsRegister() {
    String text =
        after(
            ConstantHoisting::run,
            allocate(
                """
                b0:
                  int a = call 5
                  if a == 5 then b1 else b2
                b1:
                  jump b3
                b2:
                  jump b3
                b3:
                  int r = phi b1:1 b2:2
                  return r
                """));
    assertThat(text.substring(0, text.indexOf("if r0"))).doesNotContain("r0 = ");
  }

  @Test
  void shouldLetEqualBlocksBeOne() {
    String alike = after(BlockLayout::run, allocate(TWO_RESULTS.formatted("5", "1")));
    assertThat(count(alike, "r0 = 1")).isEqualTo(1);
    String different = after(BlockLayout::run, allocate(TWO_RESULTS.formatted("5", "2")));
    assertThat(different).contains("r0 = 1").contains("r0 = 2");
  }

  private static String ends(String second) {
    return """
    b0:
      int a = argument 0
      ref s = stack 16
      if a == 5 then b1 else b2
    b1:
      store u32 [s] 1
      store u32 [s + 8] 7
      jump b3
    b2:
      store u32 [s] 2
      store u32 [s + 8] %s
      jump b3
    b3:
      int r = call 4 s
      return r
    """
        .formatted(second);
  }

  @Test
  void shouldAddNumbersToAddressesOfTheStack() {
    // The other way round the verifier takes the sum for a place on the main program's stack.
    String code =
        of(
            select(
                """
                b0:
                  int i = argument 0
                  ref s = stack 40
                  long l = int_to_long_unsigned i
                  long m = l << 3
                  ref p = s + m
                  store u64 [p] 0L
                  return 0
                """));
    assertThat(code).containsPattern("(r\\d+) = slot0 \\+ 0\\n *\\1 \\+= ");
  }

  @Test
  void shouldNotAskWhatMakesNoDifference() {
    MachineProgram program =
        allocate(
            """
            b0:
              int a = argument 0
              if a == 0 then b1 else b2
            b1:
              jump b3
            b2:
              jump b3
            b3:
              return a
            """);
    assertThat(of(program)).contains("if ");
    assertThat(after(BlockLayout::run, program)).doesNotContain("if ");
  }

  @Test
  void shouldShareTheEndOfBlocksThatEndAlike() {
    assertThat(count(after(TailMerging::run, allocate(ends("7"))), "value=7")).isEqualTo(1);
  }

  @Test
  void shouldNotShareEndsThatDiffer() {
    MachineProgram program = allocate(ends("8"));
    String before = of(program);
    assertThat(after(TailMerging::run, program)).isEqualTo(before);
  }

  @Test
  void shouldAskAtALoopsEndWhetherItGoesOn() {
    String text =
        after(
            program -> {
              BlockLayout.run(program);
              LoopRotation.run(program);
            },
            allocate(COUNTED));
    assertThat(count(text, "if r")).isEqualTo(2);
    assertThat(text).doesNotContain("jump b1");
  }

  @Test
  void shouldAskFirstInALoopWhoseRoundsGoSeveralWays() {
    MachineProgram program =
        allocate(
            """
            b0:
              int n = argument 0
              jump b1
            b1:
              int i = phi b0:0 b5:j
              if i < n then b2 else b3
            b2:
              int c = call 5
              if c == 0 then b4 else b5
            b4:
              call 6
              jump b5
            b5:
              int j = i + 1
              jump b1
            b3:
              return i
            """);
    BlockLayout.run(program);
    String before = of(program);
    assertThat(after(LoopRotation::run, program)).isEqualTo(before);
  }

  @Test
  void shouldLetControlFallThrough() {
    MachineProgram program = allocate(COUNTED);
    String text =
        after(
            each -> {
              BlockLayout.run(each);
              LoopRotation.run(each);
              BlockOrder.run(each);
            },
            program);
    assertThat(text).startsWith("b0:\n").endsWith("exit\n");
  }

  @Test
  void shouldSetAConstantBeforeABranchThatYieldsItsRegister() {
    String text =
        after(
            program -> {
              BlockLayout.run(program);
              // As it may turn out: what is compared is where the result will be.
              program
                  .blocks()
                  .getFirst()
                  .code()
                  .replaceAll(step ->
                      new MachineBlock.Step(
                          step.operation().map(register -> register == 4 ? 0 : register),
                          step.position()));
              ConstantHoisting.run(program);
            },
            allocate(
                """
                b0:
                  ref p = argument 0
                  int x = load u8 [p + 2]
                  int a = load u8 [p]
                  int b = a - 7
                  if b u< 4 then b1 else b2
                b1:
                  jump b3
                b2:
                  store u8 [p + 1] a
                  jump b3
                b3:
                  int r = phi b1:1 b2:2
                  store u32 [p + 4] r
                  store u32 [p + 8] a
                  store u32 [p + 12] x
                  return 0
                """));
    assertThat(text.substring(0, text.indexOf("if"))).contains("r0 = 1").contains("w4 -= 7");
  }

  @Test
  void shouldPutWhatGoesOnBehindAllThatLeadsThere() {
    MachineProgram program =
        allocate(
            """
            b0:
              int k = argument 0
              ref s = stack 8
              store u64 [s] 1L
              ref a = call 1 s
              if a != null then b4 else b1
            b1:
              store u64 [s] 2L
              ref b = call 1 s
              if b != null then b4 else b3
            b3:
              return 0
            b4:
              ref v = phi b0:a b1:b
              int c = call 5
              int d = load u32 [v]
              int e = c + d
              return e
            """);
    String text =
        after(
            all -> {
              BlockLayout.run(all);
              ConstantHoisting.run(all);
              TailMerging.run(all);
              BlockLayout.run(all);
              BlockOrder.run(all);
            },
            program);
    assertThat(text.indexOf("call 5")).isGreaterThan(text.lastIndexOf("call 1"));
  }

  @Test
  void shouldShiftByAChoiceOfConstantsWithoutAMask() {
    String text =
        """
        b0:
          int a = argument 0
          if a u> 255 then b1 else b2
        b1:
          jump b3
        b2:
          jump b3
        b3:
          int n = phi b1:%s b2:0
          int b = a >>> n
          return b
        """;
    assertThat(of(allocate(text.formatted("8")))).doesNotContain(" &= 31");
    assertThat(of(allocate(text.formatted("40")))).contains(" &= 31");
  }
}
