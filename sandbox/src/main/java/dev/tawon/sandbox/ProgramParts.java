package dev.tawon.sandbox;

import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.MapReference;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.RelocatedProgram;
import dev.tawon.object.SymbolReference;
import dev.tawon.object.btf.Btf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a kernel's things where a program's description has names: addresses of maps and variables, and functions. Calls of
 * kernel functions become calls of helpers with numbers that no helper has.
 */
final class ProgramParts {
  private final @Nullable SimulatedKernel kernel;
  private final Map<String, Helper> own;
  private final List<Instruction> code;
  private final Map<Integer, Long> addresses = new HashMap<>();
  private final Map<Integer, Helper> helpers;
  private int nextNumber;

  private ProgramParts(
      List<Instruction> program,
      @Nullable SimulatedKernel kernel,
      Map<Integer, Helper> helpers,
      Map<String, Helper> own) {
    this.kernel = kernel;
    this.own = own;
    this.helpers = new HashMap<>(helpers);
    this.code = new ArrayList<>(program);
    nextNumber = helpers.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    for (Instruction instruction : code) {
      if (instruction instanceof Instruction.CallHelper(int number) && number <= 0xffff) {
        nextNumber = Math.max(nextNumber, number + 1);
      }
    }
  }

  /** The instructions, with helpers in the place of kernel functions. */
  List<Instruction> code() {
    return code;
  }

  /** What 64-bit loads of maps and variables load, by instruction. */
  Map<Integer, Long> addresses() {
    return addresses;
  }

  /** The helpers, by number, with those that stand for kernel functions. */
  Map<Integer, Helper> helpers() {
    return helpers;
  }

  /**
   * Finds what a program names.
   *
   * @param own kernel functions that take the place of the kernel's
   * @throws InvalidProgramException if something is not there that the program cannot do without
   */
  static ProgramParts of(
      ProgramSpec program,
      @Nullable SimulatedKernel kernel,
      Map<Integer, Helper> helpers,
      Map<String, Helper> own,
      List<CoreRelocationException> poisoned) {
    ProgramParts parts = new ProgramParts(program.instructions(), kernel, helpers, own);
    if (kernel != null) {
      for (MapReference reference : program.maps()) {
        parts.addresses.put(reference.instruction(), parts.map(kernel, reference));
      }
    }
    program.functions().forEach(parts::call);
    program.symbols().forEach(parts::symbol);
    parts.explain(poisoned);
    return parts;
  }

  /** Instructions that name nothing. */
  static ProgramParts of(List<Instruction> program, Map<Integer, Helper> helpers) {
    return new ProgramParts(program, null, helpers, Map.of());
  }

  /** A program for a kernel's types. What they lack is in the list that is added to. */
  static ProgramSpec relocate(
      ProgramSpec program,
      @Nullable Btf local,
      @Nullable Btf target,
      List<CoreRelocationException> poisoned) {
    if (program.relocations().isEmpty() || (local != null && isSame(local, target))) {
      return program; // a compiler leaves the values of its own types
    }
    int first = program.relocations().getFirst().instruction();
    if (local == null || target == null) {
      throw new InvalidProgramException(
          first,
          "it depends on the kernel's types (CO-RE), of which none are given: Builder.types gives them");
    }
    try {
      RelocatedProgram relocated = CoreRelocator.of(local, target).relocate(program);
      poisoned.addAll(relocated.poisoned());
      return relocated.program();
    } catch (CoreRelocationException e) {
      throw new InvalidProgramException(
          e.relocation().instruction(), "CO-RE relocation: " + e.getMessage());
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // types that are equal are one object, or are related like any others
  private static boolean isSame(Btf local, @Nullable Btf target) {
    return local == target;
  }

  private long map(SimulatedKernel around, MapReference reference) {
    int at = reference.instruction();
    String name = reference.map();
    SimulatedMap map =
        around.map(name).orElseThrow(() -> new InvalidProgramException(at, around.whyNoMap(name)));
    Instruction.LoadImmediate64 load = (Instruction.LoadImmediate64) code.get(at);
    boolean value =
        load.kind() == ImmediateKind.MAP_VALUE || load.kind() == ImmediateKind.MAP_INDEX_VALUE;
    if (value && !(map instanceof ArrayMap)) {
      throw new InvalidProgramException(at, "map " + name + " has no value with a fixed address");
    }
    return value ? ((ArrayMap) map).first() + load.high() : around.addressOf((KernelMap) map);
  }

  private @Nullable Helper function(String name) {
    Helper found = own.get(name);
    return found == null && kernel != null ? kernel.kernelFunction(name) : found;
  }

  private void call(FunctionReference reference) {
    String name = reference.function();
    Helper function = function(name);
    if (function == null && !reference.optional()) {
      throw new InvalidProgramException(
          reference.instruction(),
          "the kernel function " + name + " is not simulated: Builder.kernelFunction gives one");
    }
    replace(
        reference.instruction(),
        function == null ? missing("the kernel function " + name + " is not simulated") : function);
  }

  private static Helper missing(String reason) {
    return (memory, _, _, _, _, _) -> {
      throw ((Machine) memory).unsupportedCall(reason);
    };
  }

  private void replace(int instruction, Helper helper) {
    int number = nextNumber++;
    helpers.put(number, helper);
    code.set(instruction, new Instruction.CallHelper(number));
  }

  private void symbol(SymbolReference reference) {
    String name = reference.symbol();
    Long address = kernel == null ? null : kernel.addressOfVariable(name);
    if (address == null && kernel != null && function(name) != null) {
      address = kernel.addressOfFunction(name);
    }
    if (address == null && !reference.optional()) {
      throw new InvalidProgramException(
          reference.instruction(),
          "there is no kernel variable " + name + ": SimulatedKernel.setVariable makes one");
    }
    addresses.put(reference.instruction(), address == null ? 0 : address);
  }

  /** Has the calls that stand for what the kernel's types lack say so, should they be reached. */
  private void explain(List<CoreRelocationException> poisoned) {
    Map<Integer, CoreRelocationException> reasons = new TreeMap<>(Comparator.naturalOrder());
    poisoned.forEach(reason -> reasons.putIfAbsent(reason.relocation().instruction(), reason));
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof Instruction.CallHelper(int number)
          && number == RelocatedProgram.POISON_HELPER) {
        places.add(i);
      }
    }
    // A 64-bit load has become two instructions: then no reason is one place's.
    List<CoreRelocationException> inOrder = List.copyOf(reasons.values());
    for (int i = 0; i < places.size(); i++) {
      String reason =
          inOrder.size() == places.size()
              ? String.valueOf(inOrder.get(i).getMessage())
              : "the kernel's types lack what it depends on";
      replace(places.get(i), missing("CO-RE relocation: " + reason));
    }
  }
}
