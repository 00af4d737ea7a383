package dev.tawon.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections and functions of a little-endian ELF64 file, as far as the tests need them. */
final class ElfSections {
  /** A function: its section's index, and where it lies there. */
  record Function(int section, int offset, int bytes) {}

  private final ByteBuffer file;
  private final Map<String, byte[]> byName = new LinkedHashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();

  private ElfSections(byte[] bytes) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ElfSections read(Path path) throws IOException {
    ElfSections elf = new ElfSections(Files.readAllBytes(path));
    elf.readSections();
    return elf;
  }

  private void readSections() {
    int headers = (int) file.getLong(0x28);
    int count = Short.toUnsignedInt(file.getShort(0x3c));
    int nameSection = headers + 64 * Short.toUnsignedInt(file.getShort(0x3e));
    for (int i = 0; i < count; i++) {
      int header = headers + 64 * i;
      String name = string((int) file.getLong(nameSection + 0x18) + file.getInt(header));
      names.put(i, name);
      if (file.getInt(header + 4) != 8) { // SHT_NOBITS
        byName.putIfAbsent(name, contents(header));
      }
    }
    for (int i = 0; i < count; i++) {
      int header = headers + 64 * i;
      if (file.getInt(header + 4) == 2) { // SHT_SYMTAB
        readSymbols(header, headers + 64 * file.getInt(header + 0x28));
      }
    }
  }

  private void readSymbols(int header, int stringsHeader) {
    int start = (int) file.getLong(header + 0x18);
    int end = start + (int) file.getLong(header + 0x20);
    int strings = (int) file.getLong(stringsHeader + 0x18);
    for (int symbol = start; symbol < end; symbol += 24) {
      if ((file.get(symbol + 4) & 0xf) == 2) { // STT_FUNC
        functions.put(
            string(strings + file.getInt(symbol)),
            new Function(
                Short.toUnsignedInt(file.getShort(symbol + 6)),
                (int) file.getLong(symbol + 8),
                (int) file.getLong(symbol + 16)));
      }
    }
  }

  private byte[] contents(int header) {
    byte[] bytes = new byte[(int) file.getLong(header + 0x20)];
    file.get((int) file.getLong(header + 0x18), bytes);
    return bytes;
  }

  private String string(int offset) {
    int end = offset;
    while (file.get(end) != 0) {
      end++;
    }
    return new String(file.array(), offset, end - offset, StandardCharsets.UTF_8);
  }

  byte[] section(String name) {
    return byName.get(name);
  }

  String sectionName(int index) {
    return names.get(index);
  }

  Function function(String name) {
    return functions.get(name);
  }
}
