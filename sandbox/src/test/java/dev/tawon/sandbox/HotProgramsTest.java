package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.isa.Assembler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs for so long that it is compiled, or counted in portions, is what runs for a moment. */
class HotProgramsTest {
  private static final String SUM =
      """
      r0 = 0
      r3 = 0
      again:
      r0 += r3
      r3 += 1
      if r3 != 3000000 goto again
      r4 = r1
      r4 += 12
      r0 = *(u32 *)(r4 +0)
      exit
      """;

  @ParameterizedTest
  @EnumSource
  void shouldFaultAlikeAfterManyRuns(Engine engine) {
    Sandbox sandbox = Sandbox.builder(Assembler.assemble(SUM)).engine(engine).build();
    for (int run = 0; run < 5; run++) {
      assertThat(sandbox.run(new byte[16])).isZero();
      assertThat(sandbox.instructions()).isEqualTo(2 + 3 * 3_000_000 + 4);
    }

    FaultException fault =
        catchThrowableOfType(FaultException.class, () -> sandbox.run(new byte[15]));

    assertThat(fault.fault().instruction()).isEqualTo(7);
    assertThat(sandbox.run(new byte[16])).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndEachLoopWithItsBudgetToTheInstruction(Engine engine) {
    String text =
        """
        r3 = 0
        again:
        r3 += 1
        r4 = r3
        if r3 != 1000 goto again
        r0 = r3
        exit
        """;
    long needed = 1 + 3 * 1000; // up to the last jump backwards

    Sandbox enough =
        Sandbox.builder(Assembler.assemble(text)).engine(engine).budget(needed).build();
    assertThat(enough.run()).isEqualTo(1000);
    for (long less = needed - 6; less < needed; less++) {
      Sandbox sandbox =
          Sandbox.builder(Assembler.assemble(text)).engine(engine).budget(less).build();
      assertThat(catchThrowableOfType(FaultException.class, sandbox::run).fault())
          .isEqualTo(new Fault.BudgetExhausted(3, less));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryOutEachInstructionThatIsJumpedTo(Engine engine) {
    String text =
        """
        r2 = *(u8 *)(r1 +0)
        r3 = 7
        r4 = 5
        if r2 == 1 goto second
        if r2 == 2 goto third
        r4 = r1
        second:
        r4 += r3
        third:
        r4 = *(u8 *)(r4 +0)
        r0 = r4
        exit
        """;
    Sandbox sandbox = Sandbox.builder(Assembler.assemble(text)).engine(engine).build();

    assertThat(sandbox.run(new byte[] {0, 0, 0, 0, 0, 0, 0, 9})).isEqualTo(9);
    assertThat(fault(sandbox, 1)).isEqualTo(new Fault.UnmappedAccess(7, false, 12, 1));
    assertThat(fault(sandbox, 2)).isEqualTo(new Fault.UnmappedAccess(7, false, 5, 1));
  }

  private static Fault fault(Sandbox sandbox, int selector) {
    byte[] context = {(byte) selector};
    return catchThrowableOfType(FaultException.class, () -> sandbox.run(context)).fault();
  }
}
