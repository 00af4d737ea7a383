package dev.tawon.bench;

import com.sun.management.ThreadMXBean;
import dev.tawon.bench.programs.ExecTracepoint;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Compiles the exec probe once, in a JVM that has done nothing else, and prints nanoseconds, loaded classes, bytes that were
 * allocated, and the most KiB that were resident. With an argument it compiles nothing, and prints what a JVM is without.
 */
final class CompileOnce {
  private CompileOnce() {}

  public static void main(String[] arguments) throws IOException {
    // Nothing before: what a measurement loads would be warm for the compiler.
    long begun = System.nanoTime();
    if (arguments.length == 0) {
      Compiler.compile(ExecTracepoint.class, new CompilerOptions(Map.of(), true, Target.of(6, 12)));
    }
    long nanoseconds = System.nanoTime() - begun;
    long allocated =
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            ? threads.getCurrentThreadAllocatedBytes()
            : 0;
    long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    String resident = "0";
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        resident = line.replaceAll("\\D", "");
      }
    }
    System.out.println(nanoseconds + " " + classes + " " + allocated + " " + resident);
  }
}
