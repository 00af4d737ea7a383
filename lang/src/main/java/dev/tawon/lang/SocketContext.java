package dev.tawon.lang;

/**
 * A socket in a {@link CgroupSock} program.
 *
 * <p>Source: {@code struct bpf_sock} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be
 * written, depends on the kind of program; what cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class SocketContext {
  /** The interface that it is bound to, or 0. */
  public int bound_dev_if;

  /** {@code AF_*}. */
  public int family;

  /** {@code SOCK_*}. */
  public int type;

  /** {@code IPPROTO_*}. */
  public int protocol;

  /** Its mark. */
  public int mark;

  /** Its priority. */
  public int priority;

  /** The own IPv4 address, in network byte order. */
  public int src_ip4;

  /** The own IPv6 address, in network byte order. */
  @Length(4)
  public int[] src_ip6;

  /** The own port, in host byte order. */
  public int src_port;

  /** The peer's port, in network byte order. */
  public short dst_port;

  /** Nothing. */
  public short dst_port_padding;

  /** The peer's IPv4 address, in network byte order. */
  public int dst_ip4;

  /** The peer's IPv6 address, in network byte order. */
  @Length(4)
  public int[] dst_ip6;

  /** {@code TCP_*}. */
  public int state;

  /** Its receiving queue; since Linux 5.6. */
  public int rx_queue_mapping;

  private SocketContext() {}
}
