import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.ArrayOfMaps;
import dev.tawon.lang.map.HashMap;

/**
 * Counts in the map that user space put into another: nothing is attached: {@code examples/run MapsOfMaps}.
 */
@BpfModule
public final class MapsOfMaps {
  private MapsOfMaps() {}

  public static final ArrayOfMaps<HashMap<Integer, Counter>> TABLES =
      ArrayOfMaps.of(4, HashMap.of(64));

  @RawTracepoint("sys_enter")
  static int count(int table, int key) {
    HashMap<Integer, Counter> counts = TABLES.get(table);
    if (counts == null) {
      return -1;
    }
    counts.putIfAbsent(key, new Counter());
    Counter counter = counts.get(key);
    if (counter != null) {
      counter.add(1);
    }
    return 0;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(MapsOfMaps.class)) {
      var counts = bpf.maps(TABLES).create(2);
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("count"), 1, 5));
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("count"), 2, 5));
      counts.forEach((key, counter) -> System.out.println(key + ": " + counter.value));
    }
  }
}
