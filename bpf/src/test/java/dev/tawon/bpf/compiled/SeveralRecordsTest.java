package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that are reserved while others are. */
class SeveralRecordsTest {
  @Struct
  static final class Record {
    long number;

    @Length(8)
    byte[] bytes;
  }

  @BpfModule
  static final class Programs {
    static final RingBuffer<Record> FIRST = RingBuffer.ofBytes(1 << 16);
    static final RingBuffer<Record> SECOND = RingBuffer.ofBytes(1 << 16);
    static final RingBuffer<Record> THIRD = RingBuffer.ofBytes(1 << 16);

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      Record first = FIRST.reserve(Record.class);
      if (first == null) {
        return -1;
      }
      first.bytes[(int) a] = 1;
      Record second = SECOND.reserve(Record.class);
      if (second != null) {
        second.bytes[(int) b] = 2;
        Record third = THIRD.reserve(Record.class);
        if (third != null) {
          third.bytes[(int) a + 1] = 3;
          third.number = b;
          THIRD.submit(third);
        }
        SECOND.submit(second);
      }
      FIRST.discard(first);
      return 7;
    }
  }

  @Test
  void shouldGiveBackAllOfThemInAFault() {
    List<long[]> inputs = new ArrayList<>();
    for (long a = -2; a < 10; a++) {
      for (long b = -1; b < 10; b += 3) {
        inputs.add(new long[] {a, b});
      }
    }
    try (Engines engines = Engines.of(Programs.class, Differential.hasKernel())) {
      // A record that a fault kept would be an error of the verifier, or fill the ring.
      Engines.Runnable program = engines.program("run");
      for (int round = 0; round < 20; round++) {
        for (long[] input : inputs) {
          boolean fits = input[0] >= 0 && input[0] < 7 && input[1] >= 0 && input[1] < 8;
          program
              .run(input)
              .forEach((where, result) ->
                  assertThat(result)
                      .as("%s, %d %d", where, input[0], input[1])
                      .isEqualTo(fits ? 7 : 0));
        }
      }
    }
  }
}
