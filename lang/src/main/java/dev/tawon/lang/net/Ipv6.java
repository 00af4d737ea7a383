package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** An IPv6 header, 40 bytes: {@code struct ipv6hdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Ipv6 {
  /** Version in the upper 4 bits, class in the next 8, flow label. */
  @BigEndian public int versionClassFlow;

  /** Bytes after the header. */
  @BigEndian public char payloadLength;

  /** What follows: one of {@link IpProtocol}. */
  public byte nextHeader;

  /** Hops left. */
  public byte hopLimit;

  /** The sender, in network byte order. */
  @Length(16)
  public byte[] source;

  /** The receiver, in network byte order. */
  @Length(16)
  public byte[] destination;

  /** Zeros. */
  public Ipv6() {}

  /** Bytes of the header. */
  public static final int BYTES = 40;
}
