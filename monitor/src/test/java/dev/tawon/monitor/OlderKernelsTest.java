package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.monitor.probe.MonitorModule;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probes of every scope are compiled for every kernel that is supported; guests load them. */
class OlderKernelsTest {
  @ParameterizedTest
  @CsvSource({
    "5.10, 0", "5.10, 1", "5.10, 2", "5.15, 2", "6.1, 0", "6.1, 1", "6.1, 2", "6.12, 2", "6.18, 2"
  })
  void shouldBeCompiled(String kernel, int scope) {
    Set<String> others = new HashSet<>(Hooks.ALL);
    Set<String> wanted = Hooks.BTF_TRACEPOINTS.programs(true, true);
    others.removeAll(wanted);
    CompiledModule module =
        Compiler.compile(
            MonitorModule.class,
            new CompilerOptions(Map.of("kind", scope), false, Target.parse(kernel), others));
    assertThat(module.object().programs()).hasSameSizeAs(wanted);
  }
}
