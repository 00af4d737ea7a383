package dev.tawon.object;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.object.btf.Btf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An ELF object with CO-RE relocations: {@code .BTF} and the last part of {@code .BTF.ext}. */
final class CoreObject {
  private final ElfSections elf;
  private final Btf btf;

  /** The relocations of each section, with the byte of the instruction for its index. */
  private final Map<String, List<CoreRelocation>> relocations = new HashMap<>();

  private CoreObject(ElfSections elf) {
    this.elf = elf;
    this.btf = Btf.parse(elf.section(".BTF"));
  }

  static CoreObject read(Path file) throws IOException {
    CoreObject object = new CoreObject(ElfSections.read(file));
    object.readRelocations(
        ByteBuffer.wrap(object.elf.section(".BTF.ext")).order(ByteOrder.LITTLE_ENDIAN));
    return object;
  }

  private void readRelocations(ByteBuffer ext) {
    if (ext.getInt(28) == 0) {
      return;
    }
    int header = ext.getInt(4);
    ext.position(header + ext.getInt(24));
    int end = ext.position() + ext.getInt(28);
    int recordBytes = ext.getInt();
    while (ext.position() < end) {
      String section = btf.string(ext.getInt());
      int count = ext.getInt();
      List<CoreRelocation> found = relocations.computeIfAbsent(section, _ -> new ArrayList<>());
      for (int i = 0; i < count; i++, ext.position(ext.position() + recordBytes - 16)) {
        int offset = ext.getInt();
        int type = ext.getInt();
        String access = btf.string(ext.getInt());
        found.add(new CoreRelocation(offset, CoreRelocationKind.of(ext.getInt()), type, access));
      }
    }
  }

  /** Whether it was compiled with relocations. */
  boolean hasRelocations() {
    return !relocations.isEmpty();
  }

  Btf btf() {
    return btf;
  }

  /** A relocation by its number in the section of a program, with its slot in the program for the instruction. */
  CoreRelocation relocation(String program, int number) {
    ElfSections.Function function = elf.function(program);
    CoreRelocation found = relocations.get(elf.sectionName(function.section())).get(number);
    int slot = (found.instruction() - function.offset()) / 8;
    return new CoreRelocation(slot, found.kind(), found.typeId(), found.access());
  }

  /** A program with one relocation, whose instruction is given by slot. */
  ProgramSpec program(String name, CoreRelocation relocation) {
    ElfSections.Function function = elf.function(name);
    byte[] section = elf.section(elf.sectionName(function.section()));
    List<Instruction> code =
        Decoder.decode(
            Arrays.copyOfRange(section, function.offset(), function.offset() + function.bytes()));
    int index = 0;
    for (int slot = 0; slot < relocation.instruction(); index++) {
      slot += code.get(index).slots();
    }
    CoreRelocation placed =
        new CoreRelocation(index, relocation.kind(), relocation.typeId(), relocation.access());
    return new ProgramSpec(
        name,
        ProgramType.KPROBE,
        null,
        "",
        code,
        List.of(),
        List.of(),
        List.of(placed),
        List.of(),
        List.of());
  }
}
