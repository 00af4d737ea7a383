package dev.tawon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A {@code .data} file of ubpf or the conformance suite: sections that begin with {@code -- name}.
 *
 * @param asm the program's text, or null
 * @param raw the program's bytes, or null
 * @param memory the context
 * @param result the expected result in hexadecimal, or null
 * @param refused whether the program is to be refused, or stopped
 */
record DataFile(String asm, byte[] raw, byte[] memory, String result, boolean refused) {

  static DataFile parse(String text) {
    Map<String, StringBuilder> sections = new HashMap<>();
    StringBuilder section = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("-- ")) {
        section = sections.computeIfAbsent(line.substring(3).strip(), _ -> new StringBuilder());
      } else {
        section.append(line).append('\n');
      }
    }
    StringBuilder asm = sections.get("asm");
    StringBuilder raw = sections.get("raw");
    StringBuilder memory = sections.getOrDefault("mem", new StringBuilder());
    StringBuilder result = sections.get("result");
    return new DataFile(
        asm == null ? null : asm.toString(),
        raw == null ? null : raw(raw.toString()),
        HexFormat.of().parseHex(memory.toString().replaceAll("#.*|\\s", "")),
        result == null ? null : result.toString().replaceAll("#.*", "").strip(),
        sections.containsKey("error") || sections.containsKey("error pattern"));
  }

  private static byte[] raw(String text) {
    List<String> words = text.lines().map(line -> line.replaceAll("#.*", "").strip()).toList();
    ByteBuffer bytes = ByteBuffer.allocate(8 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (String word : words) {
      if (!word.isEmpty()) {
        bytes.putLong(Long.parseUnsignedLong(word.replace("0x", ""), 16));
      }
    }
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }
}
