package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** An IPv4 header, 20 bytes and options: {@code struct iphdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Ipv4 {
  /** Version in the upper 4 bits, 32-bit words of the header in the lower. */
  public byte versionAndLength;

  /** Its class. */
  public byte typeOfService;

  /** Bytes with the header. */
  @BigEndian public char totalLength;

  /** Of fragments. */
  @BigEndian public char identification;

  /** Flags in the upper 3 bits, offset in 8-byte units in the lower 13. */
  @BigEndian public char fragment;

  /** Hops left. */
  public byte timeToLive;

  /** What follows: one of {@link IpProtocol}. */
  public byte protocol;

  /** Of the header. */
  @BigEndian public char checksum;

  /** The sender. */
  @BigEndian public int source;

  /** The receiver. */
  @BigEndian public int destination;

  /** Zeros. */
  public Ipv4() {}

  /** Bytes of the header with its options. */
  public int headerBytes() {
    return (versionAndLength & 15) << 2;
  }

  /** Where a fragment's data lies in the whole packet, in units of 8 bytes: no header of TCP or UDP follows unless it is 0. */
  public int fragmentOffset() {
    return fragment & 0x1fff;
  }

  /** Bytes of the header without options. */
  public static final int BYTES = 20;
}
