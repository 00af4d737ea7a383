import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Tc;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Tcp;

/**
 * Finds the first segments of TCP connections, {@code tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn}, among packets of its own
 * that nobody sends: {@code examples/run PacketFilter}.
 */
@BpfModule
public final class PacketFilter {
  private PacketFilter() {}

  /** Numbers are read where they lie; one that the packet is too short for is -1, and no flag of it is looked at. */
  @Tc
  static int isFirst(SkBuff packet) {
    if (packet.shortAt(12) != Ethernet.IPV4 || packet.byteAt(23) != IpProtocol.TCP) {
      return 0;
    }
    int tcp = Ethernet.BYTES + ((packet.byteAt(Ethernet.BYTES) & 15) << 2);
    int flags = packet.byteAt(tcp + 13);
    return flags >= 0 && (flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN ? 1 : 0;
  }

  private static byte[] packet(int bytes, int flags) {
    byte[] packet = new byte[bytes];
    packet[12] = 8; // IPv4
    packet[14] = 0x45; // with a header of five words
    packet[23] = IpProtocol.TCP;
    if (bytes > 47) {
      packet[47] = (byte) flags;
    }
    return packet;
  }

  public static void main(String[] args) {
    try (Bpf bpf = Bpf.load(PacketFilter.class)) {
      for (byte[] packet :
          new byte[][] {packet(60, Tcp.SYN), packet(60, Tcp.SYN | Tcp.ACK), packet(40, 0)}) {
        int result = TestRun.ofPacket(bpf.object().program("isFirst"), packet).result();
        System.out.println(packet.length + " bytes: " + (result == 1 ? "first" : "not first"));
      }
    }
  }
}
