package dev.tawon.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a kernel has to have, and how what is run on one is reported. */
class KernelTestTest {
  @KernelTest(since = "6.1", needs = KernelFeature.NETFILTER_LINK)
  static final class OnNetfilter {}

  @KernelTest(needs = KernelFeature.OVERRIDE_RETURN)
  static final class OnOverride {}

  private static Optional<String> lacks(Class<?> test, String release, String... options) {
    return new TestedKernel("guest", release, Optional.of(Set.of(options)))
        .lacks(test.getAnnotation(KernelTest.class));
  }

  @Test
  void shouldTellByVersionAndOptionsWhatAKernelHas() {
    assertThat(lacks(OnNetfilter.class, "6.12.1-amd64", "NETFILTER_BPF_LINK")).isEmpty();
    assertThat(lacks(OnNetfilter.class, "10.0", "NETFILTER_BPF_LINK")).isEmpty();
    assertThat(lacks(OnNetfilter.class, "5.10.0-32", "NETFILTER_BPF_LINK"))
        .hasValueSatisfying(why -> assertThat(why).contains("6.1", "5.10.0-32"));
    assertThat(lacks(OnNetfilter.class, "6.1.0", "NETFILTER_BPF_LINK"))
        .hasValueSatisfying(why -> assertThat(why).contains("NETFILTER_LINK came with Linux 6.4"));
    assertThat(lacks(OnOverride.class, "6.12.0"))
        .hasValueSatisfying(why -> assertThat(why).contains("CONFIG_BPF_KPROBE_OVERRIDE"));
  }

  @Test
  void shouldExpectEverythingOfAKernelWhoseOptionsAreNotKnown() {
    assertThat(
            new TestedKernel("", "6.12.0", Optional.empty())
                .lacks(OnOverride.class.getAnnotation(KernelTest.class)))
        .isEmpty();
  }

  @Test
  void shouldReadTheOptionsThatAreOn() {
    assertThat(
            TestedKernel.parse(
                List.of(
                    "# comment",
                    "CONFIG_BPF=y",
                    "CONFIG_VETH=m",
                    "# CONFIG_NET_9P is not set",
                    "CONFIG_HZ=250",
                    "CONFIG_LSM=\"bpf\"")))
        .containsExactlyInAnyOrder("BPF", "VETH");
  }

  /** Run by {@link Reports} alone. */
  @Tag("reported")
  static class Reported {
    @Test
    void shouldPass() {}

    @Test
    void shouldFail() {
      throw new AssertionError("<what> & why \u0001");
    }

    @Test
    void shouldAbort() {
      Assumptions.abort("no reason");
    }

    @Disabled("by hand")
    @Test
    void shouldBeSkipped() {}
  }

  @Test
  void shouldReportAsSurefireDoesAndTakeAbortedTestsForFailed(@TempDir Path directory)
      throws Exception {
    Reports reports = new Reports("6.1");
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Reported.class))
                .build(),
            reports);
    reports.write(directory);
    assertThat(reports.allPassed()).isFalse();
    String xml =
        Files.readString(directory.resolve("TEST-" + Reported.class.getName() + "-6.1.xml"));
    assertThat(xml)
        .contains("name=\"" + Reported.class.getName() + " [6.1]\"")
        .contains("tests=\"4\" errors=\"0\" skipped=\"1\" failures=\"2\"")
        .contains("&lt;what&gt; &amp; why ?")
        .contains("skipped although the kernel has what it needs")
        .contains("<skipped message=\"by hand\"");
  }

  @Test
  void shouldNameWhatIsThereThatWasNotBefore() {
    Census before = new Census(java.util.Map.of("program", Set.of("id 1"), "map", Set.of("id 2")));
    Census now =
        new Census(
            java.util.Map.of("program", Set.of("id 1", "id 3"), "pin", Set.of("/sys/fs/bpf/x")));
    assertThat(now.since(before)).containsExactlyInAnyOrder("program id 3", "pin /sys/fs/bpf/x");
    assertThat(before.since(before)).isEmpty();
  }
}
