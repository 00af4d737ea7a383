package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Disassembler;
import dev.tawon.isa.Instruction;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Compiled programs do what interpreted ones do, to the last byte, count and fault. */
class EnginesTest {
  private static final int CONTEXT_BYTES = 64;

  /**
   * How a run went.
   *
   * @param result {@code r0}, or the fault
   * @param context the context afterwards
   * @param instructions how many were carried out, if it did not end in a fault
   */
  record Outcome(Object result, List<Byte> context, long instructions) {
    static Outcome of(List<Instruction> program, Engine engine, byte[] context) {
      Sandbox sandbox = Sandbox.builder(program).engine(engine).budget(20_000).build();
      assertThat(sandbox.engine()).isEqualTo(engine);
      byte[] bytes = context.clone();
      Object result;
      long instructions = 0;
      try {
        result = sandbox.run(bytes);
        instructions = sandbox.instructions();
      } catch (FaultException e) {
        result = e.fault();
      }
      java.util.ArrayList<Byte> after = new java.util.ArrayList<>();
      for (byte b : bytes) {
        after.add(b);
      }
      return new Outcome(result, after, instructions);
    }
  }

  @Test
  void shouldAgreeOnRandomPrograms() {
    compare(1500, 60);
  }

  @Test
  void shouldAgreeOnProgramsOfManyMethods() {
    compare(20, 4000);
  }

  @Test
  void shouldAgreeOnLoops() {
    compare(2000, seed -> new RandomLoops(seed, CONTEXT_BYTES).program());
  }

  private static void compare(int programs, int size) {
    compare(programs, seed -> new RandomPrograms(seed).program(size));
  }

  private static void compare(int programs, LongFunction<List<Instruction>> generator) {
    long first = System.nanoTime();
    int ended = 0;
    for (long seed = first; seed < first + programs; seed++) {
      List<Instruction> program = generator.apply(seed);
      byte[] context = new byte[CONTEXT_BYTES];
      new Random(seed).nextBytes(context);

      Outcome interpreted = Outcome.of(program, Engine.INTERPRETER, context);
      Outcome compiled = Outcome.of(program, Engine.JIT, context);

      assertThat(compiled)
          .as(() -> "a program of a seed:\n" + Disassembler.disassemble(program))
          .describedAs("seed %d", seed)
          .isEqualTo(interpreted);
      ended += interpreted.result() instanceof Fault ? 0 : 1;
    }
    assertThat(ended).as("programs that ran to their end").isGreaterThan(programs / 10);
  }
}
