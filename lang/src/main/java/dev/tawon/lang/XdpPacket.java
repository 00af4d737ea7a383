package dev.tawon.lang;

import org.jspecify.annotations.Nullable;

/**
 * A packet in an {@link Xdp} program.
 *
 * <p>Source: {@code struct xdp_md} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be
 * written, depends on the kind of program; what cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class XdpPacket {
  /** Where the packet begins; see {@link #at}. */
  public int data;

  /** Where the packet ends. */
  public int data_end;

  /** Where the metadata before the packet begins. */
  public int data_meta;

  /** The number of the interface. */
  public int ingress_ifindex;

  /** The receiving queue's number. */
  public int rx_queue_index;

  /** The number of the interface that it leaves by, in a device map; since Linux 5.8. */
  public int egress_ifindex;

  private XdpPacket() {}

  /** The packet's bytes, as far as they lie in one piece: all but the fragments of a packet of several buffers. */
  public int length() {
    return data_end - data;
  }

  /**
   * A header in the packet, or null if the packet ends before it does: compiled to the check against {@code data_end}. It is
   * gone, and to be got again, after a call that may move the packet.
   *
   * @param offset bytes from the start of the packet; one that is negative, or above 65535, gives null
   * @param type a {@link Struct} class, a class constant
   */
  public <T> @Nullable T at(int offset, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * A byte of the packet, from 0 to 255, or -1 if the packet ends before it.
   *
   * @param offset bytes from the start of the packet
   */
  public int byteAt(int offset) {
    PacketWord.One word = at(offset, PacketWord.One.class);
    return word == null ? -1 : word.value & 0xff;
  }

  /**
   * Two bytes of the packet as a number in network byte order, from 0 to 65535, or -1 if the packet ends before them.
   *
   * @param offset bytes from the start of the packet
   */
  public int shortAt(int offset) {
    PacketWord.Two word = at(offset, PacketWord.Two.class);
    return word == null ? -1 : word.value;
  }

  /**
   * Four bytes of the packet as a number in network byte order, from 0 to 4294967295, or -1 if the packet ends before them.
   *
   * @param offset bytes from the start of the packet
   */
  public long intAt(int offset) {
    PacketWord.Four word = at(offset, PacketWord.Four.class);
    return word == null ? -1 : Integer.toUnsignedLong(word.value);
  }
}
