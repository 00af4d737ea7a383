package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.BpfException;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** uprobes and samples, of this process alone. */
@KernelTest(needs = KernelFeature.UPROBE, host = false)
class UserProbeTest {
  private static Path libc() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("/libc.so") || line.contains("/libc-"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @SuppressWarnings("restricted") // calls the function that is probed
  void shouldSeeAFunctionsParametersAndResult() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle umask =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("umask"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    AttachTarget function = AttachTarget.function(libc(), "umask", pid);
    int before = (int) umask.invokeExact(021);
    try (Bpf bpf = Bpf.load(TracingPrograms.Users.class)) {
      bpf.attach("onCall", function);
      bpf.attach("onReturn", function);
      int returned = (int) umask.invokeExact(023);
      bpf.detach();
      assertThat(returned).isEqualTo(021);
      assertThat(Counts.of(bpf, TracingPrograms.Users.COUNTS, 0)).isEqualTo(1);
      assertThat(Counts.of(bpf, TracingPrograms.Users.COUNTS, 1)).isEqualTo(023);
      assertThat(Counts.of(bpf, TracingPrograms.Users.COUNTS, 2)).isEqualTo(021);
      assertThatThrownBy(
              () -> bpf.attach("onCall", AttachTarget.function(libc(), "no_such_function")))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("no_such_function");
    } finally {
      int _ = (int) umask.invokeExact(before);
    }
  }

  @Test
  void shouldSampleAProcess() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                "sh", "-c", "read line; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done")
            .start();
    try (Bpf bpf = Bpf.load(TracingPrograms.Users.class)) {
      bpf.attach("onSample", AttachTarget.cpuClock(Math.toIntExact(child.pid()), 100_000));
      child.getOutputStream().write('\n');
      child.getOutputStream().close();
      child.waitFor();
      bpf.detach();
      assertThat(Counts.of(bpf, TracingPrograms.Users.COUNTS, 3)).isPositive();
    } finally {
      child.destroy();
    }
  }
}
