package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code x23_siphash.bpf.c}: flows counted by a keyed hash. */
@BpfModule(license = "GPL")
public final class FlowSlots {
  private static final long K0 = 0x0706050403020100L;
  private static final long K1 = 0x0f0e0d0c0b0a0908L;

  private FlowSlots() {}

  /** As in C. */
  public static final PerCpuArray<Counter> SLOTS = PerCpuArray.of(1024);

  /** What a hash is made in. */
  @Struct
  static final class State {
    long v0;
    long v1;
    long v2;
    long v3;

    void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }

    void add(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }
  }

  /** SipHash-2-4 of sixteen bytes. */
  private static long siphash(long a, long b) {
    State state = new State();
    state.v0 = K0 ^ 0x736f6d6570736575L;
    state.v1 = K1 ^ 0x646f72616e646f6dL;
    state.v2 = K0 ^ 0x6c7967656e657261L;
    state.v3 = K1 ^ 0x7465646279746573L;
    state.add(a);
    state.add(b);
    state.add(16L << 56);
    state.v2 ^= 0xff;
    state.round();
    state.round();
    state.round();
    state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
  }

  @Xdp
  static int flows(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Udp ports = packet.at(Ethernet.BYTES + Ipv4.BYTES, Udp.class);
    if (ethernet == null || ip == null || ports == null) {
      return XdpAction.PASS;
    }
    if (ethernet.type != Ethernet.IPV4 || ip.headerBytes() != 20) {
      return XdpAction.PASS;
    }
    long a = (long) ip.source << 32 | Integer.toUnsignedLong(ip.destination);
    long b = ip.protocol;
    if (ip.protocol == IpProtocol.TCP || ip.protocol == IpProtocol.UDP) {
      b |= (long) ports.source << 48 | (long) ports.destination << 32;
    }
    Counter count = SLOTS.get((int) siphash(a, b) & 1023);
    if (count == null) {
      return XdpAction.ABORTED;
    }
    return Long.compareUnsigned(++count.value, 1_000_000_000) > 0 ? XdpAction.DROP : XdpAction.PASS;
  }
}
