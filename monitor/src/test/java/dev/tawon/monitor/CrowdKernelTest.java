package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.ForkEvent;
import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more processes than processors: some lose theirs in the midst of a program, where the kernel allows it, and what the
 * others do meanwhile is reported all the same, and once.
 */
@Timeout(240)
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class CrowdKernelTest {
  private static final int PROCESSES = 12;

  @TempDir private Path directory;

  @Test
  void shouldReportEveryEventOfACrowdOnce() throws Exception {
    Path secret = Files.writeString(directory.toRealPath().resolve("secret"), "x");
    int opens = 400;
    int executions = 10;
    KernelRun run =
        KernelRun.of(
            """
            for p in {1..%d}; do
              (
                for i in {1..%d}; do : < %s; done
                for i in {1..%d}; do /bin/true; done
              ) &
            done
            wait
            """
                .formatted(PROCESSES, opens, secret, executions),
            secret.toString());
    assertThat(run.all(FileEvent.class)).hasSize(PROCESSES * opens);
    assertThat(run.all(ExecEvent.class)).hasSize(PROCESSES * executions);
    // The shell itself, which was there before, ends too.
    assertThat(run.all(ForkEvent.class)).hasSize(PROCESSES * (1 + executions));
    assertThat(run.all(ExitEvent.class)).hasSize(PROCESSES * (1 + executions) + 1);
    assertThat(run.counts(EventKind.FILE).lost()).isZero();
  }

  @Test
  void shouldReportEveryConnectionOfACrowdOnce() throws Exception {
    int connections = 40;
    KernelRun run =
        KernelRun.of(
            """
            for p in {1..%d}; do
              (for i in {1..%d}; do : < /dev/tcp/127.0.0.1/1; done) 2> /dev/null &
            done
            wait
            """
                .formatted(PROCESSES, connections));
    assertThat(run.all(NetworkEvent.class)).hasSize(PROCESSES * connections);
  }
}
