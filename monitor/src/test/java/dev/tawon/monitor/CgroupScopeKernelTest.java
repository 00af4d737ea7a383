package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.config.SettingValues;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scope of a cgroup, of one that the test makes. */
@Timeout(120)
@KernelTest(
    since = "5.10",
    needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class CgroupScopeKernelTest {
  @Test
  void shouldLookAtACgroupAlone() throws Exception {
    Path cgroup = cgroupMount().resolve("tawon-test-" + ProcessHandle.current().pid());
    Files.createDirectory(cgroup);
    try {
      KernelRun run =
          KernelRun.of(
              child -> {
                try {
                  Files.writeString(cgroup.resolve("cgroup.procs"), Integer.toString(child));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                return SettingValues.scope("cgroup:" + cgroup);
              },
              "read -r go; /bin/true; echo $BASHPID > "
                  + cgroup.getParent()
                  + "/cgroup.procs; /bin/true; exit 0");
      assertThat(run.all(ExecEvent.class)).as("not the one after it left").hasSize(1);
      assertThat(run.events)
          .extracting((Event event) -> event.context().parent().pid())
          .containsOnly(run.pid);
    } finally {
      Files.delete(cgroup);
    }
  }

  private static Path cgroupMount() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> Path.of(line.split(" ")[4]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cgroup hierarchy of version 2 is mounted"));
  }
}
