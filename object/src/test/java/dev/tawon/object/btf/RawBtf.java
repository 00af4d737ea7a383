package dev.tawon.object.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes BTF word by word, also BTF that {@link BtfBuilder} refuses to make. */
final class RawBtf {
  private final ByteOrder order;
  private final ByteBuffer types;
  private final StringBuilder strings = new StringBuilder("\0");
  private byte[] layout = new byte[0];

  RawBtf(ByteOrder order) {
    this.order = order;
    this.types = ByteBuffer.allocate(1 << 16).order(order);
  }

  RawBtf() {
    this(ByteOrder.LITTLE_ENDIAN);
  }

  /** The offset of a string, added. */
  int string(String text) {
    int offset = strings.length();
    strings.append(text).append('\0');
    return offset;
  }

  /** Adds a type: its name, kind, flag, vlen, size or type, and what follows. */
  RawBtf type(int name, int kind, boolean flag, int vlen, int sizeOrType, int... rest) {
    types.putInt(name).putInt((flag ? 1 << 31 : 0) | kind << 24 | vlen).putInt(sizeOrType);
    for (int word : rest) {
      types.putInt(word);
    }
    return this;
  }

  RawBtf type(BtfKind kind, int name, int vlen, int sizeOrType, int... rest) {
    return type(name, kind.number(), false, vlen, sizeOrType, rest);
  }

  /** Describes kinds by pairs of fixed bytes and bytes an element. */
  RawBtf layout(int... sizes) {
    layout = new byte[sizes.length * 2];
    for (int i = 0; i < sizes.length; i += 2) {
      layout[i * 2] = (byte) sizes[i];
      layout[i * 2 + 1] = (byte) sizes[i + 1];
    }
    return this;
  }

  byte[] bytes() {
    byte[] text = strings.toString().getBytes(StandardCharsets.UTF_8);
    int typeBytes = types.position();
    ByteBuffer blob =
        ByteBuffer.allocate(32 + typeBytes + text.length + layout.length).order(order);
    blob.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(32);
    blob.putInt(0).putInt(typeBytes).putInt(typeBytes).putInt(text.length);
    blob.putInt(typeBytes + text.length).putInt(layout.length);
    blob.put(types.array(), 0, typeBytes).put(text).put(layout);
    return blob.array();
  }
}
