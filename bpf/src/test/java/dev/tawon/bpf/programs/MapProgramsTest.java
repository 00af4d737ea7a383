package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.PerfReader;
import dev.tawon.bpf.TestRun;
import dev.tawon.bpf.UserMap;
import dev.tawon.lang.Counter;
import dev.tawon.lang.XdpAction;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps from both halves, in programs that are run once and attached to nothing. */
@KernelTest(since = "5.12", needs = KernelFeature.BTF)
class MapProgramsTest {
  private static final int EEXIST = 17;
  private static final int ENOENT = 2;
  private static final int E2BIG = 7;

  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  private static int runOnPacket(Bpf bpf, String program, int type) {
    byte[] packet = new byte[64];
    packet[13] = (byte) type;
    return TestRun.ofPacket(bpf.object().program(program), packet).result();
  }

  private static Counter counter(long value) {
    Counter counter = new Counter();
    counter.value = value;
    return counter;
  }

  @Test
  void shouldHonourWhetherAKeyIsThere() {
    try (Bpf bpf = Bpf.load(MapPrograms.Keyed.class)) {
      UserMap<Integer, Counter> map = bpf.map(MapPrograms.Keyed.HASH);
      assertThat(run(bpf, "replace", 1, 5)).isEqualTo(-ENOENT);
      assertThat(run(bpf, "putIfAbsent", 1, 5)).isZero();
      assertThat(run(bpf, "putIfAbsent", 1, 6)).isEqualTo(-EEXIST);
      assertThat(run(bpf, "replace", 1, 7)).isZero();
      assertThat(map.get(1).orElseThrow().value).isEqualTo(7);
      assertThat(map.putIfAbsent(1, counter(8))).isFalse();
      assertThat(map.putIfAbsent(2, counter(8))).isTrue();
      assertThat(map.replace(3, counter(9))).isFalse();
      assertThat(map.replace(2, counter(9))).isTrue();
      assertThat(map.get(2).orElseThrow().value).isEqualTo(9);
    }
  }

  @Test
  void shouldChangeNumbersAtomically() {
    try (Bpf bpf = Bpf.load(MapPrograms.Keyed.class)) {
      bpf.map(MapPrograms.Keyed.HASH).put(1, counter(10));
      assertThat(run(bpf, "fetch", 1, 5, 77)).isEqualTo(10_015);
      assertThat(run(bpf, "exchange", 1, 76, 1)).isZero();
      assertThat(run(bpf, "exchange", 1, 77, 1L << 40)).isEqualTo(1);
      assertThat(bpf.map(MapPrograms.Keyed.HASH).get(1).orElseThrow().value).isEqualTo(1L << 40);
    }
  }

  @Test
  void shouldKeepValuesOfEachCpu() {
    try (Bpf bpf = Bpf.load(MapPrograms.Keyed.class)) {
      assertThat(run(bpf, "perCpu", 9)).isZero();
      assertThat(bpf.map(MapPrograms.Keyed.PER_CPU).getPerCpu(9L))
          .extracting(value -> value.value)
          .contains(2L);
      assertThat(bpf.map(MapPrograms.Keyed.LRU).getPerCpu(9))
          .extracting(value -> value.value)
          .contains(3L);
    }
  }

  @Test
  void shouldFindTheLongestPrefix() {
    try (Bpf bpf = Bpf.load(MapPrograms.Keyed.class)) {
      UserMap<MapPrograms.Prefix, Counter> routes = bpf.map(MapPrograms.Keyed.ROUTES);
      MapPrograms.Prefix prefix = new MapPrograms.Prefix();
      prefix.address = new byte[] {10, 1, 0, 0};
      prefix.bits = 8;
      routes.put(prefix, counter(8));
      prefix.bits = 16;
      routes.put(prefix, counter(16));
      assertThat(run(bpf, "route", 10, 1)).isEqualTo(16);
      assertThat(run(bpf, "route", 10, 2)).isEqualTo(8);
      assertThat(run(bpf, "route", 11, 1)).isEqualTo(-1);
    }
  }

