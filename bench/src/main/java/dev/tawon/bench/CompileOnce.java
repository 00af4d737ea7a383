package dev.tawon.bench;

import dev.tawon.bench.programs.ExecTracepoint;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import java.util.Map;

/** Compiles the exec probe once, in a JVM that has done nothing else, and prints nanoseconds and loaded classes. */
final class CompileOnce {
  private CompileOnce() {}

  public static void main(String[] arguments) {
    int before = classes();
    long begun = System.nanoTime();
    int programs =
        Compiler.compile(
                ExecTracepoint.class, new CompilerOptions(Map.of(), true, Target.of(6, 12)))
            .object()
            .programs()
            .size();
    long nanoseconds = System.nanoTime() - begun;
    System.out.println(nanoseconds + " " + (classes() - before) + " " + programs);
  }

  private static int classes() {
    return java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }
}
