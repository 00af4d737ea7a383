package dev.tawon.object.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A relocatable ELF64 file for eBPF, as it is put together. Source: {@code elf(5)}. */
final class ElfImage {
  private static final int SHT_PROGBITS = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_STRTAB = 3;
  private static final int SHT_NOBITS = 8;
  private static final int SHT_REL = 9;
  private static final int SHF_WRITE = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;
  private static final int SHF_INFO_LINK = 0x40;
  private static final int HEADER_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int RELOCATION_BYTES = 16;
  private static final int ALIGNMENT = 8;

  /** What a section is for. */
  enum Use {
    CODE(SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR),
    DATA(SHT_PROGBITS, SHF_ALLOC | SHF_WRITE),
    CONSTANTS(SHT_PROGBITS, SHF_ALLOC),
    ZEROS(SHT_NOBITS, SHF_ALLOC | SHF_WRITE),
    INFORMATION(SHT_PROGBITS, 0);

    private final int type;
    private final int flags;

    Use(int type, int flags) {
      this.type = type;
      this.flags = flags;
    }
  }

  /** {@code st_info}'s lower half. */
  enum Kind {
    NONE(0),
    OBJECT(1),
    FUNCTION(2),
    SECTION(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** A section whose bytes grow. */
  static final class Section {
    private final String name;
    private final Use use;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Relocation> relocations = new ArrayList<>();
    private int number;

    private Section(String name, Use use) {
      this.name = name;
      this.use = use;
    }

    String name() {
      return name;
    }

    int size() {
      return bytes.size();
    }

    void append(byte[] more) {
      bytes.writeBytes(more);
    }

    void relocate(long offset, int type, Symbol symbol) {
      relocations.add(new Relocation(offset, type, symbol));
    }
  }

  /** A symbol; without a section it is another's. */
  record Symbol(
      String name, Kind kind, boolean global, int section, long value, long size, boolean weak) {
    Symbol(String name, Kind kind, boolean global, int section, long value, long size) {
      this(name, kind, global, section, value, size, false);
    }

    /** {@code STB_LOCAL}, {@code STB_GLOBAL}, {@code STB_WEAK}. */
    int binding() {
      return weak ? 2 : global ? 1 : 0;
    }
  }

  private record Relocation(long offset, int type, Symbol symbol) {}

  /** A section header's numbers that differ between sections. */
  private record Header(
      int name, int type, long flags, int link, int info, int alignment, int entry) {}

  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final Map<String, Symbol> sectionSymbols = new HashMap<>();
  private final List<Symbol> symbols = new ArrayList<>();

  /** The section with a name, made if it is not there. */
  Section section(String name, Use use) {
    return sections.computeIfAbsent(
        name,
        _ -> {
          Section section = new Section(name, use);
          section.number = sections.size() + 1;
          return section;
        });
  }

  Symbol symbol(Symbol symbol) {
    symbols.add(symbol);
    return symbol;
  }

  /** A symbol in a section. */
  Symbol symbol(String name, Kind kind, boolean global, Section section, long value, long size) {
    return symbol(new Symbol(name, kind, global, section.number, value, size));
  }

  /**
   * A symbol that the loader finds elsewhere.
   *
   * @param weak whether it may find none
   */
  Symbol external(String name, boolean weak) {
    return symbol(new Symbol(name, Kind.NONE, true, 0, 0, 0, weak));
  }

  /** The symbol that stands for a section. */
  Symbol of(Section section) {
    return sectionSymbols.computeIfAbsent(
        section.name, _ -> symbol(new Symbol("", Kind.SECTION, false, section.number, 0, 0)));
  }

  /** The file. */
  byte[] toByteArray() {
    Strings names = new Strings();
    List<Symbol> ordered = new ArrayList<>();
    symbols.stream().filter(symbol -> !symbol.global()).forEach(ordered::add);
    int locals = ordered.size() + 1;
    symbols.stream().filter(Symbol::global).forEach(ordered::add);
    Map<Symbol, Integer> numbers = new HashMap<>();
    for (Symbol symbol : ordered) {
      numbers.put(symbol, numbers.size() + 1);
    }
    int relocated = (int) sections.values().stream().filter(s -> !s.relocations.isEmpty()).count();
    int symbolTable = sections.size() + relocated + 1;

    List<Header> headers = new ArrayList<>(List.of(new Header(0, 0, 0, 0, 0, 0, 0)));
    List<byte[]> contents = new ArrayList<>(List.of(new byte[0]));
    for (Section section : sections.values()) {
      headers.add(
          new Header(
              names.offset(section.name), section.use.type, section.use.flags, 0, 0, ALIGNMENT, 0));
      contents.add(section.bytes.toByteArray());
    }
    for (Section section : sections.values()) {
      if (!section.relocations.isEmpty()) {
        headers.add(
            new Header(
                names.offset(".rel" + section.name),
                SHT_REL,
                SHF_INFO_LINK,
                symbolTable,
                section.number,
                ALIGNMENT,
                RELOCATION_BYTES));
        contents.add(relocations(section, numbers));
      }
    }
    headers.add(
        new Header(
            names.offset(".symtab"),
            SHT_SYMTAB,
            0,
            symbolTable + 1,
            locals,
            ALIGNMENT,
            SYMBOL_BYTES));
    contents.add(symbolTable(ordered, names));
    headers.add(new Header(names.offset(".strtab"), SHT_STRTAB, 0, 0, 0, 1, 0));
    contents.add(names.toByteArray());
    return file(headers, contents);
  }

  private static byte[] file(List<Header> headers, List<byte[]> contents) {
    long end = HEADER_BYTES;
    long[] offsets = new long[headers.size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = aligned(end);
      end = offsets[i] + (headers.get(i).type == SHT_NOBITS ? 0 : contents.get(i).length);
    }
    long table = aligned(end);
    ByteBuffer out =
        ByteBuffer.allocate((int) table + headers.size() * HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16); // 64 bits, little-endian
    out.putShort((short) 1).putShort((short) 247).putInt(1); // ET_REL, EM_BPF, EV_CURRENT
    out.putLong(0).putLong(0).putLong(table).putInt(0);
    out.putShort((short) HEADER_BYTES).putShort((short) 0).putShort((short) 0);
    out.putShort((short) HEADER_BYTES);
    out.putShort((short) headers.size()).putShort((short) (headers.size() - 1));
    for (int i = 1; i < offsets.length; i++) {
      if (headers.get(i).type != SHT_NOBITS) {
        out.position((int) offsets[i]).put(contents.get(i));
      }
    }
    out.position((int) table);
    for (int i = 0; i < offsets.length; i++) {
      Header header = headers.get(i);
      out.putInt(header.name).putInt(header.type).putLong(header.flags).putLong(0);
      out.putLong(offsets[i]).putLong(contents.get(i).length);
      out.putInt(header.link).putInt(header.info);
      out.putLong(header.alignment).putLong(header.entry);
    }
    return out.array();
  }

  private static byte[] relocations(Section section, Map<Symbol, Integer> numbers) {
    ByteBuffer out =
        ByteBuffer.allocate(section.relocations.size() * RELOCATION_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Relocation relocation : section.relocations) {
      out.putLong(relocation.offset);
      out.putLong((long) numbers.getOrDefault(relocation.symbol, 0) << 32 | relocation.type);
    }
    return out.array();
  }

  private static byte[] symbolTable(List<Symbol> symbols, Strings names) {
    ByteBuffer out =
        ByteBuffer.allocate((symbols.size() + 1) * SYMBOL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.position(SYMBOL_BYTES);
    for (Symbol symbol : symbols) {
      out.putInt(names.offset(symbol.name));
      out.put((byte) (symbol.binding() << 4 | symbol.kind.number)).put((byte) 0);
      out.putShort((short) symbol.section).putLong(symbol.value).putLong(symbol.size);
    }
    return out.array();
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static final class Strings {
    private final Map<String, Integer> offsets = new HashMap<>(Map.of("", 0));
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Strings() {
      bytes.write(0);
    }

    int offset(String text) {
      return offsets.computeIfAbsent(
          text,
          _ -> {
            int offset = bytes.size();
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return offset;
          });
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
