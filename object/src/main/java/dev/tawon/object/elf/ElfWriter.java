package dev.tawon.object.elf;

import dev.tawon.isa.Encoder;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.SymbolReference;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.SectionVariable;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfLinkage;
import dev.tawon.object.btf.BtfType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Writes an object as clang would: the opposite of {@link ElfLinker}. A program's first function goes into the section that
 * says what the program is, the others into {@code .text}, where libbpf looks for them.
 *
 * <p>Source: {@code bpf_object__elf_collect} and {@code bpf_program__record_reloc} of libbpf's {@code libbpf.c}.
 */
final class ElfWriter {
  private static final int R_BPF_64_64 = 1;
  private static final int R_BPF_64_ABS64 = 2;
  private static final int R_BPF_64_32 = 10;
  private static final int SLOT = 8;

  private final ElfObject object;
  private final ObjectSpec spec;
  private final BtfBuilder types;
  private final BtfExtensionWriter extension;
  private final ElfImage image = new ElfImage();
  private final Map<String, ElfImage.Symbol> maps = new HashMap<>();
  private final Map<String, ElfImage.Symbol> programs = new HashMap<>();

  /** Where the programs of arrays begin in {@code .maps}. */
  private final Map<String, Integer> values = new HashMap<>();

  private final Map<String, ElfImage.Symbol> kernelFunctions = new LinkedHashMap<>();
  private final Map<String, ElfImage.Symbol> kernelVariables = new LinkedHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

  ElfWriter(ElfObject object) {
    this.object = object;
    this.spec = object.spec();
    this.types = BtfBuilder.from(spec.btf());
    this.extension = new BtfExtensionWriter(types);
  }

  byte[] write() {
    addMaps();
    spec.programs().forEach(this::addProgram);
    addEntries();
    addKernelSymbols();
    if (!spec.license().isEmpty()) {
      image
          .section("license", ElfImage.Use.DATA)
          .append((spec.license() + "\0").getBytes(StandardCharsets.UTF_8));
    }
    byte[] information = extension.toByteArray();
    image.section(".BTF", ElfImage.Use.INFORMATION).append(types.build().toByteArray());
    image.section(".BTF.ext", ElfImage.Use.INFORMATION).append(information);
    return image.toByteArray();
  }

  private void addMaps() {
    BtfMapDefinitions definitions = new BtfMapDefinitions(types);
    boolean known = spec.btf().find(BtfKind.DATASEC, ".maps").isPresent();
    for (MapSpec map : spec.maps()) {
      if (ElfObject.isData(map.name())) {
        byte[] initial = object.initialValues().get(map.name());
        ElfImage.Section section = image.section(map.name(), use(map.name()));
        section.append(initial == null ? new byte[map.valueSize()] : initial);
        maps.put(map.name(), image.of(section));
        addVariables(section);
        continue;
      }
      ElfImage.Section section = image.section(".maps", ElfImage.Use.DATA);
      int places = known ? 0 : places(map);
      int bytes =
          known
              ? variableBytes(map.name())
              : definitions.add(map, object.innerMaps().get(map.name()), places);
      maps.put(
          map.name(),
          image.symbol(map.name(), ElfImage.Kind.OBJECT, true, section, section.size(), bytes));
      section.append(new byte[bytes]);
      if (places > 0) {
        values.put(map.name(), section.size() - places * SLOT);
      }
    }
    definitions.finish();
  }

  /** How many of an array's places have to be in the file so that all programs in it from the start are. */
  private int places(MapSpec map) {
    if (map.type() != MapType.PROG_ARRAY) {
      return 0;
    }
    return object.entries().stream()
        .filter(entry -> entry.map().equals(map.name()))
        .mapToInt(entry -> entry.index() + 1)
        .max()
        .orElse(0);
  }

  private void addEntries() {
    for (InitialEntry entry : object.entries()) {
      Integer place = values.get(entry.map());
      if (place != null) {
        ElfImage.Symbol program = programs.get(entry.target());
        if (program == null) {
          throw new IllegalArgumentException(
              "map " + entry.map() + " holds " + entry.target() + ", which is no program");
        }
        image
            .section(".maps", ElfImage.Use.DATA)
            .relocate(place + (long) SLOT * entry.index(), R_BPF_64_ABS64, program);
      }
    }
  }

  /** The types of an object that was read from a file have its maps already, in the order in which they were read. */
  private int variableBytes(String map) {
    Btf btf = spec.btf();
    int variable =
        btf.find(BtfKind.VAR, map)
            .orElseThrow(
                () -> new IllegalArgumentException("the types have a .maps without map " + map));
    return (int) btf.size(btf.target(variable)).orElse(SLOT);
  }

