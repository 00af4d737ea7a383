package dev.tawon.lang;

/** What a packet has at a place, as a number. */
final class PacketWord {
  private PacketWord() {}

  /** One byte. */
  @Struct
  static final class Byte {
    byte value;
  }

  /** Two bytes. */
  @Struct
  @Packed
  static final class Short {
    @BigEndian char value;
  }

  /** Four bytes. */
  @Struct
  @Packed
  static final class Int {
    @BigEndian int value;
  }
}
