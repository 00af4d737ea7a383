package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Instruction;
import dev.tawon.object.ProgramSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Whether the compiler makes a program of class files or says what is wrong with them, and nothing else. */
final class ClassTrial implements AutoCloseable {
  /** After which the compiler hangs: it takes some milliseconds. */
  private static final int MINUTES = 3;

  /** So many that some are compiled. */
  private static final int ENOUGH = 400;

  private final String what;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int tried;
  private int compiled;

  /**
   * No class files yet.
   *
   * @param what what is done to them
   */
  ClassTrial(String what) {
    this.what = what;
  }

  /**
   * Tries one.
   *
   * @param seed what it was made of, for whoever tries it again
   * @param loader has the classes and their files
   * @param type the class whose file is another one
   */
  void run(long seed, ClassLoader loader, String type) throws InterruptedException {
    tried++;
    Future<String> outcome = thread.submit(() -> compile(loader, type));
    try {
      String how = outcome.get(MINUTES, TimeUnit.MINUTES);
      outcomes.merge(how, 1, Integer::sum);
      compiled += how.equals("compiled") ? 1 : 0;
    } catch (ExecutionException e) {
      StringWriter trace = new StringWriter();
      e.getCause().printStackTrace(new PrintWriter(trace));
      failures.add(
          "-Dtawon.seed=%d -Dtawon.mutations=1: %s: %s"
              .formatted(
                  seed,
                  type,
                  trace.toString().lines().limit(25).collect(Collectors.joining("\n"))));
    } catch (TimeoutException _) {
      throw new AssertionError(
          "-Dtawon.seed=%d -Dtawon.mutations=1: %s: the compiler hangs".formatted(seed, type));
    }
  }

  /** Says how many there were, and fails if one of them did. */
  @Override
  public void close() {
    thread.shutdownNow();
    System.err.printf("%d class files, %s: %s%n", tried, what, outcomes);
    assertThat(failures).as("%d failures", failures.size()).isEmpty();
    if (tried >= ENOUGH) {
      assertThat(compiled).as("class files that are compiled").isPositive();
    }
  }

  /** What becomes of a class: it is compiled, or refused by a rule, or not the JVM's to load. */
  private static String compile(ClassLoader loader, String mutated) throws Exception {
    String outermost = mutated.replaceFirst("\\$.*", "");
    try {
      CompiledModule module =
          Compiler.compile(
              Class.forName(outermost, false, loader),
              new CompilerOptions(Map.of(), true, Target.of(6, 12)));
      module.object().programs().forEach(ClassTrial::check);
      return "compiled";
    } catch (CompilationException e) {
      assertThat(e.diagnostics()).isNotEmpty();
      for (Diagnostic diagnostic : e.diagnostics()) {
        assertThat(diagnostic.file()).isNotBlank();
        assertThat(diagnostic.line()).isNotNegative();
        assertThat(diagnostic.message()).isNotBlank();
        assertThat(diagnostic.rule()).as("%s", e).isNotEqualTo(Rule.INTERNAL_ERROR);
      }
      return e.diagnostics().getFirst().rule().code();
    } catch (LinkageError e) {
      // The JVM's opinion of the module class itself, before the compiler has a class to look at.
      if (Arrays.stream(e.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(Compiler.class.getName()))) {
        throw e;
      }
      return "not loaded";
    }
  }

  private static void check(ProgramSpec program) {
    List<Instruction> instructions = program.instructions();
    assertThat(Decoder.decode(Encoder.encode(instructions))).isEqualTo(instructions);
    int[] slots = Encoder.slotOffsets(instructions);
    for (int i = 0; i < instructions.size(); i++) {
      int jump =
          switch (instructions.get(i)) {
            case Instruction.Branch branch -> branch.offset();
            case Instruction.Goto go -> go.offset();
            default -> 0;
          };
      int target = slots[i] + 1 + jump;
      if (jump != 0) {
        assertThat(Arrays.binarySearch(slots, 0, instructions.size(), target)).isNotNegative();
      }
    }
    Instruction last = instructions.getLast();
    assertThat(last instanceof Instruction.Exit || last instanceof Instruction.Goto).isTrue();
  }
}
