import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.UprobeMulti;
import dev.tawon.lang.map.HashMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts a process's calls of many functions of a library by one link (Linux 6.6), each by its number: {@code examples/run
 * UprobeFunctions PID FILE SECONDS FUNCTION...}, where a function may be a pattern, {@code str*}.
 */
@BpfModule
public final class UprobeFunctions {
  private UprobeFunctions() {}

  public static final HashMap<Long, Counter> CALLS = HashMap.of(64);

  @UprobeMulti
  static void onCall() {
    long number = Helpers.getAttachCookie(dev.tawon.lang.Bpf.context());
    CALLS.putIfAbsent(number, new Counter());
    Counter calls = CALLS.get(number);
    if (calls != null) {
      calls.add(1);
    }
  }

  public static void main(String[] args) throws Exception {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (int i = 3; i < args.length; i++) {
      numbers.put(args[i], (long) i);
    }
    try (Bpf bpf = Bpf.load(UprobeFunctions.class)) {
      bpf.attach(
          "onCall",
          new AttachTarget.Functions(Path.of(args[1]), numbers, Integer.parseInt(args[0])));
      Thread.sleep(Integer.parseInt(args[2]) * 1000L);
      numbers.forEach((name, number) ->
          System.out.println(
              name + ": " + bpf.map(CALLS).get(number).map(calls -> calls.value).orElse(0L)));
    }
  }
}