  @Test
  void shouldQueueAndStackValues() {
    try (Bpf bpf = Bpf.load(MapPrograms.Values.class)) {
      assertThat(run(bpf, "push", 1)).isZero();
      assertThat(run(bpf, "push", 2)).isZero();
      assertThat(run(bpf, "push", 3)).isEqualTo(-E2BIG);
      assertThat(bpf.map(MapPrograms.Values.QUEUE).push(counter(4))).isFalse();
      assertThat(bpf.map(MapPrograms.Values.STACK).peek().orElseThrow().value).isEqualTo(3);
      assertThat(run(bpf, "pop")).isEqualTo(103);
      assertThat(run(bpf, "pop")).isEqualTo(202);
      assertThat(run(bpf, "pop")).isEqualTo(-1);
      assertThat(bpf.map(MapPrograms.Values.STACK).pop().orElseThrow().value).isEqualTo(1);
      assertThat(bpf.map(MapPrograms.Values.STACK).pop()).isEmpty();
      assertThat(bpf.map(MapPrograms.Values.QUEUE).push(counter(5))).isTrue();
      assertThat(bpf.map(MapPrograms.Values.QUEUE).pop().orElseThrow().value).isEqualTo(5);
    }
  }

  @Test
  void shouldSendRecordsByEachCpusRing() {
    try (Bpf bpf = Bpf.load(MapPrograms.Records.class)) {
      assertThat(run(bpf, "output", 1)).isEqualTo(-ENOENT);
      List<Long> got = new ArrayList<>();
      try (PerfReader reader = bpf.reader(MapPrograms.Records.EVENTS, 1)) {
        for (int i = 0; i < 300; i++) {
          assertThat(run(bpf, "output", i)).isZero();
          assertThat(
                  reader.drain((memory, length) ->
                      got.add(memory.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, 0))))
              .isEqualTo(1);
        }
        assertThat(reader.lost()).isZero();
      }
      assertThat(got).hasSize(300).startsWith(0L, 1L).endsWith(299L);
    }
  }

  @Test
  void shouldRecordStacks() {
    try (Bpf bpf = Bpf.load(MapPrograms.Records.class)) {
      int id = run(bpf, "stack");
      assertThat(id).isNotNegative();
      assertThat(bpf.stackTrace(MapPrograms.Records.STACKS, id)).isNotEmpty();
      assertThat(bpf.stackTrace(MapPrograms.Records.STACKS, id ^ 1)).isEmpty();
    }
  }

  @Test
  void shouldHoldMapsInMaps() {
    try (Bpf bpf = Bpf.load(MapPrograms.Nested.class)) {
      assertThat(run(bpf, "count", 2, 5)).isEqualTo(-1);
      UserMap<Integer, Counter> inner = bpf.maps(MapPrograms.Nested.ARRAY).create(2);
      assertThat(run(bpf, "count", 2, 5)).isZero();
      assertThat(run(bpf, "count", 2, 5)).isZero();
      assertThat(inner.get(5).orElseThrow().value).isEqualTo(2);
      assertThat(bpf.maps(MapPrograms.Nested.ARRAY).remove(2)).isTrue();
      assertThat(run(bpf, "count", 2, 5)).isEqualTo(-1);
      UserMap<Integer, Counter> other = bpf.maps(MapPrograms.Nested.HASH).create(1L << 40);
      other.put(1, counter(42));
      assertThat(run(bpf, "look", 1L << 40, 1)).isEqualTo(42);
      assertThat(run(bpf, "look", 1L << 40, 2)).isEqualTo(-2);
      assertThat(run(bpf, "look", 1, 1)).isEqualTo(-1);
    }
  }

  @Test
  void shouldGoOnInOtherPrograms() {
    try (Bpf bpf = Bpf.load(MapPrograms.Tails.class)) {
      assertThat(runOnPacket(bpf, "choose", 0)).isEqualTo(XdpAction.DROP);
      assertThat(runOnPacket(bpf, "choose", 1)).isEqualTo(XdpAction.TX);
      assertThat(runOnPacket(bpf, "choose", 2)).isEqualTo(XdpAction.PASS);
      assertThat(runOnPacket(bpf, "chooseByName", 0)).isEqualTo(XdpAction.DROP);
      assertThat(runOnPacket(bpf, "chooseByName", 1)).isEqualTo(XdpAction.TX);
      bpf.put(MapPrograms.Tails.LATER, 0, "send");
      assertThat(runOnPacket(bpf, "choose", 2)).isEqualTo(XdpAction.TX);
      assertThatThrownBy(() -> bpf.put(MapPrograms.Tails.LATER, 0, "none"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldSayWherePacketsGo() {
    try (Bpf bpf = Bpf.load(MapPrograms.Redirects.class)) {
      assertThat(runOnPacket(bpf, "toDevice", 0)).isEqualTo(XdpAction.DROP);
      assertThat(runOnPacket(bpf, "toCpu", 0)).isEqualTo(XdpAction.PASS);
      bpf.map(MapPrograms.Redirects.DEVICES).put(1, 1);
      assertThat(runOnPacket(bpf, "toDevice", 0)).isEqualTo(XdpAction.REDIRECT);
    }
  }
}
