package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** A TCP header, 20 bytes and options: {@code struct tcphdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Tcp {
  /** The sender's port. */
  @BigEndian public char source;

  /** The receiver's port. */
  @BigEndian public char destination;

  /** Number of the first byte. */
  @BigEndian public int sequence;

  /** Number of the byte expected. */
  @BigEndian public int acknowledgement;

  /** 32-bit words of the header in the upper 4 bits, flags in the lower 8: 1 FIN, 2 SYN, 4 RST, 8 PSH, 16 ACK, 32 URG. */
  @BigEndian public char lengthAndFlags;

  /** Its window. */
  @BigEndian public char window;

  /** Its checksum. */
  @BigEndian public char checksum;

  /** Of urgent data. */
  @BigEndian public char urgent;

  /** Zeros. */
  public Tcp() {}

  /** Bytes of the header with its options. */
  public int headerBytes() {
    return lengthAndFlags >>> 12 << 2;
  }

  /** In {@link #lengthAndFlags}: the last of a side's bytes. */
  public static final int FIN = 1;

  /** In {@link #lengthAndFlags}: the first of a side's segments. */
  public static final int SYN = 2;

  /** In {@link #lengthAndFlags}: the connection is refused or broken off. */
  public static final int RST = 4;

  /** In {@link #lengthAndFlags}: to be handed on at once. */
  public static final int PSH = 8;

  /** In {@link #lengthAndFlags}: {@link #acknowledgement} counts. */
  public static final int ACK = 16;

  /** In {@link #lengthAndFlags}: {@link #urgent} counts. */
  public static final int URG = 32;

  /** Whether all of some flags are set. */
  public boolean has(int flags) {
    return (lengthAndFlags & flags) == flags;
  }
}
