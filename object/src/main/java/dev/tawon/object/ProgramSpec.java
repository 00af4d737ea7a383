package dev.tawon.object;

import dev.tawon.isa.Instruction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of a program: instructions in which maps, kernel functions and kernel types are still names.
 *
 * <p>Every index into the program is an index of {@code instructions}, not of encoded slots.
 *
 * @param name its name, unique in the object
 * @param type the kind of program
 * @param attachType where it is meant to be attached ({@code expected_attach_type}), or null where the kind has one place
 * @param target what it is attached to, in the kind's terms (a tracepoint's or a function's name); empty for none
 * @param instructions the code
 * @param maps the instructions that need a map
 * @param functions the instructions that need a kernel function
 * @param symbols the instructions that need the address of something of the kernel's
 * @param relocations the instructions that depend on the target kernel's types
 * @param functionInfo where functions begin, in order, the first at 0
 * @param lineInfo the source lines, in order, the first at 0
 * @param sleepable whether it may call what waits: {@code BPF_F_SLEEPABLE}
 */
public record ProgramSpec(
    String name,
    ProgramType type,
    @Nullable AttachType attachType,
    String target,
    List<Instruction> instructions,
    List<MapReference> maps,
    List<FunctionReference> functions,
    List<SymbolReference> symbols,
    List<CoreRelocation> relocations,
    List<FunctionInfo> functionInfo,
    List<LineInfo> lineInfo,
    boolean sleepable) {
  /**
   * Copies the lists and checks that they belong together.
   *
   * @throws IllegalArgumentException if the name or the program is empty, an index is no instruction's, a reference is to an
   *     instruction of the wrong kind, or function or line information is out of order
   */
  public ProgramSpec {
    instructions = List.copyOf(instructions);
    maps = List.copyOf(maps);
    functions = List.copyOf(functions);
    symbols = List.copyOf(symbols);
    relocations = List.copyOf(relocations);
    functionInfo = List.copyOf(functionInfo);
    lineInfo = List.copyOf(lineInfo);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a program has no name");
    }
    if (instructions.isEmpty()) {
      throw new IllegalArgumentException("program " + name + " has no instructions");
    }
    for (MapReference map : maps) {
      if (!(at(name, instructions, map.instruction(), "map")
          instanceof Instruction.LoadImmediate64)) {
        throw new IllegalArgumentException(
            "program "
                + name
                + ": instruction "
                + map.instruction()
                + " cannot hold map "
                + map.map());
      }
    }
    for (FunctionReference call : functions) {
      if (!(at(name, instructions, call.instruction(), "function")
          instanceof Instruction.CallKernelFunction)) {
        throw new IllegalArgumentException(
            "program "
                + name
                + ": instruction "
                + call.instruction()
                + " cannot call "
                + call.function());
      }
    }
    for (SymbolReference symbol : symbols) {
      if (!(at(name, instructions, symbol.instruction(), "symbol")
          instanceof Instruction.LoadImmediate64)) {
        throw new IllegalArgumentException(
            "program %s: instruction %d cannot load the address of %s"
                .formatted(name, symbol.instruction(), symbol.symbol()));
      }
    }
    for (CoreRelocation relocation : relocations) {
      at(name, instructions, relocation.instruction(), "relocation");
    }
    int previous = -1;
    for (FunctionInfo info : functionInfo) {
      previous = next(name, instructions, previous, info.instruction(), "function");
    }
    previous = -1;
    for (LineInfo info : lineInfo) {
      previous = next(name, instructions, previous, info.instruction(), "line");
    }
  }

  /** A program that does not sleep. */
  public ProgramSpec(
      String name,
      ProgramType type,
      @Nullable AttachType attachType,
      String target,
      List<Instruction> instructions,
      List<MapReference> maps,
      List<FunctionReference> functions,
      List<SymbolReference> symbols,
      List<CoreRelocation> relocations,
      List<FunctionInfo> functionInfo,
      List<LineInfo> lineInfo) {
    this(
        name,
        type,
        attachType,
        target,
        instructions,
        maps,
        functions,
        symbols,
        relocations,
        functionInfo,
        lineInfo,
        false);
  }

  /** The same program, which may or may not sleep. */
  public ProgramSpec withSleepable(boolean sleeps) {
    return sleeps == sleepable
        ? this
        : new ProgramSpec(
            name,
            type,
            attachType,
            target,
            instructions,
            maps,
            functions,
            symbols,
            relocations,
            functionInfo,
            lineInfo,
            sleeps);
  }

  /** A program that needs the address of nothing of the kernel's. */
  public ProgramSpec(
      String name,
      ProgramType type,
      @Nullable AttachType attachType,
      String target,
      List<Instruction> instructions,
      List<MapReference> maps,
      List<FunctionReference> functions,
      List<CoreRelocation> relocations,
      List<FunctionInfo> functionInfo,
      List<LineInfo> lineInfo) {
    this(
        name,
        type,
        attachType,
        target,
        instructions,
        maps,
        functions,
        List.of(),
        relocations,
        functionInfo,
        lineInfo);
  }

  /**
   * The same program with other instructions in the places of the old ones.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public ProgramSpec withInstructions(List<Instruction> others) {
    return new ProgramSpec(
        name,
        type,
        attachType,
        target,
        others,
        maps,
        functions,
        symbols,
        relocations,
        functionInfo,
        lineInfo,
        sleepable);
  }

  private static Instruction at(String program, List<Instruction> all, int index, String what) {
    if (index < 0 || index >= all.size()) {
      throw new IllegalArgumentException(
          "program %s has %d instructions, but a %s is at %d"
              .formatted(program, all.size(), what, index));
    }
    return all.get(index);
  }

  /** The kernel wants this information to begin at 0 and to ascend ({@code check_btf_func}, {@code check_btf_line}). */
  private static int next(
      String program, List<Instruction> all, int previous, int index, String what) {
    at(program, all, index, what);
    if (previous < 0 ? index != 0 : index <= previous) {
      throw new IllegalArgumentException(
          "program %s: the %s information at instruction %d follows that at %d"
              .formatted(program, what, index, previous));
    }
    return index;
  }
}
