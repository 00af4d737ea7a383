package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Disassembler;
import dev.tawon.isa.Instruction;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Compiled programs do what interpreted ones do, to the last byte, count and fault. {@code -Dtawon.fuzz=N} tries N programs, and
 * says how far it is; {@code -Dtawon.seed=N} begins with the seed that a failure names.
 */
class EnginesTest {
  private static final int CONTEXT_BYTES = 64;
  private static final int PROGRAMS = Integer.getInteger("tawon.fuzz", 3_000);
  private static final int PROGRESS = 10_000;

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
    compare(PROGRAMS, 60);
  }

  @Test
  void shouldAgreeOnProgramsOfManyMethods() {
    compare(100, 4000);
  }

  @Test
  void shouldAgreeOnLoops() {
    compare(PROGRAMS, seed -> new RandomLoops(seed, CONTEXT_BYTES).program());
  }

  private static void compare(int programs, int size) {
    compare(programs, seed -> new RandomPrograms(seed).program(size));
  }

  private static void compare(int programs, LongFunction<List<Instruction>> generator) {
    long first = Long.getLong("tawon.seed", System.nanoTime());
    int ended = 0;
    for (long seed = first; seed < first + programs; seed++) {
      long at = seed;
      List<Instruction> program = generator.apply(seed);
      byte[] context = new byte[CONTEXT_BYTES];
      new Random(seed).nextBytes(context);

      Outcome interpreted = Outcome.of(program, Engine.INTERPRETER, context);
      Outcome compiled = Outcome.of(program, Engine.JIT, context);

      assertThat(compiled)
          .as(() -> "seed " + at + ":\n" + Disassembler.disassemble(program))
          .isEqualTo(interpreted);
      ended += interpreted.result() instanceof Fault ? 0 : 1;
      long done = seed - first + 1;
      if (done % PROGRESS == 0) {
        System.err.println(done + " programs from seed " + first + ", no difference");
      }
    }
    assertThat(ended).as("programs that ran to their end").isGreaterThan(programs / 20);
  }
}
