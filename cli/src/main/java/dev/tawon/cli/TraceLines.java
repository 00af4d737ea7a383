package dev.tawon.cli;

import dev.tawon.isa.Disassembler;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Instruction;
import dev.tawon.sandbox.Tracer;
import java.io.PrintStream;
import java.util.List;

/** Prints each instruction with the registers that it changed, which are known when the next one begins. */
final class TraceLines implements Tracer {
  private final PrintStream out;
  private final List<Instruction> program;
  private final int[] slots;
  private long[] before = new long[0];
  private int last = -1;

  TraceLines(PrintStream out, List<Instruction> program) {
    this.out = out;
    this.program = program;
    this.slots = Encoder.slotOffsets(program);
  }

  @Override
  public void before(int instruction, long[] registers) {
    finish(registers);
    last = instruction;
    before = registers;
  }

  /** Another run begins. */
  void begin() {
    last = -1;
  }

  /** The program has ended. */
  void ended(long r0) {
    long[] after = before.clone();
    after[0] = r0;
    finish(after);
  }

  /** The last instruction was not carried out. */
  void stopped() {
    if (last >= 0) {
      out.println(text() + "stopped");
      out.flush();
    }
  }

  private void finish(long[] after) {
    if (last < 0) {
      return;
    }
    StringBuilder line = new StringBuilder(text());
    for (int r = 0; r < after.length; r++) {
      if (after[r] != before[r]) {
        line.append(" r").append(r).append("=0x").append(Long.toHexString(after[r]));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private String text() {
    return "%4d: %-40s ;".formatted(slots[last], Disassembler.text(program.get(last)));
  }
}
