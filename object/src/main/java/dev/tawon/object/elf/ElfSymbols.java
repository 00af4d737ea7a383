package dev.tawon.object.elf;

import dev.tawon.object.MalformedObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where functions lie in an ELF file of user space: an executable or a shared library of 64 bits, little-endian.
 *
 * <p>Source: {@code include/uapi/linux/elf.h}.
 */
public final class ElfSymbols {
  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int PT_LOAD = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_DYNSYM = 11;
  private static final int STT_FUNC = 2;
  private static final int STT_GNU_IFUNC = 10;

  private final ByteBuffer file;

  private ElfSymbols(ByteBuffer file) {
    this.file = file;
  }

  /**
   * The symbols of a file.
   *
   * @param bytes the whole file
   * @throws MalformedObjectException if it is no such file
   */
  public static ElfSymbols parse(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_BYTES
        || file.getInt(0) != MAGIC
        || file.get(4) != 2
        || file.get(5) != 1) {
      throw new MalformedObjectException(
          "ELF header", 0, "it is no little-endian ELF file of 64 bits");
    }
    return new ElfSymbols(file);
  }

  /**
   * Where a function begins in the file, in bytes; empty if no symbol table has it.
   *
   * @throws MalformedObjectException if the file's tables lead out of it
   */
  public OptionalLong fileOffset(String function) {
    byte[] name = function.getBytes(StandardCharsets.UTF_8);
    List<Segment> segments = segments();
    long[] found = {0};
    forEach((at, address) -> {
      if (isNamed(at, name)) {
        found[0] = address;
      }
      return found[0] == 0;
    });
    return found[0] == 0 ? OptionalLong.empty() : offset(segments, found[0]);
  }

  /**
   * Where each function begins in the file, in bytes, by its name: the first of a name in the order of the tables.
   *
   * @throws MalformedObjectException if the file's tables lead out of it
   */
  public Map<String, Long> functions() {
    Map<String, Long> functions = new LinkedHashMap<>();
    List<Segment> segments = segments();
    forEach((name, address) -> {
      offset(segments, address).ifPresent(offset -> functions.putIfAbsent(text(name), offset));
      return true;
    });
    return functions;
  }

  /** What is done with a function of a table: where its name stands, and its address. */
  private interface Visitor {
    /** Whether to go on. */
    boolean visit(long name, long address);
  }

  private String text(long at) {
    int start = at(at, 1);
    int end = start;
    while (file.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - start];
    file.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private record Segment(long offset, long address, long bytes) {}

  private List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    try {
      long start = file.getLong(32);
      int count = Short.toUnsignedInt(file.getShort(56));
      for (int i = 0; i < count; i++) {
        int segment = at(start + (long) i * SEGMENT_BYTES, SEGMENT_BYTES);
        if (file.getInt(segment) == PT_LOAD) {
          segments.add(
              new Segment(
                  file.getLong(segment + 8),
                  file.getLong(segment + 16),
                  file.getLong(segment + 32)));
        }
      }
      return segments;
    } catch (IndexOutOfBoundsException e) {
      throw outside();
    }
  }

  /** A place in the file as an index. */
  private int at(long offset, int bytes) {
    if (offset < 0 || offset > file.limit() - bytes) {
      throw new IndexOutOfBoundsException();
    }
    return (int) offset;
  }

  private void forEach(Visitor visitor) {
    try {
      long sections = file.getLong(40);
      int count = Short.toUnsignedInt(file.getShort(60));
      boolean goOn = true;
      for (int i = 0; i < count && goOn; i++) {
        int section = at(sections + (long) i * SECTION_BYTES, SECTION_BYTES);
        int type = file.getInt(section + 4);
        goOn = (type != SHT_SYMTAB && type != SHT_DYNSYM) || forEach(section, sections, visitor);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outside();
    }
  }

  private static MalformedObjectException outside() {
    return new MalformedObjectException("symbol table", 0, "it leads out of the file");
  }

  /** Visits a table's functions; says whether to go on. */
  private boolean forEach(int table, long sections, Visitor visitor) {
    int strings =
        at(
            sections + Integer.toUnsignedLong(file.getInt(table + 40)) * SECTION_BYTES,
            SECTION_BYTES);
    long names = file.getLong(strings + 24);
    long start = file.getLong(table + 24);
    long bytes = file.getLong(table + 32);
    for (long symbol = start; symbol <= start + bytes - SYMBOL_BYTES; symbol += SYMBOL_BYTES) {
      int entry = at(symbol, SYMBOL_BYTES);
      int kind = file.get(entry + 4) & 15;
      long address = file.getLong(entry + 8);
      if ((kind == STT_FUNC || kind == STT_GNU_IFUNC) && address != 0) {
        if (!visitor.visit(names + Integer.toUnsignedLong(file.getInt(entry)), address)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isNamed(long at, byte[] name) {
    int start = at(at, name.length + 1);
    for (int i = 0; i < name.length; i++) {
      if (file.get(start + i) != name[i]) {
        return false;
      }
    }
    return file.get(start + name.length) == 0;
  }

  private static OptionalLong offset(List<Segment> segments, long address) {
    for (Segment segment : segments) {
      long within = address - segment.address();
      if (within >= 0 && within < segment.bytes()) {
        return OptionalLong.of(segment.offset() + within);
      }
    }
    return OptionalLong.empty();
  }
}
