package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Scratch;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Objects that are not on the stack. */
class ScratchTest {
  @Struct
  static final class Large {
    long number;

    @Length(4000)
    byte[] bytes = new byte[4000];

    @Length(300)
    int[] numbers = new int[300];

    int last;
  }

  @TestFactory
  Stream<DynamicTest> shouldHoldWhatIsPutThere() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    @Scratch static final Large LARGE = new Large();
    @Scratch static final byte[] PATH = new byte[4096];
    @Scratch static final long[] WIDE = new long[100];
    static final HashMap<Integer, Large> COPIES = HashMap.of(4);

    @RawTracepoint("sys_enter")
    static int write(long a, long b) {
      LARGE.number = a;
      LARGE.bytes[(int) b & 2047] = (byte) a;
      LARGE.numbers[299] = (int) b;
      LARGE.last = (int) (a ^ b);
      WIDE[(int) a & 63] = b;
      PATH[4095] = (byte) b;
      return (int) LARGE.number
          + LARGE.bytes[(int) b & 2047]
          + LARGE.numbers[299] * 31
          + LARGE.last
          + (int) WIDE[(int) a & 63]
          + PATH[4095]
          + PATH.length;
    }

    private static int sum(byte[] bytes, int count) {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sum = sum * 31 + bytes[i];
      }
      return sum;
    }

    private static void set(Large large, long number) {
      large.number = number;
    }

    @RawTracepoint("sys_enter")
    static int passed(long a, long b) {
      for (int i = 0; i < 16; i++) {
        PATH[i] = (byte) (a >>> i);
      }
      set(LARGE, b);
      return sum(PATH, 16) + (int) LARGE.number;
    }

    @RawTracepoint("sys_enter")
    static int inALambda(long a, long b) {
      WIDE[0] = 0;
      int done = dev.tawon.lang.Bpf.loop(10, i -> WIDE[0] += i * (a & 0xff));
      return (int) WIDE[0] + done;
    }

    @RawTracepoint("sys_enter")
    static int fault(long a, long b) {
      WIDE[1] = b;
      return (int) WIDE[(int) a] + 1;
    }
  }

  @BpfModule
  static final class Apart {
    @Scratch static final int[] NUMBERS = new int[1000];

    @RawTracepoint("sys_enter")
    static int first(long a, long b) {
      return NUMBERS[(int) a]++;
    }

    @RawTracepoint("sys_enter")
    static int second(long a, long b) {
      return NUMBERS[(int) a]++;
    }
  }

  @Test
  void shouldKeepTheProgramsApart() {
    try (Engines engines = Engines.of(Apart.class, false)) {
      Engines.Runnable first = engines.program("first");
      for (int i = 0; i < 3; i++) {
        assertThat(first.run(new long[] {999, 0}).values()).containsOnly(i);
      }
      assertThat(engines.program("second").run(new long[] {999, 0}).values()).containsOnly(0);
    }
  }

  @Test
  void shouldLoadWhatTheStackHasNoRoomFor() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Apart.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("second"), 1000, 0)).isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
