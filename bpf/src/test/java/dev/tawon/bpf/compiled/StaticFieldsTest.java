package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.bpf.Variable;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.RawTracepoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Static fields are variables that keep what programs write to them, and constants where they are final. */
class StaticFieldsTest {
  @TestFactory
  Stream<DynamicTest> shouldKeepStateAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  static final class Elsewhere {
    static long total = 7;

    private Elsewhere() {}
  }

  @BpfModule
  static final class Programs {
    static final int FACTOR = Integer.parseInt("31");
    static boolean flag = true;
    static byte small = -3;
    static short medium = 1000;
    static char letter = 'x';
    static int number;
    static long wide = 1L << 40;
    static final int[] TABLE = {3, 1, 4, 1, 5, 9, 2, 6};
    static final byte[] BYTES = new byte[5];
    static final long[] WIDE = {1, -1, Long.MAX_VALUE};
    static final char[] LETTERS = {'a', '\uffff'};

    @RawTracepoint("sys_enter")
    static int counts(long a, long b) {
      number++;
      wide += a * FACTOR;
      return number + (int) (wide ^ wide >>> 32);
    }

    @RawTracepoint("sys_enter")
    static int narrows(long a, long b) {
      small += (byte) a;
      medium *= (short) b;
      letter -= (char) a;
      flag ^= a > b;
      return small * 31 + medium * 17 + letter + (flag ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int ofAnotherClass(long a, long b) {
      Elsewhere.total ^= a + b;
      return (int) (Elsewhere.total % 1000);
    }

    @RawTracepoint("sys_enter")
    static int arrays(long a, long b) {
      int at = (int) a & 7;
      TABLE[at] += (int) b;
      BYTES[(int) b & 3]--;
      WIDE[1] = WIDE[0] + WIDE[2] - a;
      LETTERS[1] += LETTERS[0];
      int sum = TABLE.length;
      for (int i = 0; i < TABLE.length; i++) {
        sum = sum * FACTOR + TABLE[i];
      }
      return sum + BYTES[0] + BYTES[4] + (int) WIDE[1] + LETTERS[1];
    }

    @RawTracepoint("sys_enter")
    static int indexOutOfBounds(long a, long b) {
      return TABLE[(int) a] + BYTES[(int) b];
    }
  }

  @BpfModule
  static final class Asserting {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      assert a == b : "never";
      return 31;
    }
  }

  @Test
  void shouldCompileWithoutAssertions() {
    try (Engines engines = Engines.of(Asserting.class, false)) {
      assertThat(engines.program("run").run(new long[] {1, 2}).values()).containsOnly(31);
    }
  }

  @BpfModule
  static final class Tuned {
    static int limit = 10;
    static long seen;
    static boolean enabled;
    static byte unused;
    static final short[] ROW = new short[3];

    @Configurable static int step = 2;

    @RawTracepoint("sys_enter")
    static int run(long a) {
      ROW[1] += 5;
      if (!enabled) {
        return -1;
      }
      seen += step;
      return seen > limit ? 1 : 0;
    }
  }

  @Test
  void shouldGiveVariablesBackToTheKernelWhenClosed() {
    Differential.requireKernel();
    Bpf bpf = Bpf.load(Tuned.class);
    Variable limit = bpf.variable(Tuned.class, "limit");
    bpf.close();
    bpf.close();
    assertThatThrownBy(limit::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldShareVariablesWithTheUserHalf() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.loader(Tuned.class).configure("step", 4).load()) {
      Variable limit = bpf.variable(Tuned.class, "limit");
      Variable enabled = bpf.variable(Tuned.class, "enabled");
      Variable seen = bpf.variable(Tuned.class, "seen");
      assertThat(limit.get()).isEqualTo(10);
      assertThat(run(bpf)).isEqualTo(-1);
      enabled.set(true);
      assertThat(run(bpf)).isZero();
      assertThat(seen.get()).isEqualTo(4);
      limit.set(-5);
      assertThat(run(bpf)).isEqualTo(1);
      seen.set(-1000);
      assertThat(run(bpf)).isZero();
      assertThat(seen.get()).isEqualTo(-996);
      assertThat(bpf.variable(Tuned.class, "ROW").get(1)).isEqualTo(20);
      assertThat(bpf.variable(Tuned.class, "ROW").length()).isEqualTo(3);
    }
  }

  @Test
  void shouldSayWhatIsNoVariableAndWhatItDoesNotHold() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Tuned.class)) {
      assertThatThrownBy(() -> bpf.variable(Tuned.class, "unused"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Tuned.unused")
          .hasMessageContaining("Tuned.seen");
      assertThatThrownBy(() -> bpf.variable(Tuned.class, "step"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> bpf.variable(Tuned.class, "limit").set(1L << 31))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2147483648 is no int, which limit is");
      assertThatThrownBy(() -> bpf.variable(Tuned.class, "ROW").get(3))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static int run(Bpf bpf) {
    return TestRun.ofRawTracepoint(bpf.object().program("run"), 0);
  }
}
