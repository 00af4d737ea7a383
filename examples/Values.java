import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.Queue;

/**
 * Enums as keys, patterns of records, texts to switch on, queues of numbers, and a volatile field; the program runs a few times, and
 * is attached to nothing: {@code examples/run Values}.
 */
@BpfModule
public final class Values {
  private Values() {}

  /** What a name stands for: the key of a map, by its ordinal. */
  public enum Kind {
    SHELL,
    DAEMON,
    OTHER
  }

  /** A point. */
  @Struct
  public record Point(int x, int y) {}

  /** A name, as the kernel has it. */
  @Struct
  public static final class Name {
    /** UTF-8, up to a zero. */
    @Length(16)
    public byte[] text = new byte[16];
  }

  public static final HashMap<Kind, Counter> COUNTS = HashMap.of(8);
  public static final HashMap<Integer, Name> NAMES = HashMap.of(8);
  public static final Queue<Long> LATEST = Queue.of(8);

  /** Set by the user half: each run looks anew. */
  public static volatile boolean stop;

  private static Kind kind(Name name) {
    return switch (Text.toString(name.text)) {
      case "bash", "sh", "zsh" -> Kind.SHELL;
      case "sshd", "cron" -> Kind.DAEMON;
      default -> Kind.OTHER;
    };
  }

  @RawTracepoint("sys_enter")
  static int count(long which, long size) {
    Name name = NAMES.get((int) which);
    if (stop || name == null) {
      return -1;
    }
    Kind kind = kind(name);
    Counter counter = COUNTS.get(kind);
    if (counter == null) {
      COUNTS.putIfAbsent(kind, new Counter());
      counter = COUNTS.get(kind);
    }
    if (counter != null) {
      counter.add(1);
    }
    LATEST.push(size);
    return switch (new Point((int) which, (int) size)) {
      case Point(int x, int y) when x > y -> x - y;
      case Point(int x, int y) -> x + y;
    };
  }

  public static void main(String[] args) {
    try (Bpf bpf = Bpf.load(Values.class)) {
      String[] names = {"bash", "cron", "vi", "sh"};
      for (int i = 0; i < names.length; i++) {
        Name name = new Name();
        System.arraycopy(names[i].getBytes(UTF_8), 0, name.text, 0, names[i].length());
        bpf.map(NAMES).put(i, name);
        int result = TestRun.ofRawTracepoint(bpf.object().program("count"), new long[] {i, 2});
        System.out.println(names[i] + ": " + result);
      }
      for (Kind kind : Kind.values()) {
        System.out.println(kind + ": " + bpf.map(COUNTS).get(kind).map(c -> c.value).orElse(0L));
      }
    }
  }
}
