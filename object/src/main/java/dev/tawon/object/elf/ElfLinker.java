package dev.tawon.object.elf;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.MapReference;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.SymbolReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a program of a function and all that it calls, which is put behind it.
 *
 * <p>Source: {@code bpf_object__relocate_calls} of libbpf's {@code libbpf.c}, and {@code
 * Documentation/bpf/llvm_reloc.rst}.
 */
final class ElfLinker {
  private static final int R_BPF_64_64 = 1;
  private static final int R_BPF_64_32 = 10;
  private static final int SLOT = 8;

  private final ElfFile file;
  private final BtfExtension extension;
  private final Set<String> mapNames;
  private final List<Part> parts = new ArrayList<>();
  private final Map<Long, Part> byPlace = new HashMap<>();
  private final List<MapReference> maps = new ArrayList<>();
  private final List<FunctionReference> kernelFunctions = new ArrayList<>();
  private final List<SymbolReference> symbols = new ArrayList<>();
  private final Map<String, KernelOption> options;

  /** A function's instructions, and where they come from and go to. */
  @SuppressWarnings("ArrayRecordComponent") // parts are not compared
  private record Part(
      int section, int begin, List<Instruction> code, int[] slots, int first, int firstSlot) {
    /** The index in the program of the instruction at a byte of the section; -1 if none begins there. */
    int index(long offset) {
      if (offset < begin || offset % SLOT != 0) {
        return -1;
      }
      int found = Arrays.binarySearch(slots, (int) ((offset - begin) / SLOT));
      return found < 0 || found >= code.size() ? -1 : first + found;
    }
  }

  ElfLinker(
      ElfFile file,
      BtfExtension extension,
      Set<String> mapNames,
      Map<String, KernelOption> options) {
    this.options = options;
    this.file = file;
    this.extension = extension;
    this.mapNames = mapNames;
  }

