package dev.tawon.object.elf;

import dev.tawon.object.MalformedObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sections, symbols and relocations of a relocatable little-endian ELF64 file for eBPF.
 *
 * <p>Everything is checked when it is read: no later question can lead outside of the file. Source: {@code elf(5)}, and
 * {@code EM_BPF} of {@code include/uapi/linux/elf-em.h}.
 *
 * @param sections the sections by number; the first is none
 * @param symbols the symbols by number; the first is none
 * @param relocations the relocations, in the order of the file
 */
public record ElfFile(List<Section> sections, List<Symbol> symbols, List<Relocation> relocations) {

  // sh_type, sh_flags, e_type, e_machine and st_info of elf(5).
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_STRTAB = 3;
  private static final int SHT_NOBITS = 8;
  private static final int SHT_REL = 9;
  private static final int SHF_EXECINSTR = 4;
  private static final int STB_WEAK = 2;
  private static final int ET_REL = 1;
  private static final int EM_BPF = 247;
  private static final int EM_NONE = 0;
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int RELOCATION_BYTES = 16;

  /** More than any compiler makes; a {@code .bss} may claim any size without having a byte in the file. */
  private static final int MAX_NOBITS = 1 << 26;

  /**
   * A section.
   *
   * @param name its name
   * @param executable whether it holds code
   * @param bytes its contents; zeros for a {@code .bss}. Not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // sections are not compared
  public record Section(String name, boolean executable, byte[] bytes) {}

  /** What a symbol stands for. */
  public enum SymbolKind {
    NONE,
    OBJECT,
    FUNCTION,
    SECTION,
    OTHER
  }

  /**
   * A symbol.
   *
   * @param name its name; empty for a section's
   * @param kind what it stands for
   * @param section the number of its section; 0 if it is defined elsewhere, more than there are if it is absolute
   * @param value where it is in its section
   * @param size how many bytes it has
   * @param weak whether it may be missing
   */
  public record Symbol(
      String name, SymbolKind kind, int section, long value, long size, boolean weak) {}

  /**
   * A place that depends on a symbol.
   *
   * @param section the number of the section that the place is in
   * @param offset the place, in bytes
   * @param type {@code R_BPF_*}, see {@code Documentation/bpf/llvm_reloc.rst}
   * @param symbol the number of the symbol
   */
  public record Relocation(int section, long offset, int type, int symbol) {}

  public ElfFile {
    sections = List.copyOf(sections);
    symbols = List.copyOf(symbols);
    relocations = List.copyOf(relocations);
  }

  /**
   * Reads a file's bytes.
   *
   * @throws MalformedObjectException if they are not such a file
   */
  public static ElfFile parse(byte[] bytes) {
    return new Reader(bytes).read();
  }

  /** The first section with a name. */
  public Optional<Section> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  private static final class Reader {
    private final byte[] bytes;
    private final ByteBuffer file;
    private long headers;
    private int count;

    Reader(byte[] bytes) {
      this.bytes = bytes;
      this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    ElfFile read() {
      checkHeader();
      headers = file.getLong(0x28);
      count = Short.toUnsignedInt(file.getShort(0x3c));
      int names = Short.toUnsignedInt(file.getShort(0x3e));
      if (Short.toUnsignedInt(file.getShort(0x3a)) != SECTION_BYTES && count > 0) {
        throw wrong(0x3a, "a section header has not " + SECTION_BYTES + " bytes");
      }
      require(headers, (long) count * SECTION_BYTES, "the section headers");
      if (names >= count) {
        throw wrong(0x3e, "there is no section " + names + " with the sections' names");
      }
      byte[] strings = contents(names);
      List<Section> sections = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int at = header(i);
        sections.add(
            new Section(
                string(strings, file.getInt(at), at),
                (file.getLong(at + 8) & SHF_EXECINSTR) != 0,
                contents(i)));
      }
      List<Symbol> symbols = new ArrayList<>();
      List<Relocation> relocations = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (type(i) == SHT_SYMTAB) {
          if (!symbols.isEmpty()) {
            throw wrong(header(i), "there is a second symbol table");
          }
          readSymbols(i, symbols);
        }
      }
      for (int i = 0; i < count; i++) {
        if (type(i) == SHT_REL) {
          readRelocations(i, symbols.size(), relocations);
        }
      }
      return new ElfFile(sections, symbols, relocations);
    }

