package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.RingWriter;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.BloomFilter;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.Queue;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.map.Stack;
import dev.tawon.lang.map.UserRingBuffer;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps of numbers and of enums, whose constants are their ordinals. */
@KernelTest(since = "6.1", needs = KernelFeature.BTF)
class ScalarMapsTest {
  private static int run(Bpf bpf, String program, long a, long b) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), new long[] {a, b});
  }

  @Test
  void shouldTakeEnumsForKeysAndValues() {
    try (Bpf bpf = Bpf.load(Enums.class)) {
      assertThat(run(bpf, "next", 0, 0)).isEqualTo(-1);
      bpf.map(Enums.NEXT).put(Colour.RED, Colour.BLUE);
      bpf.map(Enums.NEXT).put(Colour.BLUE, Colour.RED);
      assertThat(run(bpf, "next", 0, 0)).isEqualTo(2 * 100);
      assertThat(run(bpf, "next", 2, 0)).isEqualTo(0);
      assertThat(run(bpf, "put", 1, 2)).isEqualTo(0);
      assertThat(bpf.map(Enums.NEXT).get(Colour.GREEN)).contains(Colour.BLUE);
      assertThat(bpf.map(Enums.ROW).get(3)).contains(Colour.BLUE);
    }
  }

  @Test
  void shouldCountByEnums() {
    try (Bpf bpf = Bpf.load(Enums.class)) {
      for (int i = 0; i < 7; i++) {
        run(bpf, "count", i % 3, 0);
      }
      assertThat(bpf.map(Enums.COUNTS).get(Colour.RED))
          .hasValueSatisfying(counter -> assertThat(counter.value).isEqualTo(3));
      assertThat(bpf.map(Enums.COUNTS).get(Colour.BLUE))
          .hasValueSatisfying(counter -> assertThat(counter.value).isEqualTo(2));
    }
  }

  @Test
  void shouldCountAFaultForAnOrdinalThatIsNone() {
    try (Bpf bpf = Bpf.load(Enums.class)) {
      assertThat(run(bpf, "putOrdinal", 77, 0)).isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }

  @Test
  void shouldGoThroughEnums() {
    try (Bpf bpf = Bpf.load(Enums.class)) {
      bpf.map(Enums.NEXT).put(Colour.RED, Colour.BLUE);
      bpf.map(Enums.NEXT).put(Colour.BLUE, Colour.GREEN);
      assertThat(run(bpf, "sum", 0, 0)).isEqualTo(0 * 10 + 2 + 2 * 10 + 1);
    }
  }

  @Test
  void shouldTakeNumbersInTheirOrder() {
    try (Bpf bpf = Bpf.load(Numbers.class)) {
      assertThat(run(bpf, "take", 0, 0)).isEqualTo(-1 - 10 - 100);
      assertThat(run(bpf, "add", 5, 1)).isZero();
      assertThat(run(bpf, "add", 7, 2)).isZero();
      assertThat(run(bpf, "take", 0, 0)).isEqualTo(5 + 10 * 2 + 100 * 2);
      assertThat(run(bpf, "take", 0, 0)).isEqualTo(7 + 10 * 1 + 100 * 1);
      assertThat(run(bpf, "take", 0, 0)).isEqualTo(-1 - 10 - 100);
    }
  }

  @Test
  void shouldRememberEnumsInAFilter() {
    try (Bpf bpf = Bpf.load(Filter.class)) {
      assertThat(run(bpf, "seen", 2, 0)).isZero();
      assertThat(run(bpf, "seen", 2, 0)).isEqualTo(1);
    }
  }

  @Test
  void shouldSendNumbersAndEnums() {
    try (Bpf bpf = Bpf.load(Rings.class)) {
      run(bpf, "send", 41, 1);
      run(bpf, "send", -3, 2);
      assertThat(two(bpf, Rings.NUMBERS)).containsExactly(41L, -3L);
      assertThat(two(bpf, Rings.COLOURS)).containsExactly(Colour.GREEN, Colour.BLUE);
    }
  }

  /** Two records, behind which the reader is interrupted, which ends it. */
  private static <T> List<T> two(Bpf bpf, RingBuffer<T> ring) {
    List<T> records = new ArrayList<>();
    bpf.consume(
        ring,
        each -> {
          records.add(each);
          if (records.size() == 2) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(Thread.interrupted()).isTrue();
    return records;
  }

  @Test
  void shouldDrainNumbers() {
    try (Bpf bpf = Bpf.load(Drained.class);
        RingWriter<Integer> writer = bpf.writer(Drained.ORDERS)) {
      assertThat(writer.send(17)).isTrue();
      assertThat(writer.send(-4)).isTrue();
      assertThat(run(bpf, "drain", 0, 0)).isEqualTo(2 * 100 + 13);
    }
  }

  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  private static Colour colour(long ordinal) {
    return ordinal == 0 ? Colour.RED : ordinal == 1 ? Colour.GREEN : Colour.BLUE;
  }

  @BpfModule
  static final class Enums {
    static final HashMap<Colour, Colour> NEXT = HashMap.of(8);
    static final HashMap<Colour, Counter> COUNTS = HashMap.of(8);
    static final Array<Colour> ROW = Array.of(4);
    static final HashMap<Integer, Integer> ORDINALS = HashMap.of(4);

    @RawTracepoint("sys_enter")
    static int next(long a, long b) {
      Colour next = NEXT.get(colour(a));
      if (next == null) {
        return -1;
      }
      return switch (next) {
        case RED -> 0;
        case GREEN, BLUE -> next.ordinal() * 100;
      };
    }

    @RawTracepoint("sys_enter")
    static int put(long a, long b) {
      return NEXT.put(colour(a), colour(b)) | ROW.put(3, colour(b));
    }

    @RawTracepoint("sys_enter")
    static int count(long a, long b) {
      Colour colour = colour(a);
      Counter counter = COUNTS.get(colour);
      if (counter == null) {
        COUNTS.putIfAbsent(colour, new Counter());
        counter = COUNTS.get(colour);
      }
      if (counter != null) {
        counter.add(1);
      }
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int putOrdinal(long a, long b) {
      return Colour.values()[(int) a] == ROW.get(0) ? 1 : 2;
    }

    @RawTracepoint("sys_enter")
    static int sum(long a, long b) {
      int[] sum = new int[1];
      NEXT.forEach((key, value) -> sum[0] += key.ordinal() * 10 + value.ordinal());
      return sum[0];
    }
  }

  @BpfModule
  static final class Numbers {
    static final Queue<Long> WIDE = Queue.of(4);
    static final Stack<Integer> NUMBERS = Stack.of(4);
    static final Stack<Colour> COLOURS = Stack.of(4);

    @RawTracepoint("sys_enter")
    static int add(long a, long b) {
      return WIDE.push(a) | NUMBERS.push((int) b) | COLOURS.push(colour(b));
    }

    @RawTracepoint("sys_enter")
    static int take(long a, long b) {
      Integer seen = NUMBERS.peek();
      Long wide = WIDE.pop();
      Integer number = NUMBERS.pop();
      Colour colour = COLOURS.pop();
      if (seen != null && !seen.equals(number)) {
        return -999;
      }
      return (wide == null ? -1 : (int) (long) wide)
          + 10 * (number == null ? -1 : number)
          + 100 * (colour == null ? -1 : colour.ordinal());
    }
  }

  @BpfModule
  static final class Filter {
    static final BloomFilter<Colour> SEEN = BloomFilter.of(16);

    @RawTracepoint("sys_enter")
    static int seen(long a, long b) {
      boolean seen = SEEN.mayContain(colour(a));
      SEEN.add(colour(a));
      return seen ? 1 : 0;
    }
  }

  @BpfModule
  static final class Rings {
    static final RingBuffer<Long> NUMBERS = RingBuffer.ofBytes(4096);
    static final RingBuffer<Colour> COLOURS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int send(long a, long b) {
      return NUMBERS.output(a) | COLOURS.output(colour(b));
    }
  }

  @BpfModule
  static final class Drained {
    static final UserRingBuffer<Integer> ORDERS = UserRingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int drain(long a, long b) {
      int[] sum = new int[1];
      int taken = ORDERS.drain(order -> sum[0] += order);
      return taken * 100 + sum[0];
    }
  }
}
