package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** A UDP header, 8 bytes: {@code struct udphdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Udp {
  /** The sender's port. */
  @BigEndian public char source;

  /** The receiver's port. */
  @BigEndian public char destination;

  /** Bytes with the header. */
  @BigEndian public char length;

  /** Its checksum. */
  @BigEndian public char checksum;

  /** Zeros. */
  public Udp() {}
}
