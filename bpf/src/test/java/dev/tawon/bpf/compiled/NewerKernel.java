package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.KernelRelease;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Target;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a program is not for this kernel: the compiler says which it needs. */
final class NewerKernel {
  private static final Pattern VERSION =
      Pattern.compile("(?:needs|came with) Linux (\\d+)\\.(\\d+), and the target is");

  private NewerKernel() {}

  /** Whether a program of a module needs one; what the compiler says is checked. */
  static boolean isNeeded(Class<?> module, String program) {
    KernelRelease release = KernelRelease.current();
    Set<String> others = new HashSet<>();
    for (Method method : module.getDeclaredMethods()) {
      if (method.getAnnotations().length > 0 && !method.getName().equals(program)) {
        others.add(method.getName());
      }
    }
    try {
      Compiler.compile(
          module,
          new CompilerOptions(
              Map.of(), false, Target.of(release.major(), release.minor()), others));
      return false;
    } catch (CompilationException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        Matcher version = VERSION.matcher(diagnostic.message());
        assertThat(version.find()).as(diagnostic.toString()).isTrue();
        assertThat(
                release.isAtLeast(
                    Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
            .as("%s, on %s", diagnostic, release)
            .isFalse();
      }
      return true;
    }
  }
}
