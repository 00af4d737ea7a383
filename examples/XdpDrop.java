import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/**
 * Drops UDP packets to a port as the driver of an interface receives them: {@code examples/run XdpDrop INTERFACE PORT [SECONDS]}.
 */
@BpfModule
public final class XdpDrop {
  private XdpDrop() {}

  @Configurable static int port = 9;

  public static final Array<Counter> DROPPED = Array.of(1);

  @Xdp
  static int onPacket(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null || ethernet.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null || ip.protocol != 17) {
      return XdpAction.PASS;
    }
    Udp udp = packet.at(Ethernet.BYTES + ip.headerBytes(), Udp.class);
    if (udp == null || udp.destination != port) {
      return XdpAction.PASS;
    }
    Counter dropped = DROPPED.get(0);
    if (dropped != null) {
      dropped.add(1);
    }
    return XdpAction.DROP;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: XdpDrop INTERFACE PORT [SECONDS]");
      System.exit(2);
    }
    try (Bpf bpf = Bpf.loader(XdpDrop.class).configure("port", Integer.parseInt(args[1])).load()) {
      bpf.attach("onPacket", AttachTarget.networkInterface(args[0]));
      Thread.sleep(args.length > 2 ? Integer.parseInt(args[2]) * 1000L : 10_000);
      System.out.println(bpf.map(DROPPED).get(0).orElseThrow().value + " packets dropped");
    }
  }
}
