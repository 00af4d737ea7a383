package dev.tawon.sandbox;

import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A program whose shape is known to be sound: jumps stay within functions, and functions end. */
final class Program {
  /** As many as ubpf takes; Linux takes a million from those who may. */
  private static final int MAX_SLOTS = 65_536;

  /**
   * A function: the program's begin, or what is called.
   *
   * @param start the index of its first instruction
   * @param end the index after its last one
   * @param usesStack whether it names the frame pointer
   */
  record Function(int start, int end, boolean usesStack) {}

  private final List<Instruction> instructions;
  private final int[] slots;
  private final int[] targets;
  private final boolean[] leaders;
  private final List<Function> functions;
  private final Map<Integer, Long> resolved;

  private Program(List<Instruction> instructions, Map<Integer, Long> resolved) {
    this.resolved = Map.copyOf(resolved);
    this.instructions = List.copyOf(instructions);
    int size = this.instructions.size();
    slots = Encoder.slotOffsets(this.instructions);
    if (size == 0) {
      throw new InvalidProgramException(0, "the program has no instructions");
    }
    if (slots[size] > MAX_SLOTS) {
      throw new InvalidProgramException(
          Arrays.binarySearch(slots, MAX_SLOTS) < 0 ? size : size - 1,
          "the program has %d slots: %d are the most".formatted(slots[size], MAX_SLOTS));
    }
    targets = new int[size];
    leaders = new boolean[size];
    for (int i = 0; i < size; i++) {
      targets[i] = target(i);
    }
    functions = functions(this.instructions, targets);
    for (Function function : functions) {
      check(function);
    }
    if (this.instructions.stream().noneMatch(Program::setsR0)) {
      throw new InvalidProgramException(
          size - 1, "the program ends, and no instruction sets r0, its result");
    }
  }

  /**
   * Checks the shape of a program.
   *
   * @param resolved the addresses that 64-bit loads of maps load, by index
   * @throws InvalidProgramException if it has none that could run
   */
  static Program of(List<Instruction> instructions, Map<Integer, Long> resolved) {
    return new Program(instructions, resolved);
  }

  List<Instruction> instructions() {
    return instructions;
  }

  Instruction at(int index) {
    return instructions.get(index);
  }

  /** The functions in their order; the first begins at 0. */
  List<Function> functions() {
    return functions;
  }

  private static List<Function> functions(List<Instruction> instructions, int[] targets) {
    TreeSet<Integer> starts = new TreeSet<>();
    starts.add(0);
    for (int i = 0; i < instructions.size(); i++) {
      switch (instructions.get(i)) {
        case Instruction.CallFunction _ -> starts.add(targets[i]);
        case Instruction.LoadImmediate64(var kind, _, _, _) when kind == ImmediateKind.FUNCTION ->
            starts.add(targets[i]);
        default -> {}
      }
    }
    Integer[] sorted = starts.toArray(Integer[]::new);
    Function[] found = new Function[sorted.length];
    for (int f = 0; f < sorted.length; f++) {
      int end = f + 1 < sorted.length ? sorted[f + 1] : instructions.size();
      found[f] = new Function(sorted[f], end, usesStack(instructions, sorted[f], end));
    }
    return List.of(found);
  }

  /** Whether a function has what only goes on within the budget: a jump backwards or a call of a function. */
  boolean looksAtBudget(Function function) {
    for (int i = function.start(); i < function.end(); i++) {
      boolean looks =
          switch (instructions.get(i)) {
            case Instruction.Branch _, Instruction.Goto _, Instruction.MayGoto _ -> targets[i] <= i;
            case Instruction.CallFunction _ -> true;
            default -> false;
          };
      if (looks) {
        return true;
      }
    }
    return false;
  }

