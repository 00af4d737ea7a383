package dev.tawon.monitor.probe;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** An outbound connection: a TCP handshake that ended, well or not, or a {@code connect} of a UDP socket. */
@Struct
public final class ConnectRecord extends EventRecord {
  /** Bytes of a record. */
  public static final int BYTES = 128;

  /** {@code AF_INET}. */
  public static final int INET = 2;

  /** {@code AF_INET6}. */
  public static final int INET6 = 10;

  /** {@code IPPROTO_TCP}. */
  public static final int TCP = 6;

  /** {@code IPPROTO_UDP}. */
  public static final int UDP = 17;

  /** {@link #INET} or {@link #INET6}. */
  public int family;

  /** {@link #TCP} or {@link #UDP}. */
  public int protocol;

  /** 0, or the positive errno with which it failed. */
  public int error;

  /** The local port. */
  public int sourcePort;

  /** The remote port. */
  public int destinationPort;

  /** Zero. */
  public int reserved;

  /** When it began, in nanoseconds of {@code CLOCK_BOOTTIME}; for UDP the same as {@link #bootTimeNs}. */
  public long connectTimeNs;

  /** The local address in network byte order; an IPv4 address in the first four bytes. */
  @Length(16)
  public byte[] sourceAddress;

  /** The remote address in network byte order; an IPv4 address in the first four bytes. */
  @Length(16)
  public byte[] destinationAddress;
}
