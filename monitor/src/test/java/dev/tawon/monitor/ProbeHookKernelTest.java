package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.EventKind;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Where the monitor looks, on kernels on which the other tests show that it sees. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class ProbeHookKernelTest {
  @Test
  void shouldLackNothingWhereTheMonitorRuns() {
    assertThat(ProbeHook.here())
        .allSatisfy(hook -> {
          assertThat(hook.missing()).as(hook.toString()).isEmpty();
          assertThat(hook.places()).isNotEmpty();
        })
        .extracting(ProbeHook::kind)
        .containsExactlyElementsOf(EventKind.ALL);
  }
}
