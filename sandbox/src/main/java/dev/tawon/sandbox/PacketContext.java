package dev.tawon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A packet, and the context through which a program of a kind sees it.
 *
 * <p>A program may change the packet in place, and shrink or grow it where its kind has a helper for that; {@link #packet()}
 * is what became of it. Good for one run.
 */
public final class PacketContext {
  private static final int XDP_BYTES = 24;
  private static final int SKB_BYTES = 192;
  private static final int ETHERNET_BYTES = 14;

  private final byte[] context;
  private final boolean writable;
  private final int dataField;
  private final int endField;
  private final int lengthField;
  private byte[] packet;

  private PacketContext(
      int bytes, boolean writable, int dataField, int endField, int lengthField, byte[] packet) {
    this.context = new byte[bytes];
    this.writable = writable;
    this.dataField = dataField;
    this.endField = endField;
    this.lengthField = lengthField;
    this.packet = packet;
    setPacket(packet);
  }

  /**
   * What an XDP program sees: {@code struct xdp_md}.
   *
   * @param packet from its Ethernet header on; not copied
   */
  public static PacketContext xdp(byte[] packet) {
    PacketContext context = new PacketContext(XDP_BYTES, false, 0, 4, -1, packet);
    context.put(8, (int) Region.address(Region.PACKET)); // data_meta: there is none
    context.put(12, 1); // ingress_ifindex
    return context;
  }

  /**
   * What a tc, socket filter or cgroup program sees: {@code struct __sk_buff}.
   *
   * @param packet from its Ethernet header on; not copied
   */
  public static PacketContext socketBuffer(byte[] packet) {
    return socketBuffer(packet, packet.length);
  }

  /**
   * The same for a packet of which not all was captured.
   *
   * @param packet what there is of it, from its Ethernet header on; not copied
   * @param wireLength how long it was: the field {@code wire_len}
   */
  public static PacketContext socketBuffer(byte[] packet, int wireLength) {
    PacketContext context = new PacketContext(SKB_BYTES, true, 76, 80, 0, packet);
    if (packet.length >= ETHERNET_BYTES) {
      // protocol, in network byte order
      context.put(16, packet[12] & 0xff | (packet[13] & 0xff) << 8);
    }
    context.put(36, 1); // ingress_ifindex
    context.put(40, 1); // ifindex
    context.put(140, (int) Region.address(Region.PACKET)); // data_meta: there is none
    context.put(160, wireLength);
    return context;
  }

  /** The packet as it is now; not copied. */
  public byte[] packet() {
    return packet;
  }

  byte[] context() {
    return context;
  }

  boolean writable() {
    return writable;
  }

  /** Puts another packet in the place of this one. */
  void setPacket(byte[] packet) {
    this.packet = packet;
    int data = (int) Region.address(Region.PACKET);
    put(dataField, data);
    put(endField, data + packet.length);
    if (lengthField >= 0) {
      put(lengthField, packet.length);
    }
  }

  private void put(int offset, int value) {
    ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
  }
}
