package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** The header of a fragment in IPv6, 8 bytes: {@code struct frag_hdr}. Fields are numbers of this machine's byte order. */
@Struct
public final class Ipv6Fragment {
  /** What follows: one of {@link IpProtocol}. */
  public byte nextHeader;

  /** Zero. */
  public byte reserved;

  /** Offset in 8-byte units in the upper 13 bits; the lowest bit: there are more. */
  @BigEndian public char fragment;

  /** Of all fragments of a packet the same. */
  @BigEndian public int identification;

  /** Zeros. */
  public Ipv6Fragment() {}

  /** Where the fragment's data lies in the whole packet, in units of 8 bytes. */
  public int fragmentOffset() {
    return fragment >>> 3;
  }

  /** Bytes of the header. */
  public static final int BYTES = 8;
}
