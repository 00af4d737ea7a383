import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.Counter;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.map.Array;
import java.nio.file.Path;

/**
 * Refuses the processes of a cgroup to connect to port 25: {@code examples/run CgroupConnect CGROUP [SECONDS]}.
 */
@BpfModule
public final class CgroupConnect {
  private CgroupConnect() {}

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  @CgroupSockAddr(SocketAddressHook.CONNECT4)
  static int onConnect(SocketAddressContext address) {
    if (address.user_port != Character.reverseBytes((char) 25)) {
      return 1;
    }
    count(0);
    return 0;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(CgroupConnect.class)) {
      bpf.attach("onConnect", AttachTarget.cgroup(Path.of(args[0])));
      Thread.sleep(args.length > 1 ? Integer.parseInt(args[1]) * 1000L : 10_000);
      System.out.println(bpf.map(COUNTS).get(0).orElseThrow().value + " connections refused");
    }
  }
}
