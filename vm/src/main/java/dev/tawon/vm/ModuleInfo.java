package dev.tawon.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a kernel module says of itself in its section {@code .modinfo}: {@code key=value} strings, each with a zero at its
 * end.
 *
 * @param depends the names of the modules that it needs, and of those that it asks for beforehand ({@code softdep})
 * @param aliases the other names that it is asked for by
 */
record ModuleInfo(List<String> depends, List<String> aliases) {
  private static final int SECTION_HEADER = 64;

  /** Copies the lists. */
  ModuleInfo {
    depends = List.copyOf(depends);
    aliases = List.copyOf(aliases);
  }

  /**
   * Reads an ELF file of 64 bits.
   *
   * @throws VmException if it is none, or its parts do not lie within it
   */
  static ModuleInfo read(byte[] elf, String name) {
    try {
      return parse(section(elf, name));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new VmException("the module " + name + " is malformed", "", e);
    }
  }

  private static byte[] section(byte[] elf, String name) {
    ByteBuffer buffer = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(0) != 0x464c457f || elf[4] != 2) {
      throw new VmException("the module " + name + " is no ELF file of 64 bits", "");
    }
    int headers = Math.toIntExact(Math.max(-1, buffer.getLong(0x28)));
    int count = buffer.getShort(0x3c) & 0xffff;
    int names = headers + (buffer.getShort(0x3e) & 0xffff) * SECTION_HEADER;
    int strings = (int) buffer.getLong(names + 24);
    for (int i = 0; i < count; i++) {
      int header = headers + i * SECTION_HEADER;
      int at = strings + buffer.getInt(header);
      if (text(elf, at).equals(".modinfo")) {
        int offset = (int) buffer.getLong(header + 24);
        int size = (int) buffer.getLong(header + 32);
        if (offset < 0 || size < 0 || offset > elf.length - size) {
          throw new IndexOutOfBoundsException();
        }
        return Arrays.copyOfRange(elf, offset, offset + size);
      }
    }
    return new byte[0];
  }

  private static String text(byte[] bytes, int start) {
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }

  private static ModuleInfo parse(byte[] section) {
    List<String> depends = new ArrayList<>();
    List<String> aliases = new ArrayList<>();
    for (String line : new String(section, StandardCharsets.ISO_8859_1).split("\0", -1)) {
      int equals = line.indexOf('=');
      String value = line.substring(equals + 1);
      switch (equals < 0 ? "" : line.substring(0, equals)) {
        case "depends" ->
            Arrays.stream(value.split(",", -1)).filter(n -> !n.isEmpty()).forEach(depends::add);
        case "alias" -> aliases.add(value);
        case "softdep" -> {
          if (value.startsWith("pre: ")) {
            String before = value.substring("pre: ".length()).replaceFirst(" post:.*", "");
            depends.addAll(List.of(before.strip().split(" +", -1)));
          }
        }
        default -> {}
      }
    }
    return new ModuleInfo(depends, aliases);
  }
}
