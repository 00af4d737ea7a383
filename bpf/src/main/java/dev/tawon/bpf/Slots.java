package dev.tawon.bpf;

import dev.tawon.isa.Encoder;
import dev.tawon.isa.Instruction;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.LineInfo;
import dev.tawon.object.ProgramSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between a program's instructions by index and the kernel's count of eight-byte slots. */
final class Slots {
  private final ProgramSpec program;
  private final int[] slots;

  Slots(ProgramSpec program) {
    this.program = program;
    slots = Encoder.slotOffsets(program.instructions());
  }

  /** {@code struct bpf_func_info} one after another: slot and type. */
  int[] functions() {
    List<FunctionInfo> functions = program.functionInfo();
    int[] records = new int[functions.size() * 2];
    for (int i = 0; i < functions.size(); i++) {
      records[2 * i] = slots[functions.get(i).instruction()];
      records[2 * i + 1] = functions.get(i).typeId();
    }
    return records;
  }

  /** {@code struct bpf_line_info} one after another: slot, file, text, and line number above ten bits of column. */
  int[] lines() {
    List<LineInfo> lines = program.lineInfo();
    int[] records = new int[lines.size() * 4];
    for (int i = 0; i < lines.size(); i++) {
      LineInfo line = lines.get(i);
      records[4 * i] = slots[line.instruction()];
      records[4 * i + 1] = line.fileNameOffset();
      records[4 * i + 2] = line.textOffset();
      records[4 * i + 3] = line.line() << 10;
    }
    return records;
  }

  /** The source line of the last jump back, by which a loop goes on; null if the program has no loop. */
  @Nullable LineInfo loop() {
    List<Instruction> instructions = program.instructions();
    for (int i = instructions.size() - 1; i >= 0; i--) {
      int distance =
          switch (instructions.get(i)) {
            case Instruction.Branch branch -> branch.offset();
            case Instruction.Goto jump -> jump.offset();
            default -> 0;
          };
      if (distance < 0) {
        return line(slots[i]);
      }
    }
    return null;
  }

  /** The source line of the instruction at a slot, or null if there is none or the slot is out of the program. */
  @Nullable LineInfo line(int slot) {
    LineInfo found = null;
    if (slot >= 0 && slot < slots[slots.length - 1]) {
      for (LineInfo line : program.lineInfo()) {
        if (slots[line.instruction()] <= slot) {
          found = line;
        }
      }
    }
    return found;
  }
}
