package dev.tawon.monitor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.ProcessInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
  private static ProcessInfo info(int pid, String arg) {
    return new ProcessInfo(
        "id" + pid, pid, 0, Instant.EPOCH, "x", "/x", List.of(arg), 1, "/", Set.of());
  }

  private static ProcessTable table(int capacity, int ended, long weight, long keepNs) {
    return new ProcessTable(new ProcessTable.Bounds(capacity, ended, weight, keepNs));
  }

  @Test
  void shouldForgetTheProcessThatNobodyAskedForTheLongest() {
    ProcessTable table = table(2, 2, 1 << 20, 10);
    table.put(1, info(1, ""));
    table.put(2, info(2, ""));
    assertThat(table.get(1)).isNotNull();
    table.put(3, info(3, ""));
    assertThat(table.get(2)).isNull();
    assertThat(table.get(1)).isNotNull();
    assertThat(table.evicted()).isEqualTo(1);
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void shouldKeepAnEndedProcessForAWhile() {
    ProcessTable table = table(4, 4, 1 << 20, 10);
    table.put(1, info(1, ""));
    table.end(1, 100);
    table.end(99, 110);
    assertThat(table.get(1)).isNotNull();
    table.end(99, 111);
    assertThat(table.get(1)).isNull();
    assertThat(table.evicted()).as("ended processes are not evicted").isZero();
  }

  @Test
  void shouldBoundTheMemoryOfArguments() {
    ProcessTable table = table(1000, 1000, 10_000, 10);
    for (int pid = 1; pid <= 100; pid++) {
      table.put(pid, info(pid, "x".repeat(1000)));
    }
    assertThat(table.size()).isLessThan(10);
    assertThat(table.evicted()).isEqualTo(100 - table.size());
    assertThat(table.contains(100)).isTrue();
    table.put(101, info(101, "x".repeat(1 << 20)));
    assertThat(table.size()).as("the newest stays, however large").isEqualTo(1);
  }

  @Test
  void shouldAgreeWithAMapWhileThereIsRoom() {
    long seed = Long.getLong("tawon.seed", 20_261_124L);
    Random random = new Random(seed);
    ProcessTable table = table(300, 300, 1L << 30, Long.MAX_VALUE / 4);
    Map<Long, ProcessInfo> model = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      long key = ProcessKey.of(random.nextInt(300), 0);
      switch (random.nextInt(3)) {
        case 0 -> {
          ProcessInfo info = info(i, "");
          table.put(key, info);
          model.put(key, info);
        }
        case 1 -> table.end(key, i);
        default ->
            assertThat(table.get(key)).as("seed %d, round %d", seed, i).isEqualTo(model.get(key));
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    assertThat(table.evicted()).isZero();
  }
}
