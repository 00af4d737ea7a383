import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.RingWriter;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.UserRingBuffer;

/**
 * Sends records to a program (Linux 6.1), which runs once: nothing is attached: {@code examples/run Commands}.
 */
@BpfModule
public final class Commands {
  private Commands() {}

  /** Sets a limit. */
  @Struct
  public static final class Command {
    public int key;
    public long limit;
  }

  public static final UserRingBuffer<Command> COMMANDS = UserRingBuffer.ofBytes(1 << 16);
  public static final HashMap<Integer, Long> LIMITS = HashMap.of(64);

  @RawTracepoint("sys_enter")
  static int obey() {
    return COMMANDS.drain(command -> LIMITS.put(command.key, command.limit));
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Commands.class);
        RingWriter<Command> commands = bpf.writer(COMMANDS)) {
      Command command = new Command();
      for (int key = 1; key <= 3; key++) {
        command.key = key;
        command.limit = 100L * key;
        commands.send(command);
      }
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("obey")));
      System.out.println(bpf.map(LIMITS).get(3).orElseThrow());
    }
  }
}
