import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.ProgramInfo;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/**
 * Finds a packet's back end by the hashes of five of its fields: a long method that is called five times is one function, which the
 * calls share. On a packet of its own: nothing is attached: {@code examples/run Subprograms}.
 */
@BpfModule
public final class Subprograms {
  private Subprograms() {}

  /** Jenkins' one-at-a-time, over the four bytes of a number. */
  private static int hash(int number, int seed) {
    int h = seed;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      h += number >>> shift & 0xff;
      h += h << 10;
      h ^= h >>> 6;
    }
    h += h << 3;
    h ^= h >>> 11;
    return h + (h << 15);
  }

  @Xdp
  static int onPacket(XdpPacket packet) {
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null) {
      return XdpAction.PASS;
    }
    Udp udp = packet.at(Ethernet.BYTES + ip.headerBytes(), Udp.class);
    if (udp == null) {
      return XdpAction.PASS;
    }
    int h = hash(ip.source, 0);
    h = hash(ip.destination, h);
    h = hash(ip.protocol, h);
    h = hash(udp.source, h);
    h = hash(udp.destination, h);
    return (h & 1) == 0 ? XdpAction.TX : XdpAction.PASS;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Subprograms.class)) {
      LoadedProgram program = bpf.object().program("onPacket");
      byte[] packet = new byte[64];
      packet[14] = 0x45;
      System.out.println("verdict " + TestRun.ofPacket(program, packet).result());
      ProgramInfo info = program.info();
      System.out.println(
          bpf.module().object().programs().getFirst().instructions().size()
              + " instructions, "
              + info.verifiedInstructions()
              + " followed by the verifier, "
              + info.jitedBytes()
              + " bytes of the machine's");
    }
  }
}
