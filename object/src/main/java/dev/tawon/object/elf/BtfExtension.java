package dev.tawon.object.elf;

import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.btf.Btf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code .BTF.ext}: functions, source lines and CO-RE relocations by section. In these lists an instruction's place is its byte in the
 * section.
 *
 * <p>Source: {@code Documentation/bpf/btf.rst}, ".BTF.ext section".
 */
record BtfExtension(
    Map<String, List<FunctionInfo>> functions,
    Map<String, List<LineInfo>> lines,
    Map<String, List<CoreRelocation>> relocations) {
  static final BtfExtension EMPTY = new BtfExtension(Map.of(), Map.of(), Map.of());

  private static final int MAGIC = 0xeb9f;
  private static final int FUNCTION_BYTES = 8;
  private static final int LINE_BYTES = 16;
  private static final int RELOCATION_BYTES = 16;

  static BtfExtension parse(byte[] bytes, Btf btf) {
    return new Reader(bytes, btf).read();
  }

  private static final class Reader {
    private final ByteBuffer in;
    private final Btf btf;

    Reader(byte[] bytes, Btf btf) {
      this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      this.btf = btf;
    }

    BtfExtension read() {
      if (in.limit() < 24 || Short.toUnsignedInt(in.getShort(0)) != MAGIC) {
        throw wrong(0, "it does not begin like it should");
      }
      int header = in.getInt(4);
      if (header < 24 || header > in.limit()) {
        throw wrong(4, "its header has " + header + " bytes");
      }
      Map<String, List<FunctionInfo>> functions = new HashMap<>();
      part(
          header,
          in.getInt(8),
          in.getInt(12),
          FUNCTION_BYTES,
          (section, at) ->
              functions
                  .computeIfAbsent(section, _ -> new ArrayList<>())
                  .add(new FunctionInfo(in.getInt(at), in.getInt(at + 4))));
      Map<String, List<LineInfo>> lines = new HashMap<>();
      part(
          header,
          in.getInt(16),
          in.getInt(20),
          LINE_BYTES,
          (section, at) -> line(lines, section, at));
      Map<String, List<CoreRelocation>> relocations = new HashMap<>();
      if (header >= 32) {
        part(
            header,
            in.getInt(24),
            in.getInt(28),
            RELOCATION_BYTES,
            (section, at) -> relocation(relocations, section, at));
      }
      return new BtfExtension(functions, lines, relocations);
    }

    private void line(Map<String, List<LineInfo>> lines, String section, int at) {
      int file = in.getInt(at + 4);
      lines
          .computeIfAbsent(section, _ -> new ArrayList<>())
          .add(
              new LineInfo(
                  in.getInt(at),
                  btf.string(file),
                  file,
                  in.getInt(at + 8),
                  in.getInt(at + 12) >>> 10)); // BPF_LINE_INFO_LINE_NUM
    }

    private void relocation(Map<String, List<CoreRelocation>> relocations, String section, int at) {
      int kind = in.getInt(at + 12);
      int type = in.getInt(at + 4);
      if (kind < 0 || kind >= CoreRelocationKind.values().length || type >= btf.typeCount()) {
        throw wrong(at, "there is no relocation " + kind + " of type " + type);
      }
      relocations
          .computeIfAbsent(section, _ -> new ArrayList<>())
          .add(
              new CoreRelocation(
                  in.getInt(at), CoreRelocationKind.of(kind), type, btf.string(in.getInt(at + 8))));
    }

    private interface Row {
      void read(String section, int at);
    }

    /** A part: the size of its records, then for each section its name, how many records, and those. */
    private void part(int header, int offset, int size, int least, Row row) {
      if (size == 0) {
        return;
      }
      long begin = (long) header + offset;
      if (offset < 0 || size < 4 || begin + size > in.limit()) {
        throw wrong(8, "a part reaches past the end of the section");
      }
      int end = (int) begin + size;
      int bytes = in.getInt((int) begin);
      if (bytes < least || bytes > 4096) {
        throw wrong(begin, "its records have " + bytes + " bytes");
      }
      int at = (int) begin + 4;
      while (end - at >= 8) {
        String section = string(in.getInt(at), at);
        long count = Integer.toUnsignedLong(in.getInt(at + 4));
        at += 8;
        if (count * bytes > end - at) {
          throw wrong(at, count + " records reach past the end of their part");
        }
        for (int i = 0; i < count; i++, at += bytes) {
          try {
            row.read(section, at);
          } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw wrong(at, String.valueOf(e.getMessage()));
          }
        }
      }
    }

    private String string(int offset, int at) {
      try {
        return btf.string(offset);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw wrong(at, "no string is at " + offset);
      }
    }

    private static MalformedObjectException wrong(long offset, String reason) {
      return new MalformedObjectException(".BTF.ext", offset, reason);
    }
  }
}
