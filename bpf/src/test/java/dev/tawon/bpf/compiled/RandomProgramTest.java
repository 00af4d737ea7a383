package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random programs have the same results wherever they run. {@code -Dtawon.fuzz=N} tries N of them, from {@code
 * -Dtawon.fuzz.seed}.
 */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("tawon.fuzz", 200);
  private static final long FIRST_SEED = Long.getLong("tawon.fuzz.seed", 1);
  private static final int BATCH = 50;
  private static final int INPUTS = 60;

  @Test
  void shouldComputeTheSameAsTheJvm() throws Exception {
    List<String> failures = new ArrayList<>();
    for (long first = FIRST_SEED; first < FIRST_SEED + PROGRAMS; first += BATCH) {
      long last = Math.min(first + BATCH, FIRST_SEED + PROGRAMS) - 1;
      List<JavaSource> sources =
          LongStream.rangeClosed(first, last).mapToObj(RandomProgram::of).toList();
      ClassLoader loader = JavaSource.compile(sources);
      for (JavaSource source : sources) {
        Class<?> module = loader.loadClass(source.name());
        try {
          Differential.compare(
              module, Differential.pairs(new Random(source.name().hashCode()), INPUTS));
        } catch (Throwable e) {
          failures.add(source.name() + ": " + e.getMessage() + "\n" + source.text());
        }
      }
    }
    assertThat(failures).isEmpty();
  }
}
