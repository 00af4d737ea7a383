package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: loops of thousands of rounds that look up values of maps. */
@KernelTest
class LoopedMemoryTest {
  @BpfModule
  static final class Programs {
    static final Array<Counter> COUNTERS = Array.of(64);
    static final HashMap<Integer, Counter> BY_KEY = HashMap.of(64);

    @RawTracepoint("sys_enter")
    static int lookUps(long a, long b) {
      int found = 0;
      for (int i = 0; i < 8_000; i++) {
        Counter counter = COUNTERS.get(i & 63);
        if (counter != null) {
          counter.value += a;
          found++;
        }
      }
      return found;
    }

    @RawTracepoint("sys_enter")
    static int lookUpsUntilNone(long a, long b) {
      for (int i = 0; i < 9_000; i++) {
        if (COUNTERS.get(i) == null) {
          return i;
        }
      }
      return -1;
    }

    @RawTracepoint("sys_enter")
    static int asManyLookUpsAsAsked(long a, long b) {
      int n = (int) a & 0x3fff;
      int sum = 0;
      for (int i = 0; i < n; i++) {
        sum += (int) COUNTERS.get(i & 63).value;
        if (sum > 1_000_000) {
          break;
        }
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      int found = 0;
      for (int i = 0; i < 40; i++) {
        for (int j = 0; j < 40; j++) {
          if (BY_KEY.get(i * j) != null) {
            found++;
          }
        }
      }
      return found;
    }
  }

  @BeforeEach
  void requireKernel() {
    Kernel.require();
  }

  private static int run(Bpf bpf, String program, long a) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), new long[] {a, 0});
  }

  @Test
  void shouldLookUpValuesInEachRound() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      assertThat(run(bpf, "lookUps", 2)).isEqualTo(8_000);
      assertThat(bpf.map(Programs.COUNTERS).get(3).orElseThrow().value).isEqualTo(2 * 125);
      assertThat(run(bpf, "lookUpsUntilNone", 0)).isEqualTo(64);
      assertThat(run(bpf, "asManyLookUpsAsAsked", 128)).isEqualTo(2 * 2 * 8_000);
      bpf.map(Programs.BY_KEY).put(0, new Counter());
      assertThat(run(bpf, "nested", 0)).isEqualTo(79);
    }
  }
}
