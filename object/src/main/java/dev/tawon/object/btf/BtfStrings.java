package dev.tawon.object.btf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string section that grows: each string once, in the order of its first use. */
final class BtfStrings {
  /** {@code BTF_MAX_NAME_OFFSET}: the kernel refuses a longer section. */
  private static final int MAXIMUM = 0xff_ffff;

  private final Map<String, Integer> offsets = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  BtfStrings() {
    offset("");
  }

  /** Strings that go on from a section, in which each keeps its place. */
  BtfStrings(byte[] section) {
    bytes.writeBytes(section);
    int begin = 0;
    for (int at = 0; at < section.length; at++) {
      if (section[at] == 0) {
        offsets.putIfAbsent(new String(section, begin, at - begin, StandardCharsets.UTF_8), begin);
        begin = at + 1;
      }
    }
  }

  int offset(String text) {
    Integer known = offsets.get(text);
    if (known != null) {
      return known;
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a string of BTF cannot contain a NUL");
    }
    int offset = bytes.size();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    if (offset + encoded.length > MAXIMUM) {
      throw new IllegalStateException("the strings exceed the kernel's limit of 16 MiB");
    }
    bytes.writeBytes(encoded);
    bytes.write(0);
    offsets.put(text, offset);
    return offset;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
