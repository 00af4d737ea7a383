package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: maps that no program uses. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class UserMapTest {
  @Struct
  public static final class Key {
    public int a;
    public long b;
  }

  @Struct
  public static final class Value {
    public int number;

    @Length(12)
    public byte[] name;
  }

  @BeforeEach
  void requireKernel() {
    Kernel.require();
  }

  private static MapSpec map(MapType type, int keySize, int valueSize, int capacity) {
    return new MapSpec("m", type, keySize, valueSize, capacity, 0, 0, 0);
  }

  private static BpfObject load(MapSpec spec) {
    return BpfObject.load(Kernel.object(List.of(spec)));
  }

  @Test
  void shouldPutGetAndRemove() {
    try (BpfObject object = load(map(MapType.HASH, 4, 8, 16))) {
      UserMap<Integer, Long> map = UserMap.of(object.map("m"), Integer.class, Long.class);
      assertThat(map.get(1)).isEmpty();
      map.put(1, 1L << 40);
      map.put(2, -1L);
      map.put(2, -2L);
      assertThat(map.get(1)).contains(1L << 40);
      assertThat(map.get(2)).contains(-2L);
      assertThat(map.remove(1)).isTrue();
      assertThat(map.remove(1)).isFalse();
      assertThat(map.get(1)).isEmpty();
    }
  }

  @Test
  void shouldFindAStructKeyWhateverItsPadding() {
    try (BpfObject object = load(map(MapType.HASH, 16, 16, 16))) {
      UserMap<Key, Value> map = UserMap.of(object.map("m"), Key.class, Value.class);
      Key key = new Key();
      key.a = 1;
      key.b = 2;
      Value value = new Value();
      value.number = 3;
      value.name = new byte[] {'t', 'a', 'w', 'o', 'n'};
      map.put(key, value);
      Value into = new Value();
      assertThat(map.get(key, into)).isTrue();
      assertThat(into.number).isEqualTo(3);
      assertThat(into.name).startsWith('t', 'a', 'w', 'o', 'n', 0).hasSize(12);
      key.b = 3;
      assertThat(map.get(key, into)).isFalse();
    }
  }

  @Test
  void shouldVisitEveryEntryWhileTheVisitorRemovesThem() {
    try (BpfObject object = load(map(MapType.HASH, 4, 8, 100))) {
      UserMap<Integer, Long> map = UserMap.of(object.map("m"), Integer.class, Long.class);
      Map<Integer, Long> expected = new HashMap<>();
      for (int i = 0; i < 100; i++) {
        map.put(i, i * 3L);
        expected.put(i, i * 3L);
      }
      Map<Integer, Long> seen = new HashMap<>();
      map.forEach((key, value) -> {
        seen.put(key, value);
        map.remove(key);
      });
      assertThat(seen).isEqualTo(expected);
      map.forEach((key, _) -> assertThat(key).as("left").isNull());
    }
  }

  @Test
  void shouldReadTheElementsOfAnArray() {
    try (BpfObject object = load(map(MapType.ARRAY, 4, 4, 3))) {
      UserMap<Integer, Integer> map = UserMap.of(object.map("m"), Integer.class, Integer.class);
      map.put(2, 5);
      Map<Integer, Integer> seen = new HashMap<>();
      map.forEach(seen::put);
      assertThat(seen).isEqualTo(Map.of(0, 0, 1, 0, 2, 5));
      assertThat(map.get(3)).isEmpty();
      assertThatThrownBy(() -> map.put(3, 0))
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(7));
    }
  }

  @Test
  void shouldKeepAValueForEachPossibleCpu() {
    for (MapType type : List.of(MapType.PERCPU_ARRAY, MapType.PERCPU_HASH)) {
      try (BpfObject object = load(map(type, 4, 4, 2))) {
        UserMap<Integer, Integer> map = UserMap.of(object.map("m"), Integer.class, Integer.class);
        map.put(1, 9);
        assertThat(map.getPerCpu(1)).hasSize(PossibleCpus.count()).containsOnly(9);
        Map<Integer, List<Integer>> seen = new HashMap<>();
        map.forEachPerCpu(seen::put);
        assertThat(seen).containsKey(1);
        assertThatThrownBy(() -> map.get(1))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("getPerCpu");
      }
    }
  }

  @Test
  void shouldRefuseAnEntryTooMany() {
    try (BpfObject object = load(map(MapType.HASH, 4, 8, 1))) {
      UserMap<Integer, Long> map = UserMap.of(object.map("m"), Integer.class, Long.class);
      map.put(1, 1L);
      assertThatThrownBy(() -> map.put(2, 2L))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("writing to map m: E2BIG");
    }
  }

  @Test
  void shouldRefuseClassesOfAnotherSize() {
    try (BpfObject object = load(map(MapType.HASH, 4, 8, 1))) {
      assertThatThrownBy(() -> UserMap.of(object.map("m"), Integer.class, Value.class))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("values of 8")
          .hasMessageContaining("16");
    }
  }

  @Test
  void shouldRefuseToWorkOnAClosedMap() {
    BpfObject object = load(map(MapType.HASH, 4, 8, 1));
    UserMap<Integer, Long> map = UserMap.of(object.map("m"), Integer.class, Long.class);
    object.close();
    object.close();
    assertThatThrownBy(() -> map.get(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldSayWhyAMapCannotBe() {
    assertThatThrownBy(() -> load(map(MapType.HASH, 0, 8, 1)))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("creating map m (HASH): EINVAL")
        .hasMessageContaining("keys of 0 bytes");
  }

  @Test
  void shouldRoundARingUpToAPage() {
    try (BpfObject object = load(map(MapType.RINGBUF, 0, 0, 1024))) {
      assertThat(object.map("m").spec().capacity()).isGreaterThanOrEqualTo(4096);
    }
  }
}
