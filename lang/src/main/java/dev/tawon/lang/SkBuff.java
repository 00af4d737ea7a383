package dev.tawon.lang;

import org.jspecify.annotations.Nullable;

/**
 * A packet of the network stack, in {@link Tc}, {@link SocketFilter} and {@link CgroupSkb} programs.
 *
 * <p>Source: {@code struct __sk_buff} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be written, depends on the
 * kind of program, as the kernel has it: {@link #cb} can be written in all, {@link #mark} and {@link #priority} not in socket
 * filters, and those of the socket are there in {@link CgroupSkb} programs alone. What cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class SkBuff {
  /** Its bytes. */
  public int len;

  /** {@code PACKET_HOST} and the like. */
  public int pkt_type;

  /** Its mark. */
  public int mark;

  /** Its queue. */
  public int queue_mapping;

  /** The Ethernet type, in network byte order in the low 16 bits. */
  public int protocol;

  /** Whether it has a VLAN tag beside it. */
  public int vlan_present;

  /** The VLAN tag. */
  public int vlan_tci;

  /** The VLAN tag's type, as {@link #protocol}. */
  public int vlan_proto;

  /** Its priority. */
  public int priority;

  /** The number of the interface that it came in by. */
  public int ingress_ifindex;

  /** The number of its interface. */
  public int ifindex;

  /** Of traffic control. */
  public int tc_index;

  /** Room for programs of traffic control. */
  @Length(5)
  public int[] cb;

  /** Its hash. */
  public int hash;

  /** Of traffic control. */
  public int tc_classid;

  /** Where the packet begins; see {@link #at}. */
  public int data;

  /** Where the linear part of the packet ends. */
  public int data_end;

  /** Of busy polling. */
  public int napi_id;

  /** The socket's {@code AF_*}. */
  public int family;

  /** The peer's IPv4 address, in network byte order. */
  public int remote_ip4;

  /** The own IPv4 address, in network byte order. */
  public int local_ip4;

  /** The peer's IPv6 address, in network byte order. */
  @Length(4)
  public int[] remote_ip6;

  /** The own IPv6 address, in network byte order. */
  @Length(4)
  public int[] local_ip6;

  /** The peer's port, in network byte order in the upper 16 bits. */
  public int remote_port;

  /** The own port, in host byte order. */
  public int local_port;

  /** Where the metadata before the packet begins. */
  public int data_meta;

  /** Of flow dissectors. */
  public long flow_keys;

  /** Its time of departure, in nanoseconds; since Linux 5.0. */
  public long tstamp;

  /** Its bytes on the wire; since Linux 5.0. */
  public int wire_len;

  /** How many segments it is; since Linux 5.1. */
  public int gso_segs;

  /** Its socket, an address. */
  public long sk;

  /** Bytes of a segment; since Linux 5.7. */
  public int gso_size;

  /** What {@link #tstamp} is; since Linux 5.18. */
  public byte tstamp_type;

  /** When the hardware received it; since Linux 5.16. */
  public long hwtstamp;

  private SkBuff() {}

  /**
   * A header in the packet, or null if the packet ends before it does: compiled to the check against {@code data_end}. It is
   * gone, and to be got again, after a call that may move the packet. Socket filters, which do not see the packet itself, get a
   * copy on the stack ({@code bpf_skb_load_bytes}); what is written to it does not get into the packet.
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
