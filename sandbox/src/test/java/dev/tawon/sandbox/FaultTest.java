package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.isa.Assembler;
import dev.tawon.object.LineInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program must not do, and what is said of it. */
class FaultTest {
  private static final long CONTEXT = 0x2000_0000L;

  @ParameterizedTest
  @EnumSource
  void shouldStopAReadPastTheContext(Engine engine) {
    assertThat(fault(engine, "r0 = *(u32 *)(r1 +2)\nexit", 5))
        .isEqualTo(new Fault.OutOfBoundsAccess(0, false, CONTEXT + 2, 4, "the context", 2, 5));
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopAWriteBeforeTheContext(Engine engine) {
    assertThat(fault(engine, "r0 = 0\n*(u8 *)(r1 -1) = 1\nexit", 5))
        .isEqualTo(new Fault.OutOfBoundsAccess(1, true, CONTEXT - 1, 1, "the context", -1, 5));
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopAccessesBesideTheStack(Engine engine) {
    assertThat(fault(engine, "*(u8 *)(r10 +0) = 1\nr0 = 0\nexit", 0))
        .isInstanceOfSatisfying(
            Fault.OutOfBoundsAccess.class,
            access -> {
              assertThat(access.region()).isEqualTo("the stack");
              assertThat(access.offset()).isEqualTo(512);
            });
    assertThat(fault(engine, "r2 = r10\nr2 += -513\nr0 = *(u16 *)(r2 +0)\nexit", 0))
        .isInstanceOfSatisfying(
            Fault.OutOfBoundsAccess.class, access -> assertThat(access.offset()).isEqualTo(-1));
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopWildPointers(Engine engine) {
    for (String pointer : List.of("0", "0x123456789 ll", "-1", "0x7fffffffffffffff ll")) {
      assertThat(fault(engine, "r2 = " + pointer + "\nr0 = *(u64 *)(r2 +0)\nexit", 8))
          .as(pointer)
          .isInstanceOf(Fault.UnmappedAccess.class);
    }
    assertThat(fault(engine, "lock *(u64 *)(r2 +0) += r1\nr0 = 0\nexit", 0))
        .isEqualTo(new Fault.UnmappedAccess(0, false, 0, 8));
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopAPointerToAFrameThatIsGone(Engine engine) {
    String text =
        """
        call leak
        r0 = *(u64 *)(r0 +0)
        exit
        leak:
        *(u64 *)(r10 -8) = 7
        r0 = r10
        r0 += -8
        exit
        """;

    assertThat(fault(engine, text, 0)).isInstanceOf(Fault.UnmappedAccess.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndALoopWithoutEnd(Engine engine) {
    assertThat(fault(engine, "again: r0 += 1\ngoto again", 0))
        .isEqualTo(new Fault.BudgetExhausted(1, 1000));
    assertThat(fault(engine, "again: r0 += 1\nif r1 == 0 goto again\nexit", 0))
        .isEqualTo(new Fault.BudgetExhausted(1, 1000));
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndARecursionWithoutEnd(Engine engine) {
    assertThat(fault(engine, "call f\nexit\nf: call f\nexit", 0))
        .isEqualTo(new Fault.CallTooDeep(2, 8));
  }

  @ParameterizedTest
  @EnumSource
  void shouldAllowEightFunctionsAtATime(Engine engine) {
    String text =
        """
        r1 = 7
        call f
        exit
        f:
        r6 = r1
        r0 = 0
        if r1 == 0 goto done
        r1 += -1
        *(u64 *)(r10 -8) = r6
        call %s
        r1 = *(u64 *)(r10 -8)
        r0 += r1
        done: exit
        """;
    Sandbox seven =
        Sandbox.builder(Assembler.assemble(text.replace("r1 = 7", "r1 = 6").formatted("f")))
            .engine(engine)
            .build();

    assertThat(seven.run()).isEqualTo(6 + 5 + 4 + 3 + 2 + 1);
    assertThat(fault(engine, text.formatted("f"), 0)).isInstanceOf(Fault.CallTooDeep.class);
    assertThat(seven.run()).as("after a fault elsewhere").isEqualTo(21);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameAHelperThatIsNotThere(Engine engine) {
    FaultException exception = exception(engine, "call bpf_map_lookup_elem\nexit", 0);

    assertThat(exception).hasMessage("instruction 0: helper 1 (bpf_map_lookup_elem) is not there");
    assertThat(fault(engine, "r1 = 64\ncallx r1\nexit", 0))
        .isEqualTo(new Fault.UnknownHelper(1, 64));
    assertThat(fault(engine, "r1 = 0x1234567890 ll\ncallx r1\nexit", 0))
        .isEqualTo(new Fault.UnknownCallTarget(1, 0x1234567890L));
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhatCannotBeDone(Engine engine) {
    assertThat(fault(engine, "r0 = 0\nr10 = 1\nexit", 0))
        .isEqualTo(new Fault.Unsupported(1, "r10 may only be read"));
    assertThat(fault(engine, "r1 = map[fd:3]\nr0 = 0\nexit", 0).description())
        .isEqualTo("there is no map with file descriptor 3");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameTheSourceLine(Engine engine) {
    Sandbox sandbox =
        Sandbox.builder(Assembler.assemble("r0 = 0\nr1 = 0\nr0 = *(u8 *)(r1 +0)\nexit"))
            .engine(engine)
            .lines(
                List.of(
                    new LineInfo(0, "Probe.java", 1, 0, 41),
                    new LineInfo(2, "Probe.java", 1, 0, 42),
                    new LineInfo(3, "Probe.java", 1, 0, 43)))
            .build();

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(sandbox::run)
        .withMessage(
            "instruction 2 (Probe.java:42): read of 1 byte at 0x0, where there is no memory");
  }

  @ParameterizedTest
  @EnumSource
  void shouldBlameTheCallForWhatItsHelperReads(Engine engine) {
    Sandbox sandbox =
        Sandbox.builder(Assembler.assemble("r1 = 9\ncall 7\nexit"))
            .engine(engine)
            .helper(7, (memory, r1, _, _, _, _) -> memory.readLong(r1))
            .build();

    FaultException exception = catchThrowableOfType(FaultException.class, sandbox::run);

    assertThat(exception.fault()).isEqualTo(new Fault.UnmappedAccess(1, false, 9, 8));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetHelpersCallBack(Engine engine) {
    String text =
        """
        r6 = 5
        r1 = subprog[twice]
        r2 = 21
        call 7
        r0 += r6
        exit
        twice:
        r6 = 99
        r0 = r1
        r0 *= 2
        exit
        """;
    Sandbox sandbox =
        Sandbox.builder(Assembler.assemble(text))
            .engine(engine)
            .helper(7, (memory, r1, r2, _, _, _) -> memory.callFunction(r1, r2, 0, 0, 0, 0))
            .build();

    assertThat(sandbox.run()).isEqualTo(47);
  }

  @Test
  void shouldRefuseWhatCannotRun() {
    assertInvalid("r0 = 0", "instruction 0: it is the last one of a function, and goes on");
    assertInvalid("goto +5\nexit", "instruction 0: it goes to slot 6, outside of the program");
    assertInvalid("goto +1\nr0 = 1 ll\nexit", "instruction 0: it goes to slot 2, the middle");
    assertInvalid("call f\nexit\nf: goto -2", "instruction 2: it jumps to instruction 1, which");
    assertInvalid("gotol +0\nexit", "instruction 1: the program ends, and no instruction sets r0");
    assertInvalid("", "instruction 0: the program has no instructions");
  }

  private static void assertInvalid(String text, String message) {
    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> Sandbox.of(Assembler.assemble(text)))
        .withMessageStartingWith(message);
  }

  private static Fault fault(Engine engine, String text, int contextBytes) {
    return exception(engine, text, contextBytes).fault();
  }

  private static FaultException exception(Engine engine, String text, int contextBytes) {
    Sandbox sandbox = Sandbox.builder(Assembler.assemble(text)).engine(engine).budget(1000).build();
    assertThat(sandbox.engine()).isEqualTo(engine);
    return catchThrowableOfType(FaultException.class, () -> sandbox.run(new byte[contextBytes]));
  }
}
