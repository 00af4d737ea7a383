import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Length;
import dev.tawon.lang.Sleepable;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Uprobe;
import dev.tawon.lang.map.RingBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Shows the first bytes of what a function of a process is given, read by a program that may wait for them, and the number that was
 * given to the place: {@code examples/run SleepingProbe PID FILE FUNCTION}. Linux 6.0.
 */
@BpfModule
public final class SleepingProbe {
  private SleepingProbe() {}

  /** A call. */
  @Struct
  public static final class Call {
    public long number;

    @Length(32)
    public byte[] text;
  }

  public static final RingBuffer<Call> CALLS = RingBuffer.ofBytes(1 << 16);

  @Uprobe
  @Sleepable
  static void onCall(long text) {
    Call call = CALLS.reserve();
    if (call == null) {
      return;
    }
    call.number = Helpers.getAttachCookie(dev.tawon.lang.Bpf.context());
    if (Helpers.copyFromUser(call.text, 32, text) == 0) {
      CALLS.submit(call);
    } else {
      CALLS.discard(call);
    }
  }

  public static void main(String[] args) {
    int pid = Integer.parseInt(args[0]);
    try (Bpf bpf = Bpf.load(SleepingProbe.class)) {
      bpf.attach("onCall", new AttachTarget.Function(Path.of(args[1]), args[2], 0, pid, 42));
      bpf.consume(
          CALLS,
          call -> {
            String text = new String(call.text, StandardCharsets.UTF_8);
            System.out.println(call.number + ": " + text.split("\0", 2)[0]);
          });
    }
  }
}
