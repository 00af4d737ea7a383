package dev.tawon.cli;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Disassembler;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.LineInfo;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A program as people read it.
 *
 * @param program the program
 * @param rows its instructions
 * @param stackBytes how much of the stack its deepest function is seen to use
 * @param registers the registers that it names
 */
record ProgramListing(
    ProgramSpec program, List<Row> rows, int stackBytes, List<Register> registers) {

  /**
   * An instruction.
   *
   * @param slot where it stands, in slots of eight bytes
   * @param text the instruction in the kernel's spelling
   * @param line its source line; null if it is not known
   * @param note what the loader puts in, or the function that is called; empty if nothing
   * @param function the function that begins here; empty if none does, or the program itself
   */
  record Row(int slot, String text, @Nullable LineInfo line, String note, String function) {}

  static ProgramListing of(ProgramSpec program, Btf types) {
    int[] slots = Encoder.slotOffsets(program.instructions());
    Map<Integer, LineInfo> lines = new HashMap<>();
    program.lineInfo().forEach(line -> lines.put(line.instruction(), line));
    Map<Integer, String> functions = functions(program, types);
    Map<Integer, String> notes = notes(program, types);
    for (int i = 0; i < program.instructions().size(); i++) {
      String called = functions.get(called(program.instructions().get(i), slots, i));
      if (called != null) {
        notes.put(i, called);
      }
    }
    List<Row> rows = new ArrayList<>();
    LineInfo line = null;
    for (int i = 0; i < program.instructions().size(); i++) {
      line = lines.getOrDefault(i, line);
      rows.add(
          new Row(
              slots[i],
              Disassembler.text(program.instructions().get(i)),
              line,
              notes.getOrDefault(i, ""),
              functions.getOrDefault(i, "")));
    }
    return new ProgramListing(
        program, rows, stackBytes(program.instructions()), registers(program.instructions()));
  }

  /** The names of the functions that programs call, by their first instructions. */
  private static Map<Integer, String> functions(ProgramSpec program, Btf types) {
    Map<Integer, String> functions = new HashMap<>();
    for (FunctionInfo info : program.functionInfo()) {
      if (info.instruction() > 0) {
        functions.put(info.instruction(), types.name(info.typeId()));
      }
    }
    return functions;
  }

  /** The instruction where a function begins that another instruction calls or has the address of; -1 if none. */
  private static int called(Instruction instruction, int[] slots, int index) {
    return switch (instruction) {
      case Instruction.CallFunction call ->
          Arrays.binarySearch(slots, slots[index] + 1 + call.offset());
      case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.FUNCTION ->
          Arrays.binarySearch(slots, slots[index] + 1 + load.low());
      default -> -1;
    };
  }

  private static Map<Integer, String> notes(ProgramSpec program, Btf types) {
    Map<Integer, String> notes = new HashMap<>();
    program.maps().forEach(map -> notes.put(map.instruction(), map.map()));
    program.functions().forEach(call -> notes.put(call.instruction(), call.function()));
    for (CoreRelocation relocation : program.relocations()) {
      notes.put(relocation.instruction(), describe(relocation, types));
    }
    return notes;
  }

  private static String describe(CoreRelocation relocation, Btf types) {
    String what;
    try {
      what = relocation.describe(types);
    } catch (CoreRelocationException e) {
      what = relocation.access();
    }
    return switch (relocation.kind()) {
      case FIELD_BYTE_OFFSET -> what;
      case FIELD_BYTE_SIZE -> "size of " + what;
      case FIELD_EXISTS, TYPE_EXISTS, ENUMVAL_EXISTS -> "whether there is " + what;
      case FIELD_SIGNED -> "whether signed: " + what;
      case FIELD_LSHIFT_U64 -> "left shift for " + what;
      case FIELD_RSHIFT_U64 -> "right shift for " + what;
      case TYPE_ID_LOCAL, TYPE_ID_TARGET -> "number of " + what;
      case TYPE_SIZE -> "size of " + what;
      case ENUMVAL_VALUE -> "value of " + what;
      case TYPE_MATCHES -> "whether it matches: " + what;
    };
  }

  /** How far below r10 an instruction reaches, or an address is made. */
  private static int stackBytes(List<Instruction> code) {
    int lowest = 0;
    Instruction previous = new Instruction.Exit();
    for (Instruction instruction : code) {
      Instruction before = previous;
      int at =
          switch (instruction) {
            case Instruction.Load(_, _, _, Register base, short offset) when base == Register.R10 ->
                offset;
            case Instruction.Store(_, Register base, short offset, _) when base == Register.R10 ->
                offset;
            case Instruction.Atomic(_, _, _, Register base, short offset, _)
                when base == Register.R10 ->
                offset;
            case Instruction.Alu(var operator, boolean wide, Register dst, Immediate(int value))
                when wide && operator == AluOperator.ADD && isFrame(before, dst) ->
                value;
            default -> 0;
          };
      lowest = Math.min(lowest, at);
      previous = instruction;
    }
    return -lowest;
  }

  private static boolean isFrame(Instruction instruction, Register copy) {
    return instruction instanceof Instruction.Alu(var operator, boolean wide, var dst, var src)
        && wide
        && operator == AluOperator.MOV
        && dst == copy
        && src == Register.R10;
  }

  private static List<Register> registers(List<Instruction> code) {
    TreeSet<Register> registers = new TreeSet<>();
    for (Instruction instruction : code) {
      String text = Disassembler.text(instruction);
      for (Register register : Register.values()) {
        if (text.matches(".*\\b[rw]" + register.number() + "\\b.*")) {
          registers.add(register);
        }
      }
    }
    return List.copyOf(registers);
  }
}
