package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Direction;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code x28_nat.bpf.c}: the destination of what goes to a service, changed with its checksums. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class ServiceNat {
  private ServiceNat() {}

  /** What a service is known by, in network byte order. */
  @Struct
  public static final class Service {
    public int address;
    public char port;
    public byte protocol;
    public byte padding;
  }

  /** Where it is, in network byte order. */
  @Struct
  public static final class Backend {
    public int address;
    public char port;
    public char padding;
  }

  /** Four bytes of a packet. */
  @Struct
  static final class Address {
    int value;
  }

  /** Two bytes of a packet. */
  @Struct
  static final class Port {
    char value;
  }

  /** As in C. */
  public static final HashMap<Service, Backend> SERVICES = HashMap.of(1024);

  @Tc(Direction.INGRESS)
  static int dnat(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Udp ports = packet.at(Ethernet.BYTES + Ipv4.BYTES, Udp.class);
    if (ethernet == null || ip == null || ports == null) {
      return TcAction.OK;
    }
    if (ethernet.type != Ethernet.IPV4 || ip.headerBytes() != 20) {
      return TcAction.OK;
    }
    byte protocol = ip.protocol;
    if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
      return TcAction.OK;
    }
    Service service = new Service();
    service.address = Integer.reverseBytes(ip.destination);
    service.port = Character.reverseBytes(ports.destination);
    service.protocol = protocol;
    Backend backend = SERVICES.get(service);
    if (backend == null) {
      return TcAction.OK;
    }
    Address to = new Address();
    to.value = backend.address;
    Port port = new Port();
    port.value = backend.port;
    int checksum = 34 + (protocol == IpProtocol.TCP ? 16 : 6);
    int flags = protocol == IpProtocol.UDP ? 0x20 : 0;
    Helpers.l4CsumReplace(packet, checksum, service.address, to.value, 0x10 | flags | 4);
    Helpers.l4CsumReplace(packet, checksum, service.port, port.value, flags | 2);
    Helpers.l3CsumReplace(packet, 24, service.address, to.value, 4);
    if (Helpers.skbStoreBytes(packet, 30, to, 4, 0) != 0) {
      return TcAction.SHOT;
    }
    if (Helpers.skbStoreBytes(packet, 36, port, 2, 0) != 0) {
      return TcAction.SHOT;
    }
    return TcAction.OK;
  }
}
