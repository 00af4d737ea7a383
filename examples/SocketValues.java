import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.SocketStorage;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * Counts what each socket of this process sends (Linux 5.11), in a value that goes with the socket: {@code examples/run
 * SocketValues}.
 */
@BpfModule
public final class SocketValues {
  private SocketValues() {}

  @KernelType("sock")
  static final class Sock {
    int sk_mark;
  }

  @Configurable static int process = 0;

  public static final SocketStorage<Counter> SENDS = SocketStorage.create();

  /** The most that one of them has sent. */
  public static final Array<Long> MOST = Array.of(1);

  @Fentry("udp_sendmsg")
  static void onSend(Sock socket) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) != process) {
      return;
    }
    Counter sends = SENDS.getOrCreate(socket);
    if (sends == null) {
      return;
    }
    sends.add(1);
    Long most = MOST.get(0);
    if (most == null || most < sends.value) {
      MOST.put(0, sends.value);
    }
  }

  public static void main(String[] args) throws Exception {
    int pid = (int) ProcessHandle.current().pid();
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (Bpf bpf = Bpf.loader(SocketValues.class).configure("process", pid).load();
        DatagramSocket one = new DatagramSocket(0, loopback);
        DatagramSocket other = new DatagramSocket(0, loopback)) {
      bpf.attach();
      for (int i = 0; i < 3; i++) {
        one.send(new DatagramPacket(new byte[1], 1, other.getLocalSocketAddress()));
      }
      other.send(new DatagramPacket(new byte[1], 1, one.getLocalSocketAddress()));
      bpf.detach();
      System.out.println(bpf.map(MOST).get(0).orElseThrow());
    }
  }
}
