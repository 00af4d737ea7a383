package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: loops that its verifier does not come to the end of. What it refuses is told on a line of theirs. */
@KernelTest
class LongLoopsTest {
  @BpfModule
  static final class WithoutABound {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int sum = 0;
      for (int i = 0; i < (int) a; i++) {
        sum = sum * 31 + (int) b;
      }
      return sum;
    }
  }

  @BpfModule
  static final class OfManySteps {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int sum = (int) a;
      for (int i = 0; i < 2_000_000; i++) {
        sum = sum * 31 + (int) b;
      }
      return sum;
    }
  }

  @BpfModule
  static final class OfManyWays {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 20_000; i++) {
        if ((x & 1) == 0) {
          x = x >>> 1;
        } else {
          x = x * 3 + 1;
        }
      }
      return x;
    }
  }

  @BeforeEach
  void requireKernel() {
    Kernel.require();
  }

  private static void assertRefused(Class<?> module, String lines) {
    assertThatThrownBy(() -> Bpf.load(module).close())
        .isInstanceOf(VerifierException.class)
        .hasMessageMatching(
            "(?s)LongLoopsTest\\.java:("
                + lines
                + "): error: the kernel's verifier refused run: .*")
        .hasMessageContaining("give the loop a smaller bound")
        .hasMessageContaining("Bpf.loop");
  }

  @Test
  void shouldTellTheLineAndTheWayOutOfALoopWithoutABound() {
    assertRefused(WithoutABound.class, "19|20");
  }

  @Test
  void shouldTellTheLineAndTheWayOutOfALoopOfTooManySteps() {
    assertRefused(OfManySteps.class, "31|32");
  }

  @Test
  void shouldTellTheLineAndTheWayOutOfALoopOfTooManyWays() {
    assertRefused(OfManyWays.class, "4[3-7]");
  }
}
