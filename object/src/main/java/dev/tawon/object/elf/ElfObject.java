package dev.tawon.object.elf;

import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an eBPF object file holds.
 *
 * @param spec its programs and maps. Global variables are maps of one entry, named after their section
 * @param initialValues what those maps hold at the begin, by name: the value of key 0
 * @param innerMaps what the maps in a map of maps are like, by the outer one's name
 * @param entries what maps of maps and program arrays hold at the begin
 * @param options what the kernel's version and configuration say, in the map {@link #OPTIONS}
 */
public record ElfObject(
    ObjectSpec spec,
    Map<String, byte[]> initialValues,
    Map<String, MapSpec> innerMaps,
    List<InitialEntry> entries,
    List<KernelOption> options) {
  /** The map that holds the {@linkplain KernelOption options}. */
  public static final String OPTIONS = ".kconfig";

  private static final int BPF_F_RDONLY_PROG = 1 << 7;

  public ElfObject {
    initialValues = Map.copyOf(initialValues);
    innerMaps = Map.copyOf(innerMaps);
    entries = List.copyOf(entries);
    options = List.copyOf(options);
  }

  /** An object whose maps of maps and program arrays are empty at the begin. */
  public ElfObject(
      ObjectSpec spec, Map<String, byte[]> initialValues, Map<String, MapSpec> innerMaps) {
    this(spec, initialValues, innerMaps, List.of(), List.of());
  }

  /**
   * Reads an object file.
   *
   * @param name what to call the object
   * @param bytes the whole file
   * @throws MalformedObjectException if it is not an eBPF object, or one that makes no sense
   */
  public static ElfObject parse(String name, byte[] bytes) {
    ElfFile file = ElfFile.parse(bytes);
    try {
      return read(name, file);
    } catch (IllegalArgumentException e) { // what the descriptions' constructors refuse
      throw new MalformedObjectException("ELF", 0, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The object file: sections by libbpf's names, {@code .maps}, {@code .BTF} and {@code .BTF.ext}, so that what loads
   * objects of clang loads this one. {@link dev.tawon.object.LibbpfForm} makes an object ready for libbpf.
   *
   * @throws IllegalArgumentException if an object file cannot say what this object is: libbpf has no section name for a
   *     program, or the types do not have a kernel function that is called
   */
  public byte[] toByteArray() {
    return new ElfWriter(this).write();
  }

  private static ElfObject read(String name, ElfFile file) {
    Btf btf =
        file.section(".BTF")
            .map(section -> Btf.parse(section.bytes()))
            .orElseGet(() -> new BtfBuilder().build());
    BtfMaps declared = BtfMaps.of(btf);
    Map<String, MapSpec> maps = new LinkedHashMap<>(declared.maps());
    Map<String, KernelOption> options = ElfExterns.options(file, btf);
    if (!options.isEmpty()) {
      maps.put(OPTIONS, ElfExterns.map(options.values()));
    }
    Map<String, byte[]> initial = new HashMap<>();
    for (ElfFile.Section section : file.sections()) {
      if (isData(section.name()) && section.bytes().length > 0) {
        boolean constant = section.name().startsWith(".rodata");
        maps.putIfAbsent(
            section.name(),
            new MapSpec(
                section.name(),
                MapType.ARRAY,
                4,
                section.bytes().length,
                1,
                constant ? BPF_F_RDONLY_PROG : 0,
                0,
                0));
        initial.put(section.name(), section.bytes());
      }
    }
    BtfExtension extension =
        file.section(".BTF.ext")
            .map(section -> BtfExtension.parse(section.bytes(), btf))
            .orElse(BtfExtension.EMPTY);
    List<ProgramSpec> programs = new ArrayList<>();
    for (ElfFile.Symbol symbol : file.symbols()) {
      if (symbol.kind() == ElfFile.SymbolKind.FUNCTION
          && symbol.section() < file.sections().size()) {
        ElfFile.Section section = file.sections().get(symbol.section());
        if (section.executable() && !section.name().equals(".text") && symbol.size() > 0) {
          programs.add(
              new ElfLinker(file, extension, maps.keySet(), options).link(symbol, section.name()));
        }
      }
    }
    String license =
        file.section("license")
            .map(section -> new String(section.bytes(), StandardCharsets.UTF_8))
            .orElse("")
            .replace("\0", "");
    return new ElfObject(
        new ObjectSpec(name, license, List.copyOf(maps.values()), programs, btf),
        initial,
        declared.innerMaps(),
        ElfExterns.entries(file, declared),
        List.copyOf(options.values()));
  }

  /** Whether a section holds global variables. */
  static boolean isData(String section) {
    return section.equals(".bss")
        || section.startsWith(".bss.")
        || section.equals(".data")
        || section.startsWith(".data.")
        || section.equals(".rodata")
        || section.startsWith(".rodata.");
  }
}
