package dev.tawon.lang;

import org.jspecify.annotations.Nullable;

/**
 * A socket option in a {@link CgroupSockopt} program.
 *
 * <p>Source: {@code struct bpf_sockopt} of {@code include/uapi/linux/bpf.h}. {@link #level} and {@link #optname} can be written
 * by programs at {@link SocketOptionHook#SET}, {@link #retval} is there at {@link SocketOptionHook#GET} and can be written,
 * {@link #optlen} can be at both.
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

  /**
   * What lies in the option's value, or null if the value ends before it does: compiled to the check against
   * {@code optval_end}. What is written to it is what the kernel sets, or what the process gets.
   *
   * @param offset bytes from the value's start; one that is negative, or above 65535, gives null
   * @param type a {@link Struct} class, a class constant
   */
  public <T> @Nullable T at(int offset, Class<T> type) {
    throw KernelOnly.call();
  }
}