    private void checkHeader() {
      if (bytes.length < HEADER_BYTES) {
        throw wrong(0, "an ELF file has " + HEADER_BYTES + " bytes at least, not " + bytes.length);
      }
      if (file.getInt(0) != 0x464c457f) {
        throw wrong(0, "it does not begin like an ELF file");
      }
      if (bytes[4] != 2 || bytes[5] != 1) {
        throw wrong(
            4, "it is not a 64-bit little-endian ELF file, which eBPF objects for Linux are");
      }
      int machine = Short.toUnsignedInt(file.getShort(0x12));
      if (file.getShort(0x10) != ET_REL || (machine != EM_BPF && machine != EM_NONE)) {
        throw wrong(0x10, "it is not an object file for eBPF (machine " + machine + ")");
      }
    }

    private int header(int section) {
      return (int) headers + section * SECTION_BYTES;
    }

    private int type(int section) {
      return file.getInt(header(section) + 4);
    }

    private byte[] contents(int section) {
      int at = header(section);
      long size = file.getLong(at + 0x20);
      if (section == 0) {
        return new byte[0];
      }
      if (type(section) == SHT_NOBITS) {
        if (size < 0 || size > MAX_NOBITS) {
          throw wrong(at + 0x20, "section " + section + " has " + size + " bytes");
        }
        return new byte[(int) size];
      }
      long offset = file.getLong(at + 0x18);
      require(offset, size, "section " + section);
      return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + size));
    }

    private void readSymbols(int table, List<Symbol> symbols) {
      int link = file.getInt(header(table) + 0x28);
      if (link < 0 || link >= count || type(link) != SHT_STRTAB) {
        throw wrong(header(table) + 0x28, "the symbols' names are in no string table");
      }
      byte[] strings = contents(link);
      ByteBuffer in = ByteBuffer.wrap(contents(table)).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at + SYMBOL_BYTES <= in.limit(); at += SYMBOL_BYTES) {
        symbols.add(
            new Symbol(
                string(strings, in.getInt(at), header(table)),
                kind(in.get(at + 4) & 0xf),
                Short.toUnsignedInt(in.getShort(at + 6)),
                in.getLong(at + 8),
                in.getLong(at + 16),
                (in.get(at + 4) & 0xf0) >> 4 == STB_WEAK));
      }
    }

    private static SymbolKind kind(int type) {
      return switch (type) {
        case 0 -> SymbolKind.NONE;
        case 1 -> SymbolKind.OBJECT;
        case 2 -> SymbolKind.FUNCTION;
        case 3 -> SymbolKind.SECTION;
        default -> SymbolKind.OTHER;
      };
    }

    private void readRelocations(int table, int symbols, List<Relocation> relocations) {
      int target = file.getInt(header(table) + 0x2c);
      if (target <= 0 || target >= count) {
        throw wrong(header(table) + 0x2c, "relocations are of no section: " + target);
      }
      ByteBuffer in = ByteBuffer.wrap(contents(table)).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at + RELOCATION_BYTES <= in.limit(); at += RELOCATION_BYTES) {
        long info = in.getLong(at + 8);
        int symbol = (int) (info >>> 32);
        if (symbol < 0 || symbol >= symbols) {
          throw wrong(header(table), "a relocation is of symbol " + symbol + ", of " + symbols);
        }
        relocations.add(new Relocation(target, in.getLong(at), (int) info, symbol));
      }
    }

    private String string(byte[] strings, int offset, int at) {
      if (offset < 0 || offset > strings.length || (offset == strings.length && offset != 0)) {
        throw wrong(at, "a name is at byte " + offset + " of " + strings.length);
      }
      int end = offset;
      while (end < strings.length && strings[end] != 0) {
        end++;
      }
      return new String(strings, offset, end - offset, StandardCharsets.UTF_8);
    }

    private void require(long offset, long size, String what) {
      if (offset < 0 || size < 0 || offset > bytes.length || size > bytes.length - offset) {
        throw wrong(
            Math.clamp(offset, 0, bytes.length),
            what + " reaches past the end of the file, which has " + bytes.length + " bytes");
      }
    }

    private static MalformedObjectException wrong(long offset, String reason) {
      return new MalformedObjectException("ELF", offset, reason);
    }
  }
}
