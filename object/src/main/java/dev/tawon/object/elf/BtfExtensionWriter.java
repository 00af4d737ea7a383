package dev.tawon.object.elf;

import dev.tawon.object.CoreRelocation;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.LineInfo;
import dev.tawon.object.btf.BtfBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code .BTF.ext} as it is put together; see {@link BtfExtension}. Places are bytes of a section here too. */
final class BtfExtensionWriter {
  private static final int HEADER_BYTES = 32;
  private static final int LINE_SHIFT = 10; // BPF_LINE_INFO_LINE_NUM

  private final BtfBuilder types;
  private final Map<String, List<int[]>> functions = new LinkedHashMap<>();
  private final Map<String, List<int[]>> lines = new LinkedHashMap<>();
  private final Map<String, List<int[]>> relocations = new LinkedHashMap<>();

  BtfExtensionWriter(BtfBuilder types) {
    this.types = types;
  }

  void function(String section, int at, FunctionInfo info) {
    add(functions, section, at, info.typeId());
  }

  void line(String section, int at, LineInfo line) {
    add(lines, section, at, line.fileNameOffset(), line.textOffset(), line.line() << LINE_SHIFT);
  }

  void relocation(String section, int at, CoreRelocation relocation) {
    add(
        relocations,
        section,
        at,
        relocation.typeId(),
        types.string(relocation.access()),
        relocation.kind().number());
  }

  private void add(Map<String, List<int[]>> rows, String section, int... row) {
    types.string(section);
    rows.computeIfAbsent(section, _ -> new ArrayList<>()).add(row);
  }

  /** The section, after all strings are known. */
  byte[] toByteArray() {
    Function<Map<String, List<int[]>>, byte[]> part = this::part;
    List<byte[]> parts = List.of(part.apply(functions), part.apply(lines), part.apply(relocations));
    byte[] headerBytes = new byte[HEADER_BYTES];
    ByteBuffer header = ByteBuffer.wrap(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
    int offset = 0;
    for (byte[] bytes : parts) {
      header.putInt(offset).putInt(bytes.length);
      offset += bytes.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(headerBytes);
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private byte[] part(Map<String, List<int[]>> rows) {
    if (rows.isEmpty()) {
      return new byte[0];
    }
    int words = rows.values().iterator().next().getFirst().length;
    int bytes = Integer.BYTES;
    for (List<int[]> section : rows.values()) {
      bytes += (2 + section.size() * words) * Integer.BYTES;
    }
    byte[] result = new byte[bytes];
    ByteBuffer out = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(words * Integer.BYTES);
    rows.forEach((section, all) -> {
      out.putInt(types.string(section)).putInt(all.size());
      all.stream()
          .sorted(Comparator.comparingInt(row -> row[0]))
          .forEach(row -> {
            for (int word : row) {
              out.putInt(word);
            }
          });
    });
    return result;
  }
}
