import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Fexit;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Result;
import dev.tawon.lang.map.Array;

/**
 * Counts the TCP connections that a process begins, and those that fail at once, by fentry and fexit (Linux 5.17): {@code examples/run FentryConnect PID [SECONDS]}.
 */
@BpfModule
public final class FentryConnect {
  private FentryConnect() {}

  /** The members of the kernel's {@code sock} that the program uses. */
  @KernelType("sock")
  static final class Sock {
    int sk_mark;
  }

  @Configurable static int pid = 0;

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  @Fentry("tcp_v4_connect")
  static void onConnect(Sock sk) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) == pid) {
      count(sk.sk_mark == 0 ? 0 : 1);
    }
  }

  @Fexit("tcp_v4_connect")
  static void onConnected(Sock sk, @Result int result) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) == pid && result != 0) {
      count(2);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf =
        Bpf.loader(FentryConnect.class).configure("pid", Integer.parseInt(args[0])).load()) {
      bpf.attach();
      Thread.sleep(args.length > 1 ? Integer.parseInt(args[1]) * 1000L : 10_000);
      for (int i = 0; i < 3; i++) {
        System.out.println(
            bpf.map(COUNTS).get(i).orElseThrow().value
                + new String[] {" connections", " with a mark", " failed"}[i]);
      }
    }
  }
}
