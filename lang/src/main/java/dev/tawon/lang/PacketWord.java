package dev.tawon.lang;

/** What a packet has at a place, as a number. */
final class PacketWord {
  private PacketWord() {}

  /** One byte. */
  @Struct
  static final class One {
    byte value;
  }

  /** Two bytes. */
  @Struct
  @Packed
  static final class Two {
    @BigEndian char value;
  }

  /** Four bytes. */
  @Struct
  @Packed
  static final class Four {
    @BigEndian int value;
  }
}
