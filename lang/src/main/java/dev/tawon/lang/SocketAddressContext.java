package dev.tawon.lang;

/**
 * An address in a {@link CgroupSockAddr} program.
 *
 * <p>Source: {@code struct bpf_sock_addr} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be
 * written, depends on the kind of program; what cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class SocketAddressContext {
  /** The {@code AF_*} that the process said. */
  public int user_family;

  /** The IPv4 address that the process said, in network byte order; may be changed. */
  public int user_ip4;

  /** The IPv6 address that the process said, in network byte order; may be changed. */
  @Length(4)
  public int[] user_ip6;

  /** The port that the process said, in network byte order in the low 16 bits; may be changed. */
  public int user_port;

  /** The socket's {@code AF_*}. */
  public int family;

  /** The socket's {@code SOCK_*}. */
  public int type;

  /** The socket's {@code IPPROTO_*}. */
  public int protocol;

  /** The IPv4 address to send from. */
  public int msg_src_ip4;

  /** The IPv6 address to send from. */
  @Length(4)
  public int[] msg_src_ip6;

  /** The socket, an address. */
  public long sk;

  private SocketAddressContext() {}
}
