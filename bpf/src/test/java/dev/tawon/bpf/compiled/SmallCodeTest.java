package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.object.MapSpec;
import dev.tawon.testkit.KernelTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written with fewer instructions does the same. */
@KernelTest
class SmallCodeTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Numbers.class);
  }

  @Test
  void shouldPutObjectsThatAreZeroThroughout() {
    assertThat(run("newObject", 3, 8)).isEqualTo(8);
  }

  @Test
  void shouldTakeZerosFromAMapOfThem() {
    try (Bpf bpf = Bpf.load(Maps.class)) {
      assertThat(bpf.object().spec().maps())
          .extracting(MapSpec::name)
          .contains(CompiledModule.ZERO_MAP);
    }
  }

  @Test
  void shouldNotTakeAnObjectForZeroThatIsChangedBetweenPuts() {
    assertThat(run("changedBetweenPuts", 4, 7)).isEqualTo(700);
  }

  @Test
  void shouldFindAndRemoveUnderTheKeyThatWasPut() {
    assertThat(run("oneKey", 11, 12)).isEqualTo(0b1111);
  }

  @Test
  void shouldTellKeysOfALoopsRoundsApart() {
    assertThat(run("keysOfALoop", 20, 5)).isEqualTo(20 + 21 + 22 + 23 + 24);
  }

  @Test
  void shouldTellKeysThatPathsGiveApart() {
    assertThat(run("keyByPath", 1, 5)).isEqualTo(105);
    assertThat(run("keyByPath", 0, 5)).isEqualTo(205);
  }

  @Test
  void shouldGiveARecordBackAtEachOfManyFaults() {
    try (Bpf bpf = Bpf.load(Maps.class)) {
      for (int i = 0; i < 100; i++) {
        TestRun.ofRawTracepoint(bpf.object().program("faults"), new long[] {i % 5, 0});
      }
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("faults"), new long[] {5, 0}))
          .isEqualTo(1);
      assertThat(bpf.faults())
          .hasSize(5)
          .allSatisfy(fault -> assertThat(fault.count()).isEqualTo(20));
    }
  }

  private static int run(String program, long a, long b) {
    try (Bpf bpf = Bpf.load(Maps.class)) {
      return TestRun.ofRawTracepoint(bpf.object().program(program), new long[] {a, b});
    }
  }

  @BpfModule
  static final class Numbers {
    @RawTracepoint("sys_enter")
    static int rows(long a, long b) {
      return switch ((int) a) {
        case Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MIN_VALUE + 2 -> 1;
        case -33, -32, -31 -> 2;
        case -2, -1, 0, 1 -> 3;
        case 2 -> 4;
        case 3, 5, 7 -> 5;
        case 8 -> 6;
        case 15, 16 -> 7;
        case 31, 32, 33 -> 8;
        case 63, 64 -> 9;
        case 127, 128, 129 -> 10;
        case 255, 256 -> 11;
        case 32767, 32768 -> 12;
        case Integer.MAX_VALUE - 1, Integer.MAX_VALUE -> 13;
        default -> (int) b;
      };
    }

    @RawTracepoint("sys_enter")
    static int rowsOfABoundedNumber(long a, long b) {
      return switch ((int) (a & 7)) {
        case 0, 1, 2 -> (int) b;
        case 5, 6 -> 2;
        case 7, 8 -> 3;
        default -> 4;
      };
    }

    @RawTracepoint("sys_enter")
    static int logarithm(long a, long b) {
      long v = a;
      int r = 0;
      if (v >>> 32 != 0) {
        r += 32;
        v >>>= 32;
      }
      if (v >>> 16 > 0) {
        r += 16;
        v >>>= 16;
      }
      if (!(v >>> 8 == 0)) {
        r += 8;
        v >>>= 8;
      }
      return r * 1000 + (int) v + ((int) b >>> 31 != 0 ? 7 : 0) + ((int) b >>> 4 < 3 ? 1 : 2);
    }

    @RawTracepoint("sys_enter")
    static int bits(long a, long b) {
      int set = 0;
      if ((a & 4) != 0) {
        set |= 1;
      }
      if ((b & 0x8000_0000L) == 0) {
        set |= 2;
      }
      if (((int) a & (int) b) != 0) {
        set |= 4;
      }
      if ((a & b) == 0) {
        return set;
      }
      return (a & -64) != 0 ? ~set : set + 100;
    }

    @RawTracepoint("sys_enter")
    static int sizes(long a, long b) {
      int size = (int) a;
      int kind = size >= 1460 ? 3 : size >= 1200 ? 2 : size == -1 ? 9 : 1;
      return kind * 10 + Long.compare(a, b);
    }
  }

  @BpfModule
  static final class Maps {
    @Struct
    static final class Histogram {
      @Length(16)
      public int[] slots;
    }

    @Struct
    static final class Event {
      public long number;

      @Length(1000)
      public byte[] text;
    }

    static final HashMap<Integer, Histogram> HISTOGRAMS = HashMap.of(8);
    static final HashMap<Long, Long> LONGS = HashMap.of(64);
    static final HashMap<Long, Long> OTHERS = HashMap.of(64);
    static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 18);

    @RawTracepoint("sys_enter")
    static int newObject(long a, long b) {
      int key = (int) a;
      HISTOGRAMS.putIfAbsent(key, new Histogram());
      Histogram histogram = HISTOGRAMS.get(key);
      if (histogram == null) {
        return -1;
      }
      int sum = 0;
      for (int i = 0; i < 16; i++) {
        sum += histogram.slots[i];
      }
      histogram.slots[3] += (int) b;
      return sum + histogram.slots[3];
    }

    @RawTracepoint("sys_enter")
    static int changedBetweenPuts(long a, long b) {
      Histogram histogram = new Histogram();
      HISTOGRAMS.put(1, histogram);
      histogram.slots[2] = (int) b;
      HISTOGRAMS.put(2, histogram);
      Histogram first = HISTOGRAMS.get(1);
      Histogram second = HISTOGRAMS.get(2);
      return first == null || second == null ? -1 : first.slots[2] + 100 * second.slots[2];
    }

    @RawTracepoint("sys_enter")
    static int oneKey(long a, long b) {
      int bits = LONGS.get(a) == null ? 1 : 0;
      LONGS.put(a, b);
      OTHERS.put(a, b);
      OTHERS.put(b, a);
      Long found = LONGS.get(a);
      bits |= found != null && found == b ? 2 : 0;
      LONGS.remove(a);
      bits |= LONGS.get(a) == null ? 4 : 0;
      Long other = OTHERS.get(b);
      return bits | (other != null && other == a ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int keysOfALoop(long a, long b) {
      long sum = 0;
      long key = a;
      for (int i = 0; i < 5; i++) {
        LONGS.put(key, key);
        OTHERS.put(key, key);
        Long found = LONGS.get(key);
        sum += found == null ? 1000 : found;
        key++;
        if (LONGS.get(key) != null) {
          sum += 10_000;
        }
      }
      return (int) sum;
    }

    @RawTracepoint("sys_enter")
    static int keyByPath(long a, long b) {
      LONGS.put(1L, 100L);
      LONGS.put(2L, 200L);
      long key;
      if (a == 1) {
        key = 1;
        OTHERS.put(2L, b);
        OTHERS.put(key, b);
      } else {
        key = 2;
        OTHERS.put(key, b);
      }
      Long found = LONGS.get(key);
      Long other = OTHERS.get(key);
      return found == null || other == null ? -1 : (int) (found + other);
    }

    @RawTracepoint("sys_enter")
    static int faults(long a, long b) {
      Event event = EVENTS.reserve();
      if (event == null) {
        return 9;
      }
      Histogram none = HISTOGRAMS.get(77);
      if (a == 0) {
        event.number = none.slots[0];
      }
      if (a == 1) {
        event.number = none.slots[1];
      }
      if (a == 2) {
        event.number = none.slots[2];
      }
      if (a == 3) {
        event.number = none.slots[3];
      }
      if (a == 4) {
        event.number = none.slots[4];
      }
      EVENTS.discard(event);
      return 1;
    }
  }
}
