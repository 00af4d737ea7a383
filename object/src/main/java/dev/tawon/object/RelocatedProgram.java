package dev.tawon.object;

import dev.tawon.isa.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for one kernel, with no relocation left.
 *
 * @param program the program
 * @param poisoned why instructions were made invalid, in the order of the relocations; if the verifier reaches one, it says
 *     {@code invalid func unknown#195896080}, and the reason is here
 */
public record RelocatedProgram(ProgramSpec program, List<CoreRelocationException> poisoned) {
  /** The helper that does not exist and stands for a failed relocation: 0xbad2310, libbpf's number. */
  public static final int POISON_HELPER = 195_896_080;

  /** Copies the list. */
  public RelocatedProgram {
    poisoned = List.copyOf(poisoned);
  }

  /**
   * A program with its instructions replaced, those that are invalid by {@link #POISON_HELPER}.
   *
   * <p>A {@link Instruction.LoadImmediate64} becomes two instructions then, so that jumps still arrive; what names
   * instructions by index moves with them.
   */
  static RelocatedProgram of(
      ProgramSpec program,
      List<Instruction> instructions,
      boolean[] invalid,
      List<CoreRelocationException> poisoned) {
    List<Instruction> result = new ArrayList<>(instructions.size());
    int[] moved = new int[instructions.size()];
    for (int i = 0; i < instructions.size(); i++) {
      moved[i] = result.size();
      Instruction instruction = instructions.get(i);
      if (!invalid[i]) {
        result.add(instruction);
        continue;
      }
      for (int slot = 0; slot < instruction.slots(); slot++) {
        result.add(new Instruction.CallHelper(POISON_HELPER));
      }
    }
    ProgramSpec relocated =
        new ProgramSpec(
            program.name(),
            program.type(),
            program.attachType(),
            program.target(),
            result,
            program.maps().stream()
                .map(map -> new MapReference(moved[map.instruction()], map.map()))
                .toList(),
            program.functions().stream()
                .map(call ->
                    new FunctionReference(
                        moved[call.instruction()], call.function(), call.optional()))
                .toList(),
            program.symbols().stream()
                .map(load ->
                    new SymbolReference(moved[load.instruction()], load.symbol(), load.optional()))
                .toList(),
            List.of(),
            program.functionInfo().stream()
                .map(info -> new FunctionInfo(moved[info.instruction()], info.typeId()))
                .toList(),
            program.lineInfo().stream()
                .map(line ->
                    new LineInfo(
                        moved[line.instruction()],
                        line.file(),
                        line.fileNameOffset(),
                        line.textOffset(),
                        line.line()))
                .toList(),
            program.sleepable());
    return new RelocatedProgram(relocated, poisoned);
  }
}
