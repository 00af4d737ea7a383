package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs that may sleep, at a function that this process calls. */
@KernelTest(since = "6.0", needs = KernelFeature.UPROBE, host = false)
class SleepableTest {
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
  void shouldReadWhatAFunctionWasGivenAndItsNumber() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle rmdir =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("rmdir"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.load(SleepingPrograms.Users.class);
        Arena arena = Arena.ofConfined()) {
      bpf.attach("onRemove", new AttachTarget.Function(libc(), "rmdir", 0, pid, 4711));
      int failed = (int) rmdir.invokeExact(arena.allocateFrom("/no/such"));
      bpf.detach();
      assertThat(failed).isEqualTo(-1);
      assertThat(bpf.variable(SleepingPrograms.Users.class, "result").get()).isZero();
      assertThat(bpf.variable(SleepingPrograms.Users.class, "word").get())
          .isEqualTo(0x686375732f6f6e2fL); // "/no/such"
      assertThat(bpf.variable(SleepingPrograms.Users.class, "cookie").get()).isEqualTo(4711);
    }
  }
}