  /** The function that begins at an instruction. */
  int functionAt(int start) {
    for (int low = 0, high = functions.size() - 1; low <= high; ) {
      int middle = low + high >>> 1;
      int found = functions.get(middle).start();
      if (found == start) {
        return middle;
      } else if (found < start) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The function that begins at a slot, or -1. */
  int functionAtSlot(int slot) {
    int index = Arrays.binarySearch(slots, slot);
    return index < 0 || index >= instructions.size() ? -1 : functionAt(index);
  }

  /** Where an instruction jumps to, which function it calls or has the address of: the index of the first instruction. */
  int targetOf(int index) {
    return targets[index];
  }

  /** Whether it is known what a 64-bit load loads. */
  boolean hasImmediate(int index) {
    Instruction.LoadImmediate64 load = (Instruction.LoadImmediate64) instructions.get(index);
    return load.kind() == ImmediateKind.VALUE
        || load.kind() == ImmediateKind.FUNCTION
        || resolved.containsKey(index);
  }

  /** What a 64-bit load loads: a constant, a function's address, or a map's. */
  long immediate(int index) {
    Instruction.LoadImmediate64 load = (Instruction.LoadImmediate64) instructions.get(index);
    Long address = resolved.get(index);
    if (address != null) {
      return address;
    }
    return load.kind() == ImmediateKind.FUNCTION
        ? Region.address(Region.FUNCTIONS) + slots[targets[index]]
        : load.value();
  }

  /** Whether control may come to an instruction from elsewhere than the one before. */
  boolean isLeader(int index) {
    return leaders[index];
  }

  /** What an instruction that cannot be carried out would need. */
  String unsupported(int index) {
    return switch (instructions.get(index)) {
      case Instruction.CallKernelFunction(var id, _) ->
          "the kernel's function with BTF id " + id + " is not there";
      case Instruction.LoadImmediate64(var kind, _, var low, _) ->
          switch (kind) {
            case MAP_FD, MAP_VALUE -> "there is no map with file descriptor " + low;
            case MAP_INDEX, MAP_INDEX_VALUE -> "there is no map with index " + low;
            case BTF_ID -> "there is no kernel variable with BTF id " + low;
            case VALUE, FUNCTION -> throw new IllegalArgumentException();
          };
      case Instruction.GotoRegister _ -> "jumps through a table need a kernel";
      case Instruction.AddressSpaceCast _ -> "there are no address spaces but one";
      default -> "r10 may only be read";
    };
  }

  /** Whether an instruction writes the frame pointer: a fault, should control ever come there. */
  boolean writesFramePointer(int index) {
    return written(instructions.get(index)) == Register.R10;
  }

  private int target(int index) {
    int next = slots[index + 1];
    return switch (instructions.get(index)) {
      case Instruction.Branch branch -> instructionAt(index, (long) next + branch.offset());
      case Instruction.Goto(var offset, _) -> instructionAt(index, (long) next + offset);
      case Instruction.MayGoto(var offset) -> instructionAt(index, (long) next + offset);
      case Instruction.CallFunction(var offset) -> instructionAt(index, (long) next + offset);
      case Instruction.LoadImmediate64(var kind, _, var low, _)
          when kind == ImmediateKind.FUNCTION ->
          instructionAt(index, (long) next - 1 + low);
      default -> -1;
    };
  }

  private int instructionAt(int from, long slot) {
    if (slot < 0 || slot >= slots[instructions.size()]) {
      throw new InvalidProgramException(
          from, "it goes to slot " + slot + ", outside of the program");
    }
    int index = Arrays.binarySearch(slots, (int) slot);
    if (index < 0) {
      throw new InvalidProgramException(
          from, "it goes to slot " + slot + ", the middle of a 64-bit load");
    }
    return index;
  }

  private static boolean usesStack(List<Instruction> instructions, int start, int end) {
    for (int i = start; i < end; i++) {
      if (readsFramePointer(instructions.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsFramePointer(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu alu -> alu.src() == Register.R10;
      case Instruction.MoveSignExtended move -> move.src() == Register.R10;
      case Instruction.Load load -> load.base() == Register.R10;
      case Instruction.LoadAcquire load -> load.base() == Register.R10;
      case Instruction.Store store -> store.base() == Register.R10 || store.src() == Register.R10;
      case Instruction.StoreRelease store ->
          store.base() == Register.R10 || store.src() == Register.R10;
      case Instruction.Atomic atomic ->
          atomic.base() == Register.R10 || atomic.src() == Register.R10;
      case Instruction.Branch branch ->
          branch.dst() == Register.R10 || branch.src() == Register.R10;
      default -> false;
    };
  }

  private void check(Function function) {
    leaders[function.start()] = true;
    for (int i = function.start(); i < function.end(); i++) {
      Instruction instruction = instructions.get(i);
      boolean jump =
          switch (instruction) {
            case Instruction.Branch _, Instruction.Goto _, Instruction.MayGoto _ -> true;
            default -> false;
          };
      if (jump) {
        int target = targets[i];
        if (target < function.start() || target >= function.end()) {
          throw new InvalidProgramException(
              i, "it jumps to instruction " + target + ", which is in another function");
        }
        if (target == i && instruction instanceof Instruction.Goto) {
          throw new InvalidProgramException(i, "it jumps to itself, for ever");
        }
        leaders[target] = true;
        if (i + 1 < function.end()) {
          leaders[i + 1] = true;
        }
      }
    }
    int last = function.end() - 1;
    if (!(instructions.get(last) instanceof Instruction.Exit
        || instructions.get(last) instanceof Instruction.Goto
        || instructions.get(last) instanceof Instruction.GotoRegister)) {
      throw new InvalidProgramException(
          last, "it is the last one of a function, and goes on: an exit or a jump has to be there");
    }
  }

  /** Whether an instruction, or what it calls, sets r0. */
  static boolean setsR0(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Branch _,
          Instruction.Goto _,
          Instruction.MayGoto _,
          Instruction.GotoRegister _,
          Instruction.Store _,
          Instruction.StoreRelease _,
          Instruction.Exit _ ->
          false;
      case Instruction.Atomic atomic -> atomic.fetch() && written(atomic) == Register.R0;
      default -> written(instruction) == Register.R0;
    };
  }

  /** The register that an instruction sets as its destination; calls and packet loads set r0. */
  static Register written(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu alu -> alu.dst();
      case Instruction.Negate negate -> negate.dst();
      case Instruction.MoveSignExtended move -> move.dst();
      case Instruction.ByteSwap swap -> swap.dst();
      case Instruction.AddressSpaceCast cast -> cast.dst();
      case Instruction.Load load -> load.dst();
      case Instruction.LoadAcquire load -> load.dst();
      case Instruction.LoadImmediate64 load -> load.dst();
      case Instruction.Atomic atomic ->
          atomic.fetch() && atomic.operator() != AtomicOperator.CMPXCHG
              ? atomic.src()
              : Register.R0;
      case Instruction.Store _,
          Instruction.StoreRelease _,
          Instruction.LoadPacket _,
          Instruction.Branch _,
          Instruction.Goto _,
          Instruction.MayGoto _,
          Instruction.GotoRegister _,
          Instruction.CallHelper _,
          Instruction.CallFunction _,
          Instruction.CallKernelFunction _,
          Instruction.CallRegister _,
          Instruction.Exit _ ->
          Register.R0;
    };
  }
}
