package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Numbers as objects: they never change, and may be null. */
class BoxTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Test
  void shouldKeepTheNumberThatAMapHadWhenItWasGot() {
    assertThat(run("afterPut", 5, 9)).isEqualTo(505);
  }

  @Test
  void shouldKeepTheNumberOfAnEntryThatIsRemoved() {
    assertThat(run("afterRemove", 7, 41)).isEqualTo(41);
  }

  @Test
  void shouldGiveWhatWasThereBeforeACount() {
    assertThat(run("fetchAndCount", 3, 4)).isEqualTo(0 + 10 * 1 + 100 * 2 + 1000 * 3);
  }

  @Test
  void shouldTakeAnotherNumberWhereThereIsNone() {
    assertThat(run("orElse", 1, 8)).isEqualTo(8 * 100 + 6);
  }

  @Test
  void shouldFindTheFirstOfSeveralInALoop() {
    assertThat(run("searchInALoop", 2, 77)).isEqualTo(77);
    assertThat(run("searchInALoop", 9, 77)).isEqualTo(-1);
  }

  @Test
  void shouldTellZeroFromNothing() {
    assertThat(run("zeroIsNotNothing", 0, 0)).isEqualTo(0b10);
  }

  @Test
  void shouldCountAFaultWhereThereIsNoNumber() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Maps.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("without"), new long[] {1, 2}))
          .isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }

  @Test
  void shouldHoldEveryKindOfNumberInItsBytes() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Maps.class)) {
      bpf.map(Maps.PORTS).put((char) 0xfffe, (short) -3);
      bpf.map(Maps.BITS).put((byte) -1, true);
      assertThat(
              TestRun.ofRawTracepoint(bpf.object().program("small"), new long[] {0x1234fffeL, -1}))
          .isEqualTo(-3 * 10 + 1);
      assertThat(bpf.map(Maps.PORTS).get((char) 0xffff)).contains((short) -2);
      assertThat(bpf.map(Maps.BITS).get((byte) 7)).contains(false);
      assertThat(bpf.map(Maps.BITS).get((byte) 8)).contains(true);
    }
  }

  private static int run(String program, long a, long b) {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Maps.class)) {
      return TestRun.ofRawTracepoint(bpf.object().program(program), new long[] {a, b});
    }
  }

  @BpfModule
  static final class Maps {
    static final HashMap<Long, Long> TABLE = HashMap.of(8);
    static final Array<Integer> ROW = Array.of(4);

    @RawTracepoint("sys_enter")
    static int afterPut(long a, long b) {
      TABLE.put(1L, a);
      Long value = TABLE.get(1L);
      if (value == null) {
        return -1;
      }
      long before = value;
      TABLE.put(1L, b);
      return (int) (before * 100 + value);
    }

    @RawTracepoint("sys_enter")
    static int afterRemove(long a, long b) {
      TABLE.put(a, b);
      Long value = TABLE.get(a);
      TABLE.remove(a);
      TABLE.put(a + 1, 99L);
      return value == null ? -1 : (int) (long) value;
    }

    static final HashMap<Character, Short> PORTS = HashMap.of(8);
    static final HashMap<Byte, Boolean> BITS = HashMap.of(8);

    @RawTracepoint("sys_enter")
    static int small(long a, long b) {
      Short port = PORTS.get((char) a);
      Boolean bit = BITS.get((byte) b);
      if (port == null || bit == null) {
        return 0;
      }
      PORTS.put((char) (a + 1), (short) (port + 1));
      BITS.put((byte) 7, !bit);
      BITS.put((byte) 8, a > 0 && bit);
      return port * 10 + (bit ? 1 : 0);
    }

    private static int fetch(long key) {
      Long old = TABLE.get(key);
      TABLE.put(key, old == null ? 1 : old + 1);
      return old == null ? 0 : (int) (long) old;
    }

    @RawTracepoint("sys_enter")
    static int fetchAndCount(long a, long b) {
      return fetch(a) + 10 * fetch(a) + 100 * fetch(a) + 1000 * fetch(a);
    }

    @RawTracepoint("sys_enter")
    static int orElse(long a, long b) {
      Long value = TABLE.get(a);
      if (value == null) {
        value = b;
      }
      ROW.put(2, 6);
      Integer row = a > 0 ? ROW.get(2) : Integer.valueOf(5);
      return (int) (value * 100) + (row == null ? 0 : row);
    }

    @RawTracepoint("sys_enter")
    static int searchInALoop(long a, long b) {
      TABLE.put(4L, b);
      Long found = null;
      for (long i = 0; i < 6; i++) {
        found = TABLE.get(a + i);
        if (found != null) {
          break;
        }
      }
      TABLE.remove(4L);
      return found != null ? (int) (long) found : -1;
    }

    @RawTracepoint("sys_enter")
    static int zeroIsNotNothing(long a, long b) {
      TABLE.put(5L, 0L);
      Long zero = TABLE.get(5L);
      Long nothing = TABLE.get(6L);
      TABLE.remove(5L);
      return (zero == null ? 1 : 0)
          + (nothing == null ? 2 : 0)
          + (zero != null ? (int) (long) zero : 4);
    }

    @RawTracepoint("sys_enter")
    static int without(long a, long b) {
      return (int) (long) TABLE.get(1000 + a);
    }
  }

  @BpfModule
  static final class Programs {
    @RawTracepoint("sys_enter")
    static int eitherObject(long a, long b) {
      Integer number = a > b ? Integer.valueOf((int) a) : Integer.valueOf((int) b);
      return number + 1;
    }

    @RawTracepoint("sys_enter")
    static int perhaps(long a, long b) {
      Long number = (a & 1) == 0 ? b : null;
      return number == null ? 3 : (int) (number * 2);
    }

    @RawTracepoint("sys_enter")
    static int methods(long a, long b) {
      Long wide = a;
      Integer number = (int) b;
      Short small = (short) a;
      Byte tiny = (byte) b;
      Character letter = (char) a;
      Boolean truth = a > b;
      int hashes =
          wide.hashCode()
              + number.hashCode() * 3
              + small.hashCode() * 5
              + tiny.hashCode() * 7
              + letter.hashCode() * 11
              + truth.hashCode();
      int values =
          wide.intValue()
              ^ wide.shortValue()
              ^ wide.byteValue()
              ^ number.byteValue()
              ^ (int) number.longValue()
              ^ small.intValue()
              ^ tiny.shortValue()
              ^ (int) small.longValue();
      return hashes * 31 + values;
    }

    @RawTracepoint("sys_enter")
    static int compares(long a, long b) {
      Long wide = a;
      Integer number = (int) a;
      Short small = (short) a;
      Byte tiny = (byte) a;
      Character letter = (char) a;
      Boolean truth = a > 0;
      return wide.compareTo(b)
          + 3 * number.compareTo((int) b)
          + 9 * small.compareTo((short) b)
          + 5 * tiny.compareTo((byte) b)
          + letter.compareTo((char) b)
          + truth.compareTo(b > 0);
    }

    @RawTracepoint("sys_enter")
    static int equal(long a, long b) {
      Long wide = a;
      Long other = (b & 1) == 0 ? Long.valueOf(b) : null;
      Integer number = (int) a;
      return (wide.equals(b) ? 1 : 0)
          + (wide.equals(other) ? 2 : 0)
          + (number.equals((int) b) ? 4 : 0)
          + (number.equals(wide) ? 8 : 0)
          + (wide.equals(null) ? 16 : 0)
          + (Objects.equals(other, wide) ? 32 : 0)
          + (Objects.equals(number, null) ? 64 : 0)
          + Objects.hashCode(other);
    }

    @RawTracepoint("sys_enter")
    static int equalToNothing(long a, long b) {
      Long nothing = a > b ? Long.valueOf(a) : null;
      return nothing.equals(b) ? 1 : 2;
    }

    @RawTracepoint("sys_enter")
    static int isInstance(long a, long b) {
      Object number = a > b ? Integer.valueOf((int) a) : null;
      return (number instanceof Integer ? 1 : 0)
          + (number instanceof Long ? 2 : 0)
          + (number instanceof Integer i && i > 5 ? 4 : 0);
    }

    private static Integer pick(long a) {
      if (a < 0) {
        return null;
      }
      return a > 10 ? 10 : (int) a;
    }

    @RawTracepoint("sys_enter")
    static int fromAMethod(long a, long b) {
      Integer first = pick(a);
      Integer second = pick(b);
      return (first == null ? 100 : first) + (second == null ? 1000 : second);
    }

    @RawTracepoint("sys_enter")
    static int inALoop(long a, long b) {
      Integer best = null;
      for (int i = 0; i < 8; i++) {
        int candidate = (int) (a >>> (i * 8)) & 0xff;
        if (best == null || candidate > best) {
          best = candidate;
        }
      }
      return best;
    }
  }
}
