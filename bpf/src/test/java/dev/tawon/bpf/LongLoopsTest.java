package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.CompilationException;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: loops that its verifier just comes to the end of are loaded, and those beyond are not compiled. */
@KernelTest
class LongLoopsTest {
  @BpfModule
  static final class OfManyWays {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 8_150; i++) {
        if ((x & 1) == 0) {
          x = x >>> 1;
        } else {
          x = x * 3 + 1;
        }
      }
      return x;
    }

    @RawTracepoint("sys_enter")
    static int oneInAnother(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 90; i++) {
        for (int j = 0; j < 90; j++) {
          if ((x & 1) == 0) {
            x = x >>> 1;
          } else {
            x = x * 3 + j;
          }
        }
      }
      return x;
    }
  }

  @BpfModule
  static final class OfTooManyWays {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int x = (int) a;
      for (int i = 0; i < 8_250; i++) {
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

  @Test
  void shouldLoadWhatTheVerifierJustComesToTheEndOf() {
    try (Bpf bpf = Bpf.load(OfManyWays.class)) {
      assertThat(bpf.programs()).hasSize(2);
    }
  }

  @Test
  void shouldNotCompileWhatItDoesNot() {
    assertThatThrownBy(() -> Bpf.load(OfTooManyWays.class).close())
        .isInstanceOf(CompilationException.class)
        .hasMessageMatching("(?s).*LongLoopsTest\\.java:52: error: .*")
        .hasMessageContaining("give it a smaller bound")
        .hasMessageContaining("Bpf.loop");
  }
}
