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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** uprobes at many functions by one link, of this process alone. */
@KernelTest(needs = KernelFeature.UPROBE_MULTI, host = false)
class UserMultiProbeTest {
  private static Path libc() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("/libc.so") || line.contains("/libc-"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElseThrow();
    }
  }

  @SuppressWarnings("restricted") // calls a function that is probed
  private static MethodHandle function(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  @Test
  void shouldTellFunctionsByTheirNumbers() throws Throwable {
    MethodHandle lower = function("tolower");
    MethodHandle upper = function("toupper");
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("tolower", 1L);
    numbers.put("touppe?", 2L);
    try (Bpf bpf = Bpf.load(NumberedPrograms.Users.class)) {
      bpf.attach("onCall", new AttachTarget.Functions(libc(), numbers, pid));
      bpf.attach("onReturn", AttachTarget.functions(libc(), pid, "toupper"));
      assertThat((int) lower.invokeExact((int) 'A')).isEqualTo('a');
      assertThat((int) upper.invokeExact((int) 'q')).isEqualTo('Q');
      bpf.detach();
      assertThat(bpf.map(NumberedPrograms.Users.NUMBERS).get(1L)).isPresent();
      assertThat(bpf.map(NumberedPrograms.Users.NUMBERS).get(2L)).isPresent();
      assertThat(bpf.map(NumberedPrograms.Users.RETURNED).get((int) 'Q')).isPresent();
    }
  }

  @Test
  void shouldNameWhatIsMissing() {
    try (Bpf bpf = Bpf.load(NumberedPrograms.Users.class)) {
      assertThatThrownBy(
              () -> bpf.attach("onCall", AttachTarget.functions(libc(), 1, "no_such_function*")))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("no function in the symbol tables of")
          .hasMessageContaining("no_such_function*");
      assertThatThrownBy(() -> bpf.attach("onCall"))
          .hasMessageContaining("AttachTarget.functions(");
      assertThatThrownBy(() -> bpf.attach("onCall", AttachTarget.function(libc(), "umask")))
          .hasMessageContaining("cannot be attached to function umask");
    }
  }
}
