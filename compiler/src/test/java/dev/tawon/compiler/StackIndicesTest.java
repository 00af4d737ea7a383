package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Elements of arrays on the stack, where the verifier has to know which. */
class StackIndicesTest {
  private static CompiledModule compile(Class<?> module, String kernel) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.parse(kernel)));
  }

  @BpfModule
  static final class Open {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int[] kept = {(int) a, (int) b, 3, 4};
      return kept[(int) b & 3];
    }
  }

  @BpfModule
  static final class Counted {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      int[] kept = new int[32];
      for (int i = 0; i < 32; i++) {
        kept[i] = (int) a * i + (i & 3);
      }
      int sum = 0;
      for (int i = 31; i >= 0; i -= 3) {
        sum += kept[i] ^ kept[i >> 1];
      }
      return sum;
    }
  }

  @BpfModule
  static final class Static {
    static final int[] TABLE = {1, 2, 3, 4};

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      return TABLE[(int) b & 3];
    }
  }

  @Test
  void shouldRefuseAnIndexThatIsNotKnownBeforeLinux512() {
    assertThatThrownBy(() -> compile(Open.class, "5.10"))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("StackIndicesTest.java:")
        .hasMessageContaining("needs Linux 5.12, and the target is Linux 5.10")
        .hasMessageContaining("@Scratch")
        .hasMessageContaining("[newer-kernel]");
    assertThat(compile(Open.class, "5.12").object().programs()).hasSize(1);
  }

  @Test
  void shouldTakeCountersAndOtherMemoryOnEveryKernel() {
    assertThatCode(() -> compile(Counted.class, "5.10")).doesNotThrowAnyException();
    assertThatCode(() -> compile(Static.class, "5.10")).doesNotThrowAnyException();
  }
}
