package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Length;
import dev.tawon.lang.Packed;
import dev.tawon.lang.Struct;

/**
 * ARP for IPv4 on Ethernet, 28 bytes: {@code struct arphdr} and what follows it. Fields are numbers of this machine's byte
 * order.
 */
@Struct
@Packed
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Arp {
  /** The network: 1 Ethernet. */
  @BigEndian public char hardware;

  /** The protocol: {@link Ethernet#IPV4}. */
  @BigEndian public char protocol;

  /** Bytes of an address of the network: 6. */
  public byte hardwareLength;

  /** Bytes of an address of the protocol: 4. */
  public byte protocolLength;

  /** 1 request, 2 reply. */
  @BigEndian public char operation;

  /** The sender's Ethernet address. */
  @Length(6)
  public byte[] senderHardware;

  /** The sender's IPv4 address. */
  @BigEndian public int sender;

  /** The Ethernet address that is looked for. */
  @Length(6)
  public byte[] targetHardware;

  /** The IPv4 address that is looked for. */
  @BigEndian public int target;

  /** Zeros. */
  public Arp() {}

  /** Bytes of the header. */
  public static final int BYTES = 28;
}
