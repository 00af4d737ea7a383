package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.TestRun;
import dev.tawon.bpf.VerifierException;
import dev.tawon.lang.RawTracepoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs Java methods on the JVM, and compiled: in the sandbox, interpreted and as JVM bytecode, and in this machine's kernel
 * where that can be. The programs are attached to nothing.
 *
 * <p>A method with an exception on the JVM must have the result 0 elsewhere.
 */
final class Differential {
  /** Where the width of a type, the sign, or the range of an immediate ends. */
  static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    5,
    7,
    8,
    15,
    16,
    31,
    32,
    33,
    63,
    64,
    65,
    -31,
    -32,
    -33,
    -63,
    -64,
    -65,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32767,
    32768,
    -32768,
    -32769,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 1L,
    Integer.MIN_VALUE + 1L,
    0x8000_0000L,
    0x8000_0001L,
    0xffff_ffffL,
    0xffff_fffeL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    -0x8000_0001L,
    -0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1,
    0x0123_4567_89ab_cdefL,
    0xfedc_ba98_7654_3210L,
    0x5555_5555_aaaa_aaaaL
  };

  private Differential() {}

  /** Skips the test in a process that may not use {@code bpf(2)}; any other failure is one. */
  static void requireKernel() {
    assumeTrue(
        Capabilities.current()
            .missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON))
            .isEmpty(),
        "needs CAP_BPF and CAP_PERFMON: run the build as root");
  }

  /** Whether this process may use {@code bpf(2)}; without it the sandbox alone runs what is compiled. */
  static boolean hasKernel() {
    return Capabilities.current()
        .missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON))
        .isEmpty();
  }

  /** A test of each program of a module, on all pairs of edges. */
  static Stream<DynamicTest> tests(Class<?> module) {
    return tests(module, pairs());
  }

  /** A test of each program of a module. */
  static Stream<DynamicTest> tests(Class<?> module, List<long[]> inputs) {
    Engines engines = Engines.of(module, hasKernel());
    return programs(module).stream()
        .map(method ->
            DynamicTest.dynamicTest(
                method.getName(), () -> compare(method, engines.program(method.getName()), inputs)))
        .onClose(engines::close);
  }

  private static List<Method> programs(Class<?> module) {
    return Stream.of(module.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(RawTracepoint.class))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** All pairs of edges. */
  static List<long[]> pairs() {
    List<long[]> pairs = new ArrayList<>();
    for (long left : EDGES) {
      for (long right : EDGES) {
        pairs.add(new long[] {left, right});
      }
    }
    return pairs;
  }

  /** Some pairs of edges and of numbers of every magnitude. */
  static List<long[]> pairs(Random random, int count) {
    List<long[]> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new long[] {number(random), number(random)});
    }
    return pairs;
  }

  private static long number(Random random) {
    return random.nextBoolean()
        ? EDGES[random.nextInt(EDGES.length)]
        : random.nextLong() >> random.nextInt(Long.SIZE);
  }

  /** Compares a module's programs in all places. */
  static void compareEverywhere(Class<?> module, List<long[]> inputs)
      throws IllegalAccessException {
    try (Engines engines = Engines.of(module, hasKernel())) {
      compareAll(module, engines, inputs);
    }
  }

  /**
   * Compares a module's programs on the JVM and in this kernel alone. Programs that need a newer kernel, as the compiler says,
   * are left out; what it says has to be true.
   */
  static void compareInKernel(Class<?> module, List<long[]> inputs) throws IllegalAccessException {
    Bpf.Loader loader = Bpf.loader(module);
    Set<String> left = new HashSet<>();
    for (Method method : programs(module)) {
      if (NewerKernel.isNeeded(module, method.getName())) {
        loader.without(method.getName());
        left.add(method.getName());
      }
    }
    if (left.size() == programs(module).size()) {
      return;
    }
    try (Bpf bpf = load(loader, module, left)) {
      for (Method method : programs(module)) {
        if (!left.contains(method.getName())) {
          LoadedProgram program = bpf.object().program(method.getName());
          compare(
              method,
              input -> Map.of("in the kernel", TestRun.ofRawTracepoint(program, input)),
              inputs);
        }
      }
    }
  }

  /** Loads programs; where one is refused, all that are refused are told. */
  private static Bpf load(Bpf.Loader loader, Class<?> module, Set<String> left) {
    try {
      return loader.load();
    } catch (VerifierException first) {
      List<String> refused = new ArrayList<>();
      for (Method method : programs(module)) {
        if (!left.contains(method.getName())) {
          Bpf.Loader alone = Bpf.loader(module);
          programs(module).stream()
              .map(Method::getName)
              .filter(name -> !name.equals(method.getName()))
              .forEach(alone::without);
          try (Bpf _ = alone.load()) {
            continue;
          } catch (VerifierException e) {
            refused.add(e.getMessage() + "\n" + tail(e.log()));
          }
        }
      }
      throw new AssertionError(String.join("\n", refused), first);
    }
  }

  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  private static final int LOG_LINES = 25;

  private static void compareAll(Class<?> module, Engines engines, List<long[]> inputs)
      throws IllegalAccessException {
    for (Method method : programs(module)) {
      compare(method, engines.program(method.getName()), inputs);
    }
  }

  private static void compare(Method method, Engines.Runnable program, List<long[]> inputs)
      throws IllegalAccessException {
    method.setAccessible(true);
    for (long[] input : inputs) {
      int expected = onJvm(method, input);
      program
          .run(input)
          .forEach((engine, actual) -> {
            if (actual != expected) {
              assertThat(actual)
                  .as("%s(%dL, %dL) %s", method.getName(), input[0], input[1], engine)
                  .isEqualTo(expected);
            }
          });
    }
  }

  private static int onJvm(Method method, long[] input) throws IllegalAccessException {
    try {
      return (int) method.invoke(null, input[0], input[1]);
    } catch (InvocationTargetException e) {
      return 0;
    }
  }
}