  ProgramSpec link(ElfFile.Symbol symbol, String section) {
    add(symbol.section(), symbol.value());
    List<Instruction> program = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) { // it grows on the way
      relocate(parts.get(i));
    }
    parts.forEach(part -> program.addAll(part.code()));
    Map<Integer, LineInfo> lines = new LinkedHashMap<>();
    List<CoreRelocation> relocations = new ArrayList<>();
    List<FunctionInfo> functions = new ArrayList<>();
    for (Part part : parts) {
      String name = file.sections().get(part.section()).name();
      extension.functions().getOrDefault(name, List.of()).stream()
          .filter(info -> info.instruction() == part.begin())
          .findFirst()
          .ifPresent(info -> functions.add(new FunctionInfo(part.first(), info.typeId())));
      for (LineInfo line : extension.lines().getOrDefault(name, List.of())) {
        int index = part.index(line.instruction());
        if (index >= 0) {
          lines.putIfAbsent(
              index,
              new LineInfo(
                  index, line.file(), line.fileNameOffset(), line.textOffset(), line.line()));
        }
      }
      for (CoreRelocation relocation : extension.relocations().getOrDefault(name, List.of())) {
        int index = part.index(relocation.instruction());
        if (index >= 0) {
          relocations.add(
              new CoreRelocation(
                  index, relocation.kind(), relocation.typeId(), relocation.access()));
        }
      }
    }
    List<LineInfo> ordered = lines.keySet().stream().sorted().map(lines::get).toList();
    SectionName kind = SectionName.of(section);
    return new ProgramSpec(
        symbol.name(),
        kind.type(),
        kind.attachType(),
        kind.target(),
        program,
        maps,
        kernelFunctions,
        symbols,
        relocations,
        functions.size() == parts.size() ? functions : List.of(), // the kernel wants all or none
        ordered.isEmpty() || ordered.getFirst().instruction() == 0 ? ordered : List.of(),
        kind.sleepable());
  }

  /** The function at a place, put behind the others if it is not there yet. */
  private Part add(int section, long offset) {
    long place = (long) section << 32 | offset;
    Part known = byPlace.get(place);
    if (known != null) {
      return known;
    }
    ElfFile.Symbol function =
        file.symbols().stream()
            .filter(symbol -> symbol.kind() == ElfFile.SymbolKind.FUNCTION)
            .filter(symbol -> symbol.section() == section && symbol.value() == offset)
            .findFirst()
            .orElseThrow(() -> wrong(section, offset, "no function begins here"));
    byte[] bytes = file.sections().get(section).bytes();
    if (offset < 0
        || function.size() <= 0
        || function.size() > bytes.length
        || offset > bytes.length - function.size()) {
      throw wrong(section, offset, "function " + function.name() + " is not within its section");
    }
    List<Instruction> code;
    try {
      code =
          new ArrayList<>(
              Decoder.decode(
                  Arrays.copyOfRange(bytes, (int) offset, (int) (offset + function.size()))));
    } catch (MalformedInstructionException e) {
      throw wrong(section, offset + (long) SLOT * e.slot(), e.reason());
    }
    int[] slots = Encoder.slotOffsets(code);
    Part last = parts.isEmpty() ? null : parts.getLast();
    Part part =
        new Part(
            section,
            (int) offset,
            code,
            slots,
            last == null ? 0 : last.first() + last.code().size(),
            last == null ? 0 : last.firstSlot() + last.slots()[last.code().size()]);
    parts.add(part);
    byPlace.put(place, part);
    return part;
  }

  private void relocate(Part part) {
    Map<Long, ElfFile.Relocation> relocations = new HashMap<>();
    for (ElfFile.Relocation relocation : file.relocations()) {
      if (relocation.section() == part.section()) {
        relocations.put(relocation.offset(), relocation);
      }
    }
    for (int i = 0; i < part.code().size(); i++) {
      int slot = part.slots()[i];
      long at = part.begin() + (long) SLOT * slot;
      ElfFile.Relocation relocation = relocations.get(at);
      switch (part.code().get(i)) {
        case Instruction.CallFunction(int offset) ->
            part.code().set(i, call(part, i, at, offset, relocation));
        case Instruction.LoadImmediate64 load when relocation != null ->
            part.code().set(i, load(part, i, at, load, relocation));
        default -> {}
      }
    }
  }

  private Instruction call(
      Part part, int index, long at, int offset, ElfFile.@Nullable Relocation relocation) {
    int section = part.section();
    long target = at + SLOT + (long) SLOT * offset;
    if (relocation != null) {
      if (relocation.type() != R_BPF_64_32) {
        throw wrong(section, at, "a call has a relocation of type " + relocation.type());
      }
      ElfFile.Symbol symbol = file.symbols().get(relocation.symbol());
      section = symbol.section();
      if (section == 0) { // a kernel function
        kernelFunctions.add(
            new FunctionReference(part.first() + index, symbol.name(), symbol.weak()));
        return new Instruction.CallKernelFunction(0, (short) 0);
      }
      if (section >= file.sections().size()) {
        throw wrong(part.section(), at, "the function " + symbol.name() + " is in no section");
      }
      target =
          symbol.kind() == ElfFile.SymbolKind.SECTION
              ? (long) SLOT * (offset + 1L)
              : symbol.value();
    }
    Part called = add(section, target);
    return new Instruction.CallFunction(
        called.firstSlot() - (part.firstSlot() + part.slots()[index] + 1));
  }

  private Instruction load(
      Part part,
      int index,
      long at,
      Instruction.LoadImmediate64 load,
      ElfFile.Relocation relocation) {
    if (relocation.type() != R_BPF_64_64) {
      throw wrong(
          part.section(), at, "a 64-bit load has a relocation of type " + relocation.type());
    }
    ElfFile.Symbol symbol = file.symbols().get(relocation.symbol());
    if (symbol.section() == 0) {
      KernelOption option = options.get(symbol.name());
      if (option != null) {
        maps.add(new MapReference(part.first() + index, ElfObject.OPTIONS));
        return new Instruction.LoadImmediate64(
            ImmediateKind.MAP_VALUE, load.dst(), 0, option.offset() + load.low());
      }
      symbols.add(new SymbolReference(part.first() + index, symbol.name(), symbol.weak()));
      return new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, load.dst(), 0, 0);
    }
    if (symbol.section() >= file.sections().size()) {
      throw wrong(part.section(), at, "the symbol " + symbol.name() + " is in no section");
    }
    ElfFile.Section section = file.sections().get(symbol.section());
    if (section.executable()) {
      long target =
          symbol.kind() == ElfFile.SymbolKind.SECTION
              ? Integer.toUnsignedLong(load.low())
              : symbol.value();
      Part function = add(symbol.section(), target);
      return new Instruction.LoadImmediate64(
          ImmediateKind.FUNCTION,
          load.dst(),
          function.firstSlot() - (part.firstSlot() + part.slots()[index] + 1),
          0);
    }
    if (ElfObject.isData(section.name())) {
      maps.add(new MapReference(part.first() + index, section.name()));
      return new Instruction.LoadImmediate64(
          ImmediateKind.MAP_VALUE, load.dst(), 0, (int) (symbol.value() + load.low()));
    }
    if (!mapNames.contains(symbol.name())) {
      throw wrong(part.section(), at, "there is no map " + symbol.name());
    }
    maps.add(new MapReference(part.first() + index, symbol.name()));
    return new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, load.dst(), 0, 0);
  }

  private MalformedObjectException wrong(int section, long offset, String reason) {
    return new MalformedObjectException(file.sections().get(section).name(), offset, reason);
  }
}
