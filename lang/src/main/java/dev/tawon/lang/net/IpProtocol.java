package dev.tawon.lang.net;

/** What follows an {@link Ipv4} or {@link Ipv6} header: numbers of {@code IPPROTO_*} in {@code include/uapi/linux/in.h}. */
public final class IpProtocol {
  private IpProtocol() {}

  /** {@link Icmp} of IPv4. */
  public static final int ICMP = 1;

  /** Group management of IPv4. */
  public static final int IGMP = 2;

  /** {@link Tcp}. */
  public static final int TCP = 6;

  /** {@link Udp}. */
  public static final int UDP = 17;

  /** Tunnels of generic routing encapsulation. */
  public static final int GRE = 47;

  /** An {@link Ipv6Fragment} header. */
  public static final int IPV6_FRAGMENT = 44;

  /** ICMP of IPv6, which has the form of {@link Icmp}. */
  public static final int ICMPV6 = 58;

  /** The stream control transmission protocol. */
  public static final int SCTP = 132;
}
