package dev.tawon.compiler.back;

import static dev.tawon.compiler.back.MachineText.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.Width;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What shares places on the stack, and what is read from there. */
final class SlotsTest {
  /** A program that calls with one key after the other. */
  private static MachineProgram keys(String rest) {
    MachineProgram program =
        MachineText.allocate(
            """
            b0:
              long k = argument 0
              ref big = stack 40
              zero big 40
              int z = call 1 big
              ref s = key NAMES
              store u64 [s] k
              int a = call 1 s
              ref t = key COUNTS
              store u64 [t] k
              int b = call 1 t
            """
                + rest);
    SlotSharing.run(program);
    return program;
  }

  private static int bytes(MachineProgram program) {
    return program.slots().stream().mapToInt(MachineProgram.StackSlot::bytes).sum();
  }

  @Test
  void shouldGiveOnePlaceToKeysThatAreNotNeededAtOnce() {
    assertThat(bytes(keys("return b"))).isEqualTo(48);
  }

  @Test
  void shouldGiveEachItsPlaceWhereBothAreNeeded() {
    assertThat(bytes(keys("int c = call 1 s\n  return c"))).isEqualTo(56);
  }

  @Test
  void shouldGiveEachItsPlaceWhereDifferentWaysNeedThem() {
    assertThat(
            bytes(
                keys(
                    """
                    if b == 0 then b1 else b2
                    b1:
                      int c = call 1 s
                      return c
                    b2:
                      int d = call 1 t
                      return d
                    """)))
        .isEqualTo(56);
  }

  @Test
  void shouldLeaveASmallStackAlone() {
    MachineProgram program =
        MachineText.allocate(
            """
            b0:
              long k = argument 0
              ref s = key NAMES
              store u64 [s] k
              int a = call 1 s
              ref t = key COUNTS
              store u64 [t] k
              int b = call 1 t
              return b
            """);
    SlotSharing.run(program);
    assertThat(bytes(program)).isEqualTo(16);
  }

  @Test
  void shouldNotReadFromTheStackWhatTheStepBeforeSet() {
    MachineProgram program =
        MachineText.select(
            """
            b0:
              ref p = argument 0
              int a = load u32 [p]
              int b = a + 1
              int c = call 5
              int d = a + c
              int e = d + b
              return e
            """);
    int register =
        program.blocks().getFirst().code().stream()
            .map(MachineBlock.Step::operation)
            .filter(operation ->
                operation instanceof MachineOperation.Load(Width _, int _, int _, int _))
            .findFirst()
            .orElseThrow()
            .definitions()
            .getFirst();
    int slot = program.newTemporary("text", new Position("Text", 1));
    SpillCode.spill(program, Map.of(register, slot));
    String text = of(program);
    assertThat(text.lines().filter(line -> line.contains("u64[slot" + slot))).hasSize(2);
    assertThat(text).containsOnlyOnce("= u64[slot" + slot);
  }
}
