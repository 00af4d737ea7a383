package dev.tawon.bpf.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Random programs give the same wherever they run. {@code -Dtawon.fuzz=N} tries N of them, from {@code -Dtawon.fuzz.seed}.
 */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("tawon.fuzz", 200);
  private static final long FIRST = Long.getLong("tawon.fuzz.seed", 1);
  private static final int PROGRESS = 1_000;

  @Test
  void shouldComputeTheSameAsTheJvm() {
    boolean kernel =
        Capabilities.current()
            .missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON))
            .isEmpty();
    Javac javac = Javac.ofThisJdk();
    Phases phases = new Phases();
    Map<Trial.Outcome, Integer> counts = new EnumMap<>(Trial.Outcome.class);
    List<String> failures = new ArrayList<>();
    long last = FIRST + PROGRAMS - 1;
    long begin = System.nanoTime();
    for (long number = FIRST / RandomModule.SIZE; number <= last / RandomModule.SIZE; number++) {
      RandomModule module = RandomModule.of(number, FIRST, last);
      Trial.of(module, javac, kernel, phases)
          .forEach((program, verdict) -> {
            counts.merge(verdict.outcome(), 1, Integer::sum);
            if (verdict.outcome() == Trial.Outcome.DIFFERENT) {
              failures.add(program + ": " + verdict.what());
              System.err.println(program + ": " + verdict.what());
            }
            if (Boolean.getBoolean("tawon.fuzz.verbose") && verdict.outcome() == Trial.Outcome.REFUSED) {
              System.err.println(program + ": " + verdict.what());
            }
          });
      if ((number + 1) * RandomModule.SIZE % PROGRESS == 0 || number == last / RandomModule.SIZE) {
        System.err.println(
            "up to %d: %s, %.1f a second; %s"
                .formatted(
                    number * RandomModule.SIZE + RandomModule.SIZE,
                    counts,
                    counts.values().stream().mapToInt(Integer::intValue).sum()
                        / ((System.nanoTime() - begin) / 1e9),
                    phases));
      }
    }
    assertThat(failures).isEmpty();
  }
}
