package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Instruction;
import dev.tawon.object.ProgramSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever a class file holds, the compiler gives a program or says in an error what is wrong. {@code -Dtawon.mutations=N}
 * tries N mutations, {@code -Dtawon.seed=S} others.
 */
class MutatedClassesTest {
  private static final int CASES = Integer.getInteger("tawon.mutations", 1_000);
  private static final long SEED = Long.getLong("tawon.seed", 20_261_125);
  private static final Map<String, byte[]> FILES = new LinkedHashMap<>();

  @BeforeAll
  static void readClasses() throws IOException {
    for (Class<?> module : List.of(SamplePrograms.class, ListedPrograms.class)) {
      Class<?>[] nested = module.getDeclaredClasses();
      Arrays.sort(nested, (left, right) -> left.getName().compareTo(right.getName()));
      for (Class<?> type : Stream.concat(Stream.of(module), Stream.of(nested)).toList()) {
        FILES.put(type.getName(), Mutant.file(type));
      }
    }
  }

  @Test
  void shouldCompileOrRefuseChangedInstructions() {
    ClassMutation mutation = new ClassMutation(FILES.values());
    tryAll(mutation::mutate, false);
  }

  @Test
  void shouldCompileOrRefuseChangedBytes() {
    tryAll(ClassMutation::flip, false);
  }

  @Test
  void shouldCompileOrRefuseWhatTheJvmLoads() {
    tryAll(ClassMutation::flip, true);
  }

  private interface Mutation {
    /** Throws {@link IllegalArgumentException} if what came out has no encoding. */
    byte[] of(byte[] file, Random random);
  }

  private static void tryAll(Mutation mutation, boolean define) {
    List<String> names = List.copyOf(FILES.keySet());
    List<String> failures = new ArrayList<>();
    int compiled = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      Random random = new Random(seed);
      // Most of the code is in the modules themselves, which come first in their nests.
      String name = names.get(random.nextBoolean() ? random.nextInt(names.size()) : 0);
      byte[] mutated;
      try {
        mutated = mutation.of(FILES.getOrDefault(name, new byte[0]), random);
      } catch (IllegalArgumentException e) {
        continue;
      }
      try {
        compiled += compile(new Mutant(FILES, name, mutated, define), name) ? 1 : 0;
      } catch (Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        failures.add(
            "-Dtawon.seed="
                + seed
                + " -Dtawon.mutations=1: "
                + name
                + ": "
                + trace.toString().lines().limit(25).collect(Collectors.joining("\n")));
      }
    }
    assertThat(failures).as("%d failures", failures.size()).isEmpty();
    assertThat(compiled).as("mutants that are compiled").isPositive();
  }

  /** Whether it compiles; if not, it says why. */
  private static boolean compile(ClassLoader loader, String mutated) throws Exception {
    String outermost = mutated.replaceFirst("\\$.*", "");
    try {
      CompiledModule module =
          Compiler.compile(
              Class.forName(outermost, false, loader),
              new CompilerOptions(Map.of(), true, Target.of(6, 2)));
      module.object().programs().forEach(MutatedClassesTest::check);
      return true;
    } catch (CompilationException e) {
      assertThat(e.diagnostics()).isNotEmpty();
      for (Diagnostic diagnostic : e.diagnostics()) {
        assertThat(diagnostic.file()).isNotBlank();
        assertThat(diagnostic.line()).isNotNegative();
        assertThat(diagnostic.message()).isNotBlank();
        assertThat(diagnostic.rule()).as("%s", e).isNotEqualTo(Rule.INTERNAL_ERROR);
      }
      return false;
    } catch (LinkageError e) {
      // The JVM's opinion of the module class itself, before the compiler has a class to look at.
      if (Arrays.stream(e.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(Compiler.class.getName()))) {
        throw e;
      }
      return false;
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
