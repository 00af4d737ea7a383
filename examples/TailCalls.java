import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/**
 * Goes on in a program for each protocol, on packets of its own: nothing is attached: {@code examples/run TailCalls}.
 */
@BpfModule
public final class TailCalls {
  private TailCalls() {}

  public static final ProgramArray<XdpPacket> BY_VERSION =
      ProgramArray.of(TailCalls::onOther, TailCalls::onIpv4);

  @Xdp
  static int onPacket(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet != null && ethernet.type == Ethernet.IPV4) {
      BY_VERSION.call(TailCalls::onIpv4);
    }
    BY_VERSION.call(TailCalls::onOther);
    return XdpAction.ABORTED;
  }

  @Xdp
  static int onIpv4(XdpPacket packet) {
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    return ip == null || ip.timeToLive == 0 ? XdpAction.DROP : XdpAction.PASS;
  }

  @Xdp
  static int onOther(XdpPacket packet) {
    return XdpAction.DROP;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(TailCalls.class)) {
      byte[] packet = new byte[64];
      System.out.println(TestRun.ofPacket(bpf.object().program("onPacket"), packet).result());
      packet[12] = 8;
      packet[22] = 64;
      System.out.println(TestRun.ofPacket(bpf.object().program("onPacket"), packet).result());
    }
  }
}