  /** libbpf looks global variables up by their symbols. */
  private void addVariables(ElfImage.Section section) {
    Btf btf = spec.btf();
    OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
    if (id.isEmpty()
        || !(btf.type(id.getAsInt()) instanceof BtfType.DataSection data)
        || data.bytes() == 0) {
      return;
    }
    for (BtfType.SectionVariable placed : data.variables()) {
      if (btf.type(placed.type()) instanceof BtfType.Variable variable
          && variable.linkage() == BtfLinkage.GLOBAL) {
        image.symbol(
            variable.name(), ElfImage.Kind.OBJECT, true, section, placed.offset(), placed.bytes());
      }
    }
  }

  private static ElfImage.Use use(String section) {
    if (section.startsWith(".bss")) {
      return ElfImage.Use.ZEROS;
    }
    return section.startsWith(".rodata") ? ElfImage.Use.CONSTANTS : ElfImage.Use.DATA;
  }

  /** A function of a program: where it is in the program, and where in the file. */
  private record Part(
      int first, int end, ElfImage.Section section, int place, ElfImage.Symbol symbol) {}

  private void addProgram(ProgramSpec program) {
    int[] slots = Encoder.slotOffsets(program.instructions());
    NavigableMap<Integer, String> functions = functions(program, slots);
    List<Part> parts = new ArrayList<>();
    Integer second = functions.higherKey(0);
    int shift =
        second == null
            ? 0
            : image.section(".text", ElfImage.Use.CODE).size() - SLOT * slots[second];
    for (Map.Entry<Integer, String> function : functions.entrySet()) {
      int first = function.getKey();
      Integer next = functions.higherKey(first);
      int end = next == null ? program.instructions().size() : next;
      ElfImage.Section section =
          image.section(first == 0 ? SectionName.of(program) : ".text", ElfImage.Use.CODE);
      int place = section.size();
      int bytes = SLOT * (slots[end] - slots[first]);
      ElfImage.Symbol symbol =
          image.symbol(
              function.getValue(), ElfImage.Kind.FUNCTION, first == 0, section, place, bytes);
      parts.add(new Part(first, end, section, place, symbol));
      if (first == 0) {
        programs.put(program.name(), symbol);
      }
      write(program, slots, parts.getLast(), shift);
    }
    relocate(program, slots, parts);
    parts.forEach(part -> describe(program, slots, part));
  }

  /** The names of a program's functions, by their first instructions. */
  private NavigableMap<Integer, String> functions(ProgramSpec program, int[] slots) {
    NavigableMap<Integer, String> functions = new TreeMap<>(Map.of(0, program.name()));
    for (FunctionInfo info : program.functionInfo()) {
      functions.computeIfAbsent(info.instruction(), _ -> unique(spec.btf().name(info.typeId())));
    }
    for (int i = 0; i < program.instructions().size(); i++) {
      int called = called(program.instructions().get(i), slots, i);
      if (called >= 0) {
        functions.computeIfAbsent(called, _ -> unique(program.name() + "_function"));
      }
    }
    return functions;
  }

