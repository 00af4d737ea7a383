package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** An ICMP header, 8 bytes: {@code struct icmphdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Icmp {
  /** Its type: 8 echo request, 0 echo reply. */
  public byte type;

  /** More of the type. */
  public byte code;

  /** Its checksum. */
  @BigEndian public char checksum;

  /** Of an echo. */
  @BigEndian public char identifier;

  /** Of an echo. */
  @BigEndian public char sequence;

  /** Zeros. */
  public Icmp() {}
}
