package dev.tawon.lang.net;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Struct;

/** What follows an Ethernet header with a VLAN tag, 4 bytes: {@code struct vlan_hdr}. Fields are numbers of this machine's byte order. */
@Struct
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class Vlan {
  /** Priority in the upper 4 bits, number in the lower 12. */
  @BigEndian public char tag;

  /** The Ethernet type of what follows. */
  @BigEndian public char type;

  /** Zeros. */
  public Vlan() {}

  /** The network's number. */
  public int number() {
    return tag & 0xfff;
  }

  /** Bytes of the header. */
  public static final int BYTES = 4;
}