  /** Symbols of programs have their names alone; two functions of one name are told apart by a number. */
  private String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "." + count;
  }

  /** The instruction where a function begins that another instruction calls or has the address of; -1 if none. */
  private static int called(Instruction instruction, int[] slots, int index) {
    int offset;
    switch (instruction) {
      case Instruction.CallFunction call -> offset = call.offset();
      case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.FUNCTION ->
          offset = load.low();
      default -> {
        return -1;
      }
    }
    return Math.max(-1, Arrays.binarySearch(slots, slots[index] + 1 + offset));
  }

  /**
   * The code as it is in a file, where what a relocation names is not in the instruction. libbpf takes the address of a function that
   * other files do not see only as a place in its section ({@code sym_is_subprog} of {@code libbpf.c}).
   *
   * @param shift what the places of functions in their section are above those in the program
   */
  private static void write(ProgramSpec program, int[] slots, Part part, int shift) {
    List<Instruction> code = new ArrayList<>();
    for (int i = part.first; i < part.end; i++) {
      Instruction instruction = program.instructions().get(i);
      int called = called(instruction, slots, i);
      boolean calls = called >= 0;
      code.add(
          switch (instruction) {
            case Instruction.CallFunction _ when calls -> new Instruction.CallFunction(-1);
            case Instruction.CallKernelFunction _ -> new Instruction.CallFunction(-1);
            case Instruction.LoadImmediate64 load ->
                switch (load.kind()) {
                  case FUNCTION ->
                      Instruction.LoadImmediate64.of(
                          load.dst(), calls ? shift + SLOT * slots[called] : 0);
                  case MAP_FD, BTF_ID -> Instruction.LoadImmediate64.of(load.dst(), 0);
                  case MAP_VALUE -> Instruction.LoadImmediate64.of(load.dst(), load.high());
                  case VALUE, MAP_INDEX, MAP_INDEX_VALUE -> load;
                };
            default -> instruction;
          });
    }
    part.section.append(Encoder.encode(code));
  }

  private void relocate(ProgramSpec program, int[] slots, List<Part> parts) {
    for (MapReference map : program.maps()) {
      relocate(parts, slots, map.instruction(), R_BPF_64_64, symbol(map.map()));
    }
    for (SymbolReference load : program.symbols()) {
      ElfImage.Symbol symbol =
          kernelVariables.computeIfAbsent(
              load.symbol(), name -> image.external(name, load.optional()));
      relocate(parts, slots, load.instruction(), R_BPF_64_64, symbol);
    }
    for (FunctionReference call : program.functions()) {
      ElfImage.Symbol symbol =
          kernelFunctions.computeIfAbsent(
              call.function(), name -> image.external(name, call.optional()));
      relocate(parts, slots, call.instruction(), R_BPF_64_32, symbol);
    }
    for (int i = 0; i < program.instructions().size(); i++) {
      Instruction instruction = program.instructions().get(i);
      int called = called(instruction, slots, i);
      if (called >= 0) {
        Part function = part(parts, called);
        if (instruction instanceof Instruction.CallFunction) {
          relocate(parts, slots, i, R_BPF_64_32, function.symbol);
        } else {
          relocate(parts, slots, i, R_BPF_64_64, image.of(function.section));
        }
      }
    }
  }

  private ElfImage.Symbol symbol(String map) {
    ElfImage.Symbol symbol = maps.get(map);
    if (symbol == null) {
      throw new IllegalArgumentException("there is no map " + map);
    }
    return symbol;
  }

  private static void relocate(
      List<Part> parts, int[] slots, int instruction, int type, ElfImage.Symbol symbol) {
    Part part = part(parts, instruction);
    part.section.relocate(place(part, slots, instruction), type, symbol);
  }

  private static Part part(List<Part> parts, int instruction) {
    return parts.stream()
        .filter(part -> part.first <= instruction && instruction < part.end)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no instruction " + instruction));
  }

  private static int place(Part part, int[] slots, int instruction) {
    return part.place + SLOT * (slots[instruction] - slots[part.first]);
  }

  private void describe(ProgramSpec program, int[] slots, Part part) {
    String section = part.section.name();
    for (FunctionInfo info : program.functionInfo()) {
      if (info.instruction() == part.first) {
        extension.function(section, part.place, info);
      }
    }
    for (LineInfo line : program.lineInfo()) {
      if (part.first <= line.instruction() && line.instruction() < part.end) {
        extension.line(section, place(part, slots, line.instruction()), line);
      }
    }
    for (CoreRelocation relocation : program.relocations()) {
      int at = relocation.instruction();
      if (part.first <= at && at < part.end) {
        extension.relocation(section, place(part, slots, at), relocation);
      }
    }
  }

  /** libbpf wants to know the parameters of what it is to find in the kernel, and looks variables up in its symbols. */
  private void addKernelSymbols() {
    boolean none = kernelFunctions.isEmpty() && kernelVariables.isEmpty();
    if (none || spec.btf().find(BtfKind.DATASEC, ".ksyms").isPresent()) {
      return;
    }
    List<SectionVariable> externs = new ArrayList<>();
    for (String name : kernelFunctions.keySet()) {
      OptionalInt declared = spec.btf().find(BtfKind.FUNC, name);
      if (declared.isEmpty()) {
        throw new IllegalArgumentException(
            "the object's types do not say what parameters the kernel function " + name + " has");
      }
      // No other of the name may stand before it: find_extern_btf_id takes the first.
      int function = declared.getAsInt();
      types.retypeFunction(function, spec.btf().target(function), BtfLinkage.EXTERN);
      externs.add(new SectionVariable(function, externs.size(), 1));
    }
    for (String name : kernelVariables.keySet()) {
      // extern const void NAME __ksym: of a variable without a type libbpf gives the address alone.
      int variable = types.variable(name, types.constant(0), BtfLinkage.EXTERN);
      externs.add(new SectionVariable(variable, externs.size(), 1));
    }
    types.dataSection(".ksyms", externs.size(), externs);
  }
}
