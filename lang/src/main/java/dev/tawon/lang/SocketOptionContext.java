package dev.tawon.lang;

/**
 * A socket option in a {@link CgroupSockopt} program.
 *
 * <p>Source: {@code struct bpf_sockopt} of {@code include/uapi/linux/bpf.h}. Which fields may be read and written depends on the kind of program; the
 * kernel's verifier tells.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class SocketOptionContext {
  /** The socket, an address. */
  public long sk;

  /** Where the value begins, an address. */
  public long optval;

  /** Where the value ends, an address. */
  public long optval_end;

  /** {@code SOL_*}. */
  public int level;

  /** {@code SO_*}. */
  public int optname;

  /** Bytes of the value. */
  public int optlen;

  /** What {@code getsockopt(2)} returns. */
  public int retval;

  private SocketOptionContext() {}
}
