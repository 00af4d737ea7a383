package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** An Ethernet header, 14 bytes: {@code struct ethhdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Ethernet {
  /** The receiver. */
  @Length(6)
  public byte[] destination;

  /** The sender. */
  @Length(6)
  public byte[] source;

  /** The Ethernet type, such as {@link #IPV4}. */
  @BigEndian public char type;

  /** Zeros. */
  public Ethernet() {}

  /** The {@link #type} of IPv4. */
  public static final char IPV4 = 0x0800;

  /** The {@link #type} of ARP. */
  public static final char ARP = 0x0806;

  /** The {@link #type} of a VLAN tag. */
  public static final char VLAN = 0x8100;

  /** The {@link #type} of IPv6. */
  public static final char IPV6 = 0x86dd;

  /** The {@link #type} of a provider's VLAN tag, IEEE 802.1ad. */
  public static final char PROVIDER_VLAN = 0x88a8;

  /** The {@link #type} of reverse ARP. */
  public static final char RARP = 0x8035;

  /** The {@link #type} of MPLS for one receiver. */
  public static final char MPLS = 0x8847;

  /** Bytes of the header. */
  public static final int BYTES = 14;

  /** Whether the receiver is a group, all of them included. */
  public boolean isMulticast() {
    return (destination[0] & 1) != 0;
  }
}
