package dev.tawon.bpf.random;

import dev.tawon.bpf.BpfException;
import dev.tawon.bpf.SystemCallException;
import dev.tawon.bpf.VerifierException;
import dev.tawon.bpf.compiled.Javac;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.sandbox.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Random modules, compiled and run everywhere, and what came of each program. */
final class Trial {
  private static final int INPUTS = 12;

  /** Programs in one object in the kernel. */
  private static final int GROUP = 10;

  private static final int E2BIG = 7;

  /** What a program is and what became of it. */
  enum Outcome {
    /** The same everywhere. */
    SAME,
    /** The same on the JVM and in the sandbox; the kernel's verifier gives up on so many paths. */
    SAME_BUT_TOO_LARGE_FOR_THE_KERNEL,
    /**
     * The same on the JVM and in the sandbox; the kernel's verifier sees nothing that ends a loop, and says on which line. The
     * compiler foresees most of these, not all.
     */
    SAME_BUT_ENDLESS_FOR_THE_KERNEL,
    /** The compiler says that it fails whatever its input is, or has no room for what it has on the stack. */
    REFUSED,
    /** Not the same. */
    DIFFERENT
  }

  /**
   * A program's.
   *
   * @param what why it is refused, or what is different
   */
  record Verdict(Outcome outcome, String what) {}

  private final Javac javac;
  private final boolean kernel;
  private Map<String, Verdict> verdicts = Map.of();

  /** Those of this module of which the verifier says that a loop never ends. */
  private final Set<String> endless = new HashSet<>();

  /**
   * A place for trials, of one thread.
   *
   * @param kernel whether this machine's kernel runs the programs too
   */
  Trial(Javac javac, boolean kernel) {
    this.javac = javac;
    this.kernel = kernel;
  }

