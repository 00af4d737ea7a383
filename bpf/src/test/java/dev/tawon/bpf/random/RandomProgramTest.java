package dev.tawon.bpf.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import dev.tawon.bpf.compiled.Javac;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random programs give the same on the JVM, in the sandbox by both engines, and in the kernel where that is allowed: results,
 * static fields, maps, and which lines fault how often. {@code -Dtawon.fuzz=N} tries N of them, from {@code
 * -Dtawon.fuzz.seed}, and says how far it is.
 */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("tawon.fuzz", 2_000);
  private static final long FIRST = Long.getLong("tawon.fuzz.seed", 1);
  private static final int THREADS = Integer.getInteger("tawon.fuzz.threads", 2);
  private static final int PROGRESS = 1_000;

  private static final Pattern CODE = Pattern.compile("\\[([a-z]+(-[a-z]+)*)]");

  /** Failures that are made smaller, which takes long. */
  private static final int REDUCED = 3;

  private final long begin = System.nanoTime();
  private final Map<Trial.Outcome, Integer> counts = new EnumMap<>(Trial.Outcome.class);
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private long modules;

  @Test
  void shouldComputeTheSameAsTheJvm() throws Exception {
    boolean kernel =
        Capabilities.current()
            .missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON))
            .isEmpty();
    long last = FIRST + PROGRAMS - 1;
    ThreadLocal<Trial> trials = ThreadLocal.withInitial(() -> new Trial(Javac.ofThisJdk(), kernel));
    List<Callable<Void>> work =
        LongStream.rangeClosed(FIRST / RandomModule.SIZE, last / RandomModule.SIZE)
            .<Callable<Void>>mapToObj(number ->
                () -> {
                  tryAll(RandomModule.of(number, FIRST, last), trials.get());
                  return null;
                })
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    System.err.printf("From seed %d on, %s%n", FIRST, summary());
    assertThat(failures).isEmpty();
    assertThat(counts.getOrDefault(Trial.Outcome.SAME_BUT_ENDLESS_FOR_THE_KERNEL, 0))
        .as("loops that the kernel refuses and the compiler does not, of %s", counts)
        .isLessThanOrEqualTo(1 + PROGRAMS / 1_000);
    assertThat(counts.getOrDefault(Trial.Outcome.SAME, 0))
        .as("programs that run everywhere, of %s", counts)
        .isGreaterThanOrEqualTo(PROGRAMS / 2);
  }

  private void tryAll(RandomModule module, Trial trial) {
    Map<String, Trial.Verdict> verdicts = trial.of(module);
    List<String> reports = new ArrayList<>();
    verdicts.forEach((program, verdict) -> {
      if (verdict.outcome() == Trial.Outcome.DIFFERENT) {
        reports.add(
            failures() < REDUCED
                ? report(module, program, verdict, trial)
                : "-Dtawon.fuzz=1 -Dtawon.fuzz.seed=%s: %s"
                    .formatted(program.substring(1), verdict.what()));
      }
    });
    note(verdicts, reports);
  }

  private synchronized void note(Map<String, Trial.Verdict> verdicts, List<String> reports) {
    failures.addAll(reports);
    reports.forEach(System.err::println);
    for (Trial.Verdict verdict : verdicts.values()) {
      counts.merge(verdict.outcome(), 1, Integer::sum);
      if (verdict.outcome() == Trial.Outcome.REFUSED) {
        reasons.merge(reason(verdict.what()), 1, Integer::sum);
      }
    }
    if (++modules % (PROGRESS / RandomModule.SIZE) == 0) {
      System.err.println(summary());
    }
  }

  private synchronized int failures() {
    return failures.size();
  }

  private synchronized String summary() {
    double seconds = (System.nanoTime() - begin) / 1e9;
    int done = counts.values().stream().mapToInt(Integer::intValue).sum();
    return "%d programs: %s, refused %s, %.1f a second"
        .formatted(done, counts, reasons, done / seconds);
  }

  /** The code of a refusal's rule. */
  private static String reason(String refusal) {
    Matcher matcher = CODE.matcher(refusal);
    return matcher.find() ? matcher.group(1) : refusal;
  }

  /** A failure, as small as it can be made. */
  private static String report(
      RandomModule module, String program, Trial.Verdict verdict, Trial trial) {
    String kind = kind(verdict);
    Tree small =
        Reduction.of(
            module.programs().get(program),
            tree -> {
              try {
                return kind(trial.of(module.with(program, tree)).get(program)).equals(kind);
              } catch (IllegalArgumentException e) {
                return false;
              }
            });
    RandomModule alone = module.with(program, small);
    return "-Dtawon.fuzz=1 -Dtawon.fuzz.seed=%s: %s%nThe same, smaller: %s%n%s"
        .formatted(
            program.substring(1), verdict.what(), trial.of(alone).get(program), alone.text());
  }

  /** What a failure has in common with that of a smaller program. */
  private static String kind(Trial.@Nullable Verdict verdict) {
    return verdict == null || verdict.outcome() != Trial.Outcome.DIFFERENT
        ? ""
        : verdict.what().startsWith("the ")
            ? verdict.what().lines().findFirst().orElse("").replaceAll("[0-9]+", "")
            : "different";
  }
}
