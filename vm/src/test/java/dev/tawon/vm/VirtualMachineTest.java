package dev.tawon.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guests on the first of the kernels that the build is to test: what becomes of them, and that nothing stays. */
@Timeout(300)
class VirtualMachineTest {
  private final KernelStore store = KernelStore.ofUser();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Kernel kernel;

  @BeforeEach
  void requireKernel() throws Exception {
    String name = System.getProperty("tawon.kernels", "").split(",")[0];
    assumeFalse(name.isEmpty(), "the build is to test no kernel");
    try {
      Tool.require(Qemu.PROGRAM, Qemu.PACKAGE);
      kernel =
          name.contains("/")
              ? store.ofFile(Path.of(name))
              : store.get(KernelVersion.of(name), Progress.NONE);
    } catch (VmException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      abort(e.getMessage() + " (" + e.hint() + ")");
    }
  }

  @AfterEach
  void shouldLeaveNothingBehind() throws IOException {
    assertThat(ProcessHandle.current().children())
        .noneMatch(child -> child.info().command().orElse("").contains("qemu"));
    try (var left = Files.list(store.directory().resolve("work"))) {
      assertThat(left)
          .noneMatch(path ->
              path.getFileName()
                  .toString()
                  .startsWith("run-" + ProcessHandle.current().pid() + "-"));
    }
  }

  private Machine shell(String script) {
    return Machine.of(kernel, List.of("sh", "-c", script));
  }

  private Outcome run(Machine machine) throws Exception {
    return VirtualMachine.of(machine, store, Progress.NONE, _ -> {}).run(out, err);
  }

  @Test
  void shouldGiveBackWhatACommandDid(@TempDir Path share) throws Exception {
    Files.writeString(share.resolve("in"), "from the host");
    Files.writeString(share.resolve("kept"), "kept");
    Machine plain =
        shell("cat in; echo problem >&2; id -u; uname -r; mkdir d; echo result > d/out; exit 42");
    Machine machine =
        new Machine(
            kernel,
            1,
            768,
            "",
            Optional.of(Accelerator.TCG),
            plain.timeout(),
            Optional.of(share),
            false,
            GuestFiles.create(),
            java.util.Map.of(),
            plain.command());
    assertThat(run(machine)).isEqualTo(new Outcome.Exited(42));
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("from the host0\n");
    if (kernel.modules().isPresent()) {
      assertThat(out.toString(StandardCharsets.UTF_8)).endsWith(kernel.release() + "\n");
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("problem\n");
    assertThat(share.resolve("d/out")).hasContent("result");
    assertThat(share.resolve("kept")).hasContent("kept");
  }

  @Test
  void shouldTellAPanic() throws Exception {
    assertThat(run(shell("echo c > /proc/sysrq-trigger")))
        .isInstanceOfSatisfying(
            Outcome.Panicked.class,
            panic -> {
              assertThat(panic.reason()).isNotEmpty();
              assertThat(String.join("\n", panic.console()))
                  .contains("Call Trace:", "sysrq_handle_crash", "Kernel panic - not syncing: ");
            });
  }

  @Test
  void shouldTellWantOfMemory() throws Exception {
    assertThat(run(shell("tail /dev/zero")))
        .isInstanceOfSatisfying(
            Outcome.OutOfMemory.class,
            memory -> {
              assertThat(memory.code()).isEqualTo(128 + 9);
              assertThat(memory.victim()).contains("(tail)");
            });
  }

  @Test
  void shouldEndAGuestAfterItsTime() throws Exception {
    assertThat(run(shell("true").withTimeout(Duration.ofMillis(1))))
        .isInstanceOf(Outcome.TimedOut.class);
  }

  @Test
  void shouldEndAGuestWhenTold() throws Exception {
    AtomicReference<VirtualMachine> guest = new AtomicReference<>();
    OutputStream stopping =
        new OutputStream() {
          @Override
          public void write(int b) {
            guest.get().stop();
          }
        };
    guest.set(VirtualMachine.of(shell("echo; sleep 1000"), store, Progress.NONE, _ -> {}));
    assertThat(guest.get().run(stopping, err)).isEqualTo(new Outcome.Stopped());
  }
}
