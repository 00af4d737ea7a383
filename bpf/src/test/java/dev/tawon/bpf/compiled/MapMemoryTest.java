package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Reads of a map's memory, and of what a helper writes, are done where the source does them. */
@KernelTest
class MapMemoryTest {
  @Test
  void shouldSeeInAStructWhatWasPutUnderItsKey() {
    assertThat(run("structAfterPut", 5, 9)).isEqualTo(509);
  }

  @Test
  void shouldLookAgainAfterAPutOrARemove() {
    assertThat(run("lookedUpAgain", 7, 3)).isEqualTo(0b111);
  }

  @Test
  void shouldCountBetweenReads() {
    assertThat(run("readAroundAdd", 4, 0)).isEqualTo(4);
  }

  @Test
  void shouldReadAfterAHelperWhatItWrote() {
    assertThat(run("readAroundHelper", 0, 0)).isEqualTo(0b11);
  }

  @Test
  void shouldPutWhatAStructHoldsThen() {
    assertThat(run("structChangedAfterPut", 3, 8)).isEqualTo(308);
  }

  /** The reference to the part is made from the one to the whole, and must not follow it. */
  @Test
  void shouldKeepAReferenceToAPartWhenTheOneToTheWholeChanges() {
    assertThat(run("partOfTheObjectBefore", 3, 5)).isEqualTo(152_001);
  }

  /** The key 0 is on the stack already when the first is got, but not any more under the map's own name when it is got again. */
  @Test
  void shouldGetUnderEachKeyWhereAnotherMapWasAskedForOneOfThem() {
    assertThat(run("keysOfTwoMaps", 0, 0)).isEqualTo(0x0401_01);
  }

  private static int run(String program, long a, long b) {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      return TestRun.ofRawTracepoint(bpf.object().program(program), new long[] {a, b});
    }
  }

  @BpfModule
  static final class Programs {
    @Struct
    static final class Pair {
      public int left;
      public short right;

      @Length(16)
      public byte[] name;
    }

    @Struct
    static final class Inner {
      public long number;
    }

    @Struct
    static final class Outer {
      public int first;
      public Inner inner;
    }

    static final Array<Counter> COUNTERS = Array.of(4);
    static final Array<Inner> INNERS = Array.of(4);
    static final HashMap<Long, Pair> PAIRS = HashMap.of(8);

    @RawTracepoint("sys_enter")
    static int structAfterPut(long a, long b) {
      Inner inner = new Inner();
      inner.number = a;
      INNERS.put(1, inner);
      Inner value = INNERS.get(1);
      if (value == null) {
        return -1;
      }
      long before = value.number;
      inner.number = b;
      INNERS.put(1, inner);
      return (int) (before * 100 + value.number);
    }

    @RawTracepoint("sys_enter")
    static int lookedUpAgain(long a, long b) {
      Pair pair = new Pair();
      int bits = PAIRS.get(a) == null ? 1 : 0;
      PAIRS.put(a, pair);
      bits |= PAIRS.get(a) != null ? 2 : 0;
      PAIRS.remove(a);
      return bits | (PAIRS.get(a) == null ? 4 : 0);
    }

    @RawTracepoint("sys_enter")
    static int readAroundAdd(long a, long b) {
      Counter counter = COUNTERS.get(0);
      if (counter == null) {
        return -1;
      }
      long before = counter.value;
      counter.add(a);
      return (int) (counter.value - before);
    }

    @RawTracepoint("sys_enter")
    static int readAroundHelper(long a, long b) {
      Pair pair = new Pair();
      int bits = pair.name[0] == 0 ? 1 : 0;
      dev.tawon.lang.Bpf.currentComm(pair.name);
      return bits | (pair.name[0] != 0 ? 2 : 0);
    }

    @RawTracepoint("sys_enter")
    static int structChangedAfterPut(long a, long b) {
      Pair pair = new Pair();
      pair.left = (int) a;
      PAIRS.put(b, pair);
      pair.left = (int) b;
      Pair put = PAIRS.get(b);
      return put == null ? -1 : put.left * 100 + pair.left;
    }

    @RawTracepoint("sys_enter")
    static int partOfTheObjectBefore(long a, long b) {
      Outer one = new Outer();
      Outer two = new Outer();
      one.inner.number = a;
      two.inner.number = b;
      Outer current = one;
      Inner last = two.inner;
      long sum = 0;
      for (int i = 0; i < 4; i++) {
        sum = sum * 31 + current.first + last.number;
        last = current.inner;
        current = (i & 1) == 0 ? two : one;
      }
      return (int) (sum + last.number);
    }

    @RawTracepoint("sys_enter")
    static int keysOfTwoMaps(long a, long b) {
      Inner inner = INNERS.get(0);
      if (inner == null) {
        return -1;
      }
      for (int i = 1; i < 64; i <<= 1) {
        Counter counter = COUNTERS.get(i & 3);
        if (counter != null) {
          counter.add(1);
        }
      }
      int counted = 0;
      for (int i = 0; i < 3; i++) {
        Counter counter = COUNTERS.get(i);
        counted = counted << 8 | (counter == null ? 99 : (int) counter.value);
      }
      return counted;
    }
  }
}
