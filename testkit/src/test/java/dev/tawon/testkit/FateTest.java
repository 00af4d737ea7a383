package dev.tawon.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.vm.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a guest that did not come to the end of its tests. */
class FateTest {
  private static final String SAID = "passed  A.one (0.1 s)\npassed  A.two (0.2 s)\n";

  @Test
  void shouldTellAPanicWithItsTraceAndTheLastTest() {
    Outcome panic =
        new Outcome.Panicked(
            "softlockup: hung tasks",
            List.of(
                "watchdog: BUG: soft lockup - CPU#1 stuck for 122s! [java:120]", "Call Trace:"));
    assertThat(KernelSuite.fate(panic, SAID))
        .isEqualTo(
            """
            the kernel panicked: softlockup: hung tasks, after "passed  A.two (0.2 s)"
            | watchdog: BUG: soft lockup - CPU#1 stuck for 122s! [java:120]
            | Call Trace:\
            """);
  }

  @Test
  void shouldTellWhatWasDoneWhenTheTimeWasOver() {
    assertThat(
            KernelSuite.fate(new Outcome.TimedOut(Duration.ofMinutes(20), true, List.of()), SAID))
        .isEqualTo(
            "the guest was ended after its 20 minutes, in its tests, after \"passed  A.two (0.2 s)\"");
    assertThat(
            KernelSuite.fate(new Outcome.TimedOut(Duration.ofMinutes(20), false, List.of("x")), ""))
        .isEqualTo("the guest was ended after its 20 minutes, before it had come up\n| x");
  }

  @Test
  void shouldTellHowTestsEnded() {
    assertThat(KernelSuite.fate(new Outcome.Exited(1), SAID)).isEqualTo("the tests ended with 1");
  }
}