  /**
   * What becomes of a module's programs, by their names.
   *
   * @throws IllegalArgumentException if they are no Java
   */
  Map<String, Verdict> of(RandomModule module) {
    verdicts = new LinkedHashMap<>();
    endless.clear();
    try {
      run(module);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
    return verdicts;
  }

  private void run(RandomModule module) throws ReflectiveOperationException {
    Map<String, byte[]> files = javac.compile(module.className(), module.text());
    Class<?> type = new Javac.Loader(files).loadClass(module.className());
    CompiledModule compiled = compile(module, type);
    if (compiled == null) {
      return;
    }
    List<ProgramSpec> programs = compiled.object().programs();
    try (Side jvm = new JvmSide(type, files, compiled.variables());
        Side interpreted = new SandboxSide(compiled, Engine.INTERPRETER);
        Side translated = new SandboxSide(compiled, Engine.JIT)) {
      for (int from = 0; from < programs.size(); from += GROUP) {
        List<ProgramSpec> group = programs.subList(from, Math.min(from + GROUP, programs.size()));
        List<Side> sides = List.of(jvm, interpreted, translated);
        if (kernel) {
          List<ProgramSpec> loadable = new ArrayList<>(group);
          try (KernelSide inKernel = load(compiled, loadable)) {
            List<Side> all = new ArrayList<>(sides);
            all.add(inKernel);
            compare(compiled, group, loadable, sides, all);
          }
        } else {
          compare(compiled, group, group, sides, sides);
        }
      }
    }
  }

  private Outcome same(ProgramSpec program, boolean everywhere) {
    if (everywhere) {
      return Outcome.SAME;
    }
    return endless.contains(program.name())
        ? Outcome.SAME_BUT_ENDLESS_FOR_THE_KERNEL
        : Outcome.SAME_BUT_TOO_LARGE_FOR_THE_KERNEL;
  }

  private void compare(
      CompiledModule compiled,
      List<ProgramSpec> group,
      List<ProgramSpec> loaded,
      List<Side> sides,
      List<Side> all)
      throws ReflectiveOperationException {
    for (ProgramSpec program : group) {
      if (!verdicts.containsKey(program.name())) {
        boolean everywhere = loaded.contains(program);
        String difference = compare(compiled, program, everywhere ? all : sides);
        verdicts.put(
            program.name(),
            new Verdict(
                difference.isEmpty() ? same(program, everywhere) : Outcome.DIFFERENT, difference));
      }
    }
  }

  /** Null if no program is left. */
  private CompiledModule compile(RandomModule module, Class<?> type) {
    Target target = module.target();
    Set<String> without = new HashSet<>();
    while (without.size() < module.programs().size()) {
      try {
        return Compiler.compile(type, new CompilerOptions(Map.of(), false, target, without));
      } catch (CompilationException e) {
        for (Diagnostic diagnostic : e.diagnostics()) {
          String program = module.programAt(diagnostic.line());
          if (program.isEmpty()) {
            program = refused(type, module, target, without);
          }
          if (!without.add(program) && !verdicts.containsKey(program)) {
            throw e;
          }
          boolean expected =
              diagnostic.message().contains(", always")
                  || diagnostic.message().contains("of stack")
                  || isOpenIndexOnOldKernel(diagnostic, target)
                  || isTooLong(diagnostic);
          verdicts.putIfAbsent(
              program,
              new Verdict(
                  expected ? Outcome.REFUSED : Outcome.DIFFERENT,
                  "the compiler refuses it: " + diagnostic));
        }
      } catch (RuntimeException | StackOverflowError e) {
        if (module.programs().size() == 1) {
          verdicts.put(
              module.programs().keySet().iterator().next(),
              new Verdict(Outcome.DIFFERENT, "the compiler fails: " + trace(e)));
          return null;
        }
        // One of them; each alone tells which.
        int before = without.size();
        for (String program : module.programs().keySet()) {
          if (!without.contains(program) && fails(type, module, target, program)) {
            without.add(program);
            verdicts.put(
                program, new Verdict(Outcome.DIFFERENT, "the compiler fails: " + trace(e)));
          }
        }
        if (without.size() == before) {
          throw e;
        }
      }
    }
    return null;
  }

  /** Loops have bounds here, but may be more than the verifier follows. */
  private static boolean isTooLong(Diagnostic diagnostic) {
    return diagnostic.rule() == Rule.UNBOUNDED_LOOP
        && diagnostic.message().contains("round by round");
  }

  /** Verifiers before Linux 5.12 take no index on the stack that they do not know. */
  private static boolean isOpenIndexOnOldKernel(Diagnostic diagnostic, Target target) {
    return !target.isAtLeast(5, 12) && diagnostic.message().contains("of an array on the stack");
  }

  /** The program for which a line is refused that several of them share: each alone tells. */
  private static String refused(
      Class<?> type, RandomModule module, Target target, Set<String> without) {
    for (String program : module.programs().keySet()) {
      if (!without.contains(program)) {
        try {
          Compiler.compile(type, alone(module, target, program));
        } catch (CompilationException _) {
          return program;
        }
      }
    }
    throw new IllegalStateException("none is refused alone");
  }

  private static CompilerOptions alone(RandomModule module, Target target, String program) {
    Set<String> others = new HashSet<>(module.programs().keySet());
    others.remove(program);
    return new CompilerOptions(Map.of(), false, target, others);
  }

  private static boolean fails(Class<?> type, RandomModule module, Target target, String program) {
    try {
      Compiler.compile(type, alone(module, target, program));
      return false;
    } catch (CompilationException e) {
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      return true;
    }
  }

  private static String trace(Throwable e) {
    return e
        + Arrays.stream(e.getStackTrace())
            .limit(8)
            .map(frame -> "\n  at " + frame)
            .collect(Collectors.joining());
  }

  /** Loads what the kernel takes; what it does not, it removes from the list. */
  private KernelSide load(CompiledModule compiled, List<ProgramSpec> programs) {
    while (true) {
      String refused;
      try {
        return new KernelSide(compiled, programs);
      } catch (VerifierException e) {
        refused = e.program();
        if (e.summary().startsWith("infinite loop detected")) {
          endless.add(refused);
        } else if (!e.getMessage().contains("too large")
            && !e.getMessage().contains("too complex")) {
          verdicts.put(
              refused,
              new Verdict(
                  Outcome.DIFFERENT,
                  "the verifier refuses it: " + e.getMessage() + "\n" + end(e.log())));
        }
      } catch (SystemCallException e) {
        if (e.errno() != E2BIG) {
          throw e;
        }
        refused = named(programs, e);
      }
      String name = refused;
      programs.removeIf(program -> program.name().equals(name));
    }
  }

  private static String named(List<ProgramSpec> programs, BpfException e) {
    return programs.stream()
        .map(ProgramSpec::name)
        .filter(name -> (e.getMessage() + " ").matches("(?s).*\\b" + name + "\\b.*"))
        .findFirst()
        .orElseThrow(() -> e);
  }

  private static String end(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** What is different; empty if nothing is. */
  private String compare(CompiledModule compiled, ProgramSpec program, List<Side> sides)
      throws ReflectiveOperationException {
    String name = program.name();
    List<String> maps =
        compiled.object().maps().stream()
            .map(MapSpec::name)
            .filter(map -> isUsed(program, map) && Character.isUpperCase(map.charAt(0)))
            .toList();
    Dice dice = new Dice(name.hashCode());
    long[][] inputs = new long[INPUTS][2];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] =
          new long[] {dice.number(), dice.oneIn(4) ? inputs[Math.max(0, i - 1)][0] : dice.number()};
    }
    int[] expected = new int[INPUTS];
    byte[][] variables = new byte[INPUTS][];
    byte[][] values = new byte[maps.size() * Shapes.KEYS][];
    Map<Integer, Long> faults = Map.of();
    for (Side side : sides) {
      side.reset();
      if (side instanceof KernelSide inKernel) {
        maps.forEach(inKernel::use);
      }
      Side.Program ready = side.program(name);
      boolean first = side == sides.getFirst();
      for (int i = 0; i < INPUTS; i++) {
        int result;
        try {
          result = ready.run(inputs[i][0], inputs[i][1]);
        } catch (RuntimeException e) {
          return "%s(%dL, %dL) %s: %s"
              .formatted(name, inputs[i][0], inputs[i][1], side.name(), trace(e));
        }
        byte[] now = side.variables();
        if (first) {
          expected[i] = result;
          variables[i] = now;
        } else if (result != expected[i] || !Arrays.equals(now, variables[i])) {
          return "%s(%dL, %dL), call %d, %s: %d instead of %d%s"
              .formatted(
                  name,
                  inputs[i][0],
                  inputs[i][1],
                  i,
                  side.name(),
                  result,
                  expected[i],
                  Arrays.equals(now, variables[i])
                      ? ""
                      : ", static fields "
                          + Arrays.toString(now)
                          + " instead of "
                          + Arrays.toString(variables[i]));
        }
      }
      for (int i = 0; i < values.length; i++) {
        String map = maps.get(i / Shapes.KEYS);
        byte[] value = side.value(map, i % Shapes.KEYS);
        if (first) {
          values[i] = value;
        } else if (!Arrays.equals(value, values[i])) {
          return "%s: %s[%d] %s: %s instead of %s"
              .formatted(
                  name,
                  map,
                  i % Shapes.KEYS,
                  side.name(),
                  Arrays.toString(value),
                  Arrays.toString(values[i]));
        }
      }
      Map<Integer, Long> failed = side.faults(name);
      if (first) {
        faults = failed;
      } else if (!Objects.equals(failed, faults)) {
        return "%s: faults by line %s: %s instead of %s"
            .formatted(name, side.name(), failed, faults);
      }
    }
    return "";
  }

  private static boolean isUsed(ProgramSpec program, String map) {
    return program.maps().stream().anyMatch(reference -> reference.toString().contains(map));
  }
}
