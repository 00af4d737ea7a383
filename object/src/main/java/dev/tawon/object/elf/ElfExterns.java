package dev.tawon.object.elf;

import static java.util.Objects.requireNonNull;

import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an object leaves to its loader: the kernel's options, and what maps hold of other maps and programs.
 *
 * <p>Source: {@code bpf_object__collect_externs} and {@code bpf_object__collect_map_relos} of libbpf's {@code libbpf.c}.
 */
final class ElfExterns {
  private static final int BPF_F_RDONLY_PROG = 1 << 7;
  private static final int POINTER_BYTES = 8;

  private ElfExterns() {}

  /** The variables of {@code .kconfig} by name, each aligned to its own size. */
  static Map<String, KernelOption> options(ElfFile file, Btf btf) {
    Map<String, KernelOption> options = new LinkedHashMap<>();
    OptionalInt section = btf.find(BtfKind.DATASEC, ElfObject.OPTIONS);
    if (section.isEmpty()) {
      return options;
    }
    if (btf.type(section.getAsInt()) instanceof BtfType.DataSection(_, _, var variables)) {
      int end = 0;
      for (var variable : variables) {
        String name = btf.name(variable.type());
        long bytes = btf.size(variable.type()).orElse(0);
        if (bytes < 1 || bytes > 4096) {
          throw new MalformedObjectException(
              ElfObject.OPTIONS, 0, "variable " + name + " has " + bytes + " bytes");
        }
        int alignment = Integer.highestOneBit((int) Math.min(bytes, POINTER_BYTES));
        int offset = (end + alignment - 1) / alignment * alignment;
        boolean weak =
            file.symbols().stream().anyMatch(symbol -> symbol.weak() && symbol.name().equals(name));
        options.put(name, new KernelOption(name, offset, (int) bytes, weak));
        end = offset + (int) bytes;
      }
    }
    return options;
  }

  /** The map that the options are in. */
  static MapSpec map(Collection<KernelOption> options) {
    int bytes =
        options.stream().mapToInt(option -> option.offset() + option.bytes()).max().orElse(0);
    return new MapSpec(ElfObject.OPTIONS, MapType.ARRAY, 4, bytes, 1, BPF_F_RDONLY_PROG, 0, 0);
  }

  /** What the maps' definitions put into them: relocations in their section. */
  static List<InitialEntry> entries(ElfFile file, BtfMaps maps) {
    List<InitialEntry> entries = new ArrayList<>();
    for (ElfFile.Relocation relocation : file.relocations()) {
      if (!file.sections().get(relocation.section()).name().equals(".maps")) {
        continue;
      }
      long at = relocation.offset();
      ElfFile.Symbol map =
          file.symbols().stream()
              .filter(symbol -> symbol.section() == relocation.section())
              .filter(symbol -> at >= symbol.value() && at - symbol.value() < symbol.size())
              .filter(symbol -> maps.valuesOffsets().containsKey(symbol.name()))
              .findFirst()
              .orElseThrow(() ->
                  new MalformedObjectException(".maps", at, "no map of maps or programs is here"));
      long within = at - map.value() - requireNonNull(maps.valuesOffsets().get(map.name()));
      if (within < 0 || within % POINTER_BYTES != 0) {
        throw new MalformedObjectException(
            ".maps", at, "map " + map.name() + " has no value at this place");
      }
      entries.add(
          new InitialEntry(
              map.name(),
              (int) (within / POINTER_BYTES),
              file.symbols().get(relocation.symbol()).name()));
    }
    return entries;
  }
}
