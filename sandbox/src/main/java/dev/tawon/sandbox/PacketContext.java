package dev.tawon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /** {@code XDP_PACKET_HEADROOM} less the kernel's own {@code struct xdp_frame}. */
  private static final int HEADROOM = 256 - 40;

  private final byte[] context;
  private final boolean writable;
  private final int dataField;
  private final int endField;
  private final int lengthField;
  private final int metaField;

  /** The metadata before the packet, and the packet. */
  private byte[] memory;

  /** Where the packet begins in it. */
  private int start;

  /** How far the packet may still grow at its begin. */
  private int headroom = HEADROOM;

  private PacketContext(
      int bytes,
      boolean writable,
      int dataField,
      int endField,
      int metaField,
      int lengthField,
      byte[] packet) {
    this.metaField = metaField;
    this.context = new byte[bytes];
    this.writable = writable;
    this.dataField = dataField;
    this.endField = endField;
    this.lengthField = lengthField;
    this.memory = packet;
    pointAtPacket();
  }

  /**
   * What an XDP program sees: {@code struct xdp_md}.
   *
   * @param packet from its Ethernet header on; not copied
   */
  public static PacketContext xdp(byte[] packet) {
    PacketContext context = new PacketContext(XDP_BYTES, false, 0, 4, 8, -1, packet);
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
    PacketContext context = new PacketContext(SKB_BYTES, true, 76, 80, 140, 0, packet);
    if (packet.length >= ETHERNET_BYTES) {
      // protocol, in network byte order
      context.put(16, packet[12] & 0xff | (packet[13] & 0xff) << 8);
    }
    context.put(36, 1); // ingress_ifindex
    context.put(40, 1); // ifindex
    context.put(160, wireLength);
    return context;
  }

  /** The packet as it is now; not copied unless it has metadata before it. */
  public byte[] packet() {
    return start == 0 ? memory : Arrays.copyOfRange(memory, start, memory.length);
  }

  /** What {@code data_meta} points to: the metadata that an XDP program has put before the packet. */
  public byte[] metadata() {
    return Arrays.copyOf(memory, start);
  }

  /** All that the program can address: metadata and packet. */
  byte[] memory() {
    return memory;
  }

  /** How many bytes the packet has. */
  int length() {
    return memory.length - start;
  }

  /** How many bytes of metadata there are. */
  int metadataLength() {
    return start;
  }

  /** Bytes of the packet, or null if it has not so many there. */
  byte @Nullable [] read(long offset, long bytes) {
    return offset < 0 || bytes < 0 || offset + bytes > length()
        ? null
        : Arrays.copyOfRange(memory, start + (int) offset, start + (int) (offset + bytes));
  }

  /** Overwrites bytes of the packet; returns whether it has so many there. */
  boolean write(long offset, byte[] bytes) {
    if (offset < 0 || offset + bytes.length > length()) {
      return false;
    }
    System.arraycopy(bytes, 0, memory, start + (int) offset, bytes.length);
    return true;
  }

  /** Cuts bytes out of the packet, and puts as many zeros in their place as are wanted. */
  void splice(int offset, int removed, int inserted) {
    byte[] changed = new byte[memory.length - removed + inserted];
    int at = start + offset;
    System.arraycopy(memory, 0, changed, 0, at);
    System.arraycopy(memory, at + removed, changed, at + inserted, memory.length - at - removed);
    memory = changed;
    pointAtPacket();
  }

  /** Moves the packet's begin; returns whether there is room. */
  boolean moveHead(int by) {
    if (by < start - headroom || length() - by < ETHERNET_BYTES) {
      return false;
    }
    headroom += by;
    splice(0, Math.max(by, 0), Math.max(-by, 0));
    return true;
  }

  /** Moves the metadata's begin; returns whether there is room. */
  boolean moveMetadata(int by) {
    int bytes = start - by;
    if (bytes > headroom) {
      return false;
    }
    byte[] changed = new byte[memory.length - by];
    System.arraycopy(
        memory, Math.max(by, 0), changed, Math.max(-by, 0), memory.length - Math.max(by, 0));
    memory = changed;
    start = bytes;
    pointAtPacket();
    return true;
  }

  /** A field of the context, of four bytes. */
  int field(int offset) {
    return ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
  }

  byte[] context() {
    return context;
  }

  boolean writable() {
    return writable;
  }

  private void pointAtPacket() {
    int begin = (int) Region.address(Region.PACKET);
    put(metaField, begin);
    put(dataField, begin + start);
    put(endField, begin + memory.length);
    if (lengthField >= 0) {
      put(lengthField, length());
    }
  }

  void put(int offset, int value) {
    ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
  }
}
