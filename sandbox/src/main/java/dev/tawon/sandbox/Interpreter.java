package dev.tawon.sandbox;

import dev.tawon.isa.Register;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link PackedCode}, one instruction after the other.
 *
 * <p>One method that HotSpot's second compiler takes (less than 8,000 bytes of bytecode), in which an instruction is one
 * load from the code and one jump through a table. Instructions are counted where control goes elsewhere.
 */
final class Interpreter extends Executable {
  private static final long[] NONE = {};

  private final PackedCode packed;
  private final @Nullable Tracer tracer;

  /** Registers of a run that is over; empty if there are none. */
  private long[] spare = NONE;

  Interpreter(PackedCode packed, @Nullable Tracer tracer) {
    this.packed = packed;
    this.tracer = tracer;
  }

  @Override
  long run(Machine machine, int function, long r1, long r2, long r3, long r4, long r5) {
    // A helper may call back into the program: each run that is not over has registers of its own.
    long[] r = spare;
    if (r.length == 0) {
      r = packed.registers();
    } else {
      spare = NONE;
      Arrays.fill(r, 0, PackedCode.CONSTANTS, 0);
    }
    r[1] = r1;
    r[2] = r2;
    r[3] = r3;
    r[4] = r4;
    r[5] = r5;
    long result = run(machine, r, packed.start(function), packed.usesStack(function));
    spare = r;
    return result;
  }

  @Override
  long start(Machine machine, long r1, long r2, long r3, long r4, long r5) {
    return run(machine, 0, r1, r2, r3, r4, r5);
  }

  private long run(Machine machine, long[] r, int start, boolean usesStack) {
    long[] code = packed.code();
    Tracer trace = tracer;
    int outermost = machine.depth;
    r[10] = Machine.framePointer(machine.enter(start, usesStack));
    long[] saved = NONE;
    long budget = machine.budget;
    int pc = start;
    int begin = start; // of what is not counted yet
    for (; ; pc++) {
      if (trace != null) {
        trace.before(pc, Arrays.copyOf(r, Register.R10.number() + 1));
      }
      long instruction = code[pc];
      int dst = PackedCode.dst(instruction);
      int src = PackedCode.src(instruction);
      boolean taken;
      switch (PackedCode.operation(instruction)) {
        case Operation.ADD_32 -> {
          r[dst] = Arithmetic.add32(r[dst], r[src]);
          continue;
        }
        case Operation.ADD_64 -> {
          r[dst] = Arithmetic.add64(r[dst], r[src]);
          continue;
        }
        case Operation.SUB_32 -> {
          r[dst] = Arithmetic.sub32(r[dst], r[src]);
          continue;
        }
        case Operation.SUB_64 -> {
          r[dst] = Arithmetic.sub64(r[dst], r[src]);
          continue;
        }
        case Operation.MUL_32 -> {
          r[dst] = Arithmetic.mul32(r[dst], r[src]);
          continue;
        }
        case Operation.MUL_64 -> {
          r[dst] = Arithmetic.mul64(r[dst], r[src]);
          continue;
        }
        case Operation.DIV_32 -> {
          r[dst] = Arithmetic.div32(r[dst], r[src]);
          continue;
        }
        case Operation.DIV_64 -> {
          r[dst] = Arithmetic.div64(r[dst], r[src]);
          continue;
        }
        case Operation.SDIV_32 -> {
          r[dst] = Arithmetic.sdiv32(r[dst], r[src]);
          continue;
        }
        case Operation.SDIV_64 -> {
          r[dst] = Arithmetic.sdiv64(r[dst], r[src]);
          continue;
        }
        case Operation.OR_32 -> {
          r[dst] = Arithmetic.or32(r[dst], r[src]);
          continue;
        }
        case Operation.OR_64 -> {
          r[dst] = Arithmetic.or64(r[dst], r[src]);
          continue;
        }
        case Operation.AND_32 -> {
          r[dst] = Arithmetic.and32(r[dst], r[src]);
          continue;
        }
        case Operation.AND_64 -> {
          r[dst] = Arithmetic.and64(r[dst], r[src]);
          continue;
        }
        case Operation.LSH_32 -> {
          r[dst] = Arithmetic.lsh32(r[dst], r[src]);
          continue;
        }
        case Operation.LSH_64 -> {
          r[dst] = Arithmetic.lsh64(r[dst], r[src]);
          continue;
        }
        case Operation.RSH_32 -> {
          r[dst] = Arithmetic.rsh32(r[dst], r[src]);
          continue;
        }
        case Operation.RSH_64 -> {
          r[dst] = Arithmetic.rsh64(r[dst], r[src]);
          continue;
        }
        case Operation.MOD_32 -> {
          r[dst] = Arithmetic.mod32(r[dst], r[src]);
          continue;
        }
        case Operation.MOD_64 -> {
          r[dst] = Arithmetic.mod64(r[dst], r[src]);
          continue;
        }
        case Operation.SMOD_32 -> {
          r[dst] = Arithmetic.smod32(r[dst], r[src]);
          continue;
        }
        case Operation.SMOD_64 -> {
          r[dst] = Arithmetic.smod64(r[dst], r[src]);
          continue;
        }
        case Operation.XOR_32 -> {
          r[dst] = Arithmetic.xor32(r[dst], r[src]);
          continue;
        }
        case Operation.XOR_64 -> {
          r[dst] = Arithmetic.xor64(r[dst], r[src]);
          continue;
        }
        case Operation.MOV_32 -> {
          r[dst] = Arithmetic.mov32(r[dst], r[src]);
          continue;
        }
        case Operation.MOV_64 -> {
          r[dst] = Arithmetic.mov64(r[dst], r[src]);
          continue;
        }
        case Operation.ARSH_32 -> {
          r[dst] = Arithmetic.arsh32(r[dst], r[src]);
          continue;
        }
        case Operation.ARSH_64 -> {
          r[dst] = Arithmetic.arsh64(r[dst], r[src]);
          continue;
        }
        case Operation.NEG_64 -> {
          r[dst] = Arithmetic.neg64(r[src]);
          continue;
        }
        case Operation.NEG_32 -> {
          r[dst] = Arithmetic.neg32(r[src]);
          continue;
        }
        case Operation.EXTEND_8_TO_64 -> {
          r[dst] = Arithmetic.extend8To64(r[src]);
          continue;
        }
        case Operation.EXTEND_16_TO_64 -> {
          r[dst] = Arithmetic.extend16To64(r[src]);
          continue;
        }
        case Operation.EXTEND_32_TO_64 -> {
          r[dst] = Arithmetic.extend32To64(r[src]);
          continue;
        }
        case Operation.EXTEND_8_TO_32 -> {
          r[dst] = Arithmetic.extend8To32(r[src]);
          continue;
        }
        case Operation.EXTEND_16_TO_32 -> {
          r[dst] = Arithmetic.extend16To32(r[src]);
          continue;
        }
        case Operation.TRUNCATE_16 -> {
          r[dst] = Arithmetic.truncate16(r[src]);
          continue;
        }
        case Operation.TRUNCATE_32 -> {
          r[dst] = Arithmetic.truncate32(r[src]);
          continue;
        }
        case Operation.TRUNCATE_64 -> {
          r[dst] = Arithmetic.truncate64(r[src]);
          continue;
        }
        case Operation.SWAP_16 -> {
          r[dst] = Arithmetic.swap16(r[src]);
          continue;
        }
        case Operation.SWAP_32 -> {
          r[dst] = Arithmetic.swap32(r[src]);
          continue;
        }
        case Operation.SWAP_64 -> {
          r[dst] = Arithmetic.swap64(r[src]);
          continue;
        }
        case Operation.LOAD_8 -> {
          r[dst] = machine.load8(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_16 -> {
          r[dst] = machine.load16(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_32 -> {
          r[dst] = machine.load32(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_64 -> {
          r[dst] = machine.load64(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_S8 -> {
          r[dst] = (byte) machine.load8(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_S16 -> {
          r[dst] = (short) machine.load16(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.LOAD_S32 -> {
          r[dst] = (int) machine.load32(r[src] + PackedCode.aux(instruction), pc);
          continue;
        }
        case Operation.STORE_8 -> {
          machine.store8(r[dst] + PackedCode.aux(instruction), r[src], pc);
          continue;
        }
        case Operation.STORE_16 -> {
          machine.store16(r[dst] + PackedCode.aux(instruction), r[src], pc);
          continue;
        }
        case Operation.STORE_32 -> {
          machine.store32(r[dst] + PackedCode.aux(instruction), r[src], pc);
          continue;
        }
        case Operation.STORE_64 -> {
          machine.store64(r[dst] + PackedCode.aux(instruction), r[src], pc);
          continue;
        }
        case Operation.MOV_ADD_32 -> {
          r[dst] = Arithmetic.add32(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_ADD_64 -> {
          r[dst] = Arithmetic.add64(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_AND_32 -> {
          r[dst] = Arithmetic.and32(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_AND_64 -> {
          r[dst] = Arithmetic.and64(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_LSH_32 -> {
          r[dst] = Arithmetic.lsh32(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_LSH_64 -> {
          r[dst] = Arithmetic.lsh64(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_RSH_32 -> {
          r[dst] = Arithmetic.rsh32(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.MOV_RSH_64 -> {
          r[dst] = Arithmetic.rsh64(r[src], r[PackedCode.aux(instruction)]);
          pc++;
          continue;
        }
        case Operation.ZERO_UPPER -> {
          r[dst] = Arithmetic.truncate32(r[src]);
          pc++;
          continue;
        }
        case Operation.MOV_ADD_LOAD_8 -> {
          int aux = PackedCode.aux(instruction);
          r[dst] = r[src] + r[aux & 0xffff];
          pc += 2;
          r[dst] = machine.load8(r[dst] + (aux >> 16), pc);
          continue;
        }
        case Operation.MOV_ADD_LOAD_16 -> {
          int aux = PackedCode.aux(instruction);
          r[dst] = r[src] + r[aux & 0xffff];
          pc += 2;
          r[dst] = machine.load16(r[dst] + (aux >> 16), pc);
          continue;
        }
        case Operation.MOV_ADD_LOAD_32 -> {
          int aux = PackedCode.aux(instruction);
          r[dst] = r[src] + r[aux & 0xffff];
          pc += 2;
          r[dst] = machine.load32(r[dst] + (aux >> 16), pc);
          continue;
        }
        case Operation.MOV_ADD_LOAD_64 -> {
          int aux = PackedCode.aux(instruction);
          r[dst] = r[src] + r[aux & 0xffff];
          pc += 2;
          r[dst] = machine.load64(r[dst] + (aux >> 16), pc);
          continue;
        }
        case Operation.ADD_NE_64 -> {
          r[dst] += r[src & PackedCode.MAX_SMALL];
          taken = r[dst] != r[src >>> PackedCode.SMALL_BITS];
          pc++;
        }
        case Operation.EQ_32 -> taken = Comparison.eq32(r[dst], r[src]);
        case Operation.EQ_64 -> taken = Comparison.eq64(r[dst], r[src]);
        case Operation.NE_32 -> taken = Comparison.ne32(r[dst], r[src]);
        case Operation.NE_64 -> taken = Comparison.ne64(r[dst], r[src]);
        case Operation.SET_32 -> taken = Comparison.set32(r[dst], r[src]);
        case Operation.SET_64 -> taken = Comparison.set64(r[dst], r[src]);
        case Operation.GT_32 -> taken = Comparison.gt32(r[dst], r[src]);
        case Operation.GT_64 -> taken = Comparison.gt64(r[dst], r[src]);
        case Operation.GE_32 -> taken = Comparison.ge32(r[dst], r[src]);
        case Operation.GE_64 -> taken = Comparison.ge64(r[dst], r[src]);
        case Operation.LT_32 -> taken = Comparison.lt32(r[dst], r[src]);
        case Operation.LT_64 -> taken = Comparison.lt64(r[dst], r[src]);
        case Operation.LE_32 -> taken = Comparison.le32(r[dst], r[src]);
        case Operation.LE_64 -> taken = Comparison.le64(r[dst], r[src]);
        case Operation.SGT_32 -> taken = Comparison.sgt32(r[dst], r[src]);
        case Operation.SGT_64 -> taken = Comparison.sgt64(r[dst], r[src]);
        case Operation.SGE_32 -> taken = Comparison.sge32(r[dst], r[src]);
        case Operation.SGE_64 -> taken = Comparison.sge64(r[dst], r[src]);
        case Operation.SLT_32 -> taken = Comparison.slt32(r[dst], r[src]);
        case Operation.SLT_64 -> taken = Comparison.slt64(r[dst], r[src]);
        case Operation.SLE_32 -> taken = Comparison.sle32(r[dst], r[src]);
        case Operation.SLE_64 -> taken = Comparison.sle64(r[dst], r[src]);
        case Operation.GOTO -> taken = true;
        case Operation.MAY_GOTO -> taken = machine.loopsAreUsedUp();
        case Operation.ATOMIC -> {
          packed.atomic(pc).run(machine, r, pc);
          continue;
        }
        case Operation.LOAD_PACKET -> {
          long found = machine.loadPacket(dst, r[src] + PackedCode.aux(instruction));
          if (found != Machine.PACKET_TOO_SHORT) {
            r[0] = found;
            continue;
          }
          r[0] = 0;
          budget -= pc - begin + 1;
          if (machine.depth == outermost + 1) {
            machine.leave(usesStack);
            machine.budget = budget;
            return 0;
          }
          pc = restore(machine, r, saved, outermost);
          begin = pc + 1;
          continue;
        }
        case Operation.CALL_HELPER -> {
          budget -= pc - begin + 1;
          begin = pc + 1;
          machine.budget = budget;
          r[0] = machine.callHelper(PackedCode.aux(instruction), r[1], r[2], r[3], r[4], r[5], pc);
          budget = machine.budget;
          continue;
        }
        case Operation.TAIL_CALL -> {
          budget -= pc - begin + 1;
          begin = pc + 1;
          machine.budget = budget;
          boolean ran = machine.tailCall(r[2], r[3], pc);
          budget = machine.budget;
          if (!ran) {
            r[0] = -1;
            continue;
          }
          r[0] = machine.tailResult;
          if (machine.depth == outermost + 1) {
            machine.leave(usesStack);
            return r[0];
          }
          pc = restore(machine, r, saved, outermost);
          begin = pc + 1;
          continue;
        }
        case Operation.CALL_REGISTER -> {
          budget -= pc - begin + 1;
          begin = pc + 1;
          machine.budget = budget;
          r[0] = machine.callRegister(r[src], r[1], r[2], r[3], r[4], r[5], pc);
          budget = machine.budget;
          continue;
        }
        case Operation.CALL_FUNCTION -> {
          budget -= pc - begin + 1;
          if (budget < 0) {
            machine.budget = budget;
            throw machine.overdrawn(pc);
          }
          if (saved.length == 0) {
            saved = new long[Machine.MAX_FRAMES * SAVED];
          }
          int frame = machine.enter(pc, src != 0);
          save(r, saved, frame - outermost - 1, pc);
          r[10] = Machine.framePointer(frame);
          pc = PackedCode.aux(instruction);
          begin = pc;
          pc--;
          continue;
        }
        case Operation.EXIT -> {
          budget -= pc - begin + 1;
          if (machine.depth == outermost + 1) {
            machine.leave(usesStack);
            machine.budget = budget;
            return r[0];
          }
          pc = restore(machine, r, saved, outermost);
          begin = pc + 1;
          continue;
        }
        default -> throw machine.unsupported(pc);
      }
      int target = PackedCode.aux(instruction);
      if (taken) {
        budget -= pc - begin + 1;
        if (budget < 0 && target <= pc) {
          machine.budget = budget;
          throw machine.overdrawn(pc);
        }
        begin = target;
        pc = target - 1;
      } else if (target <= pc && budget < pc - begin + 1) {
        machine.budget = budget - (pc - begin + 1);
        throw machine.overdrawn(pc);
      }
    }
  }

  /** Registers r1 to r9, the frame pointer and the place of a call. */
  private static final int SAVED = 11;

  /** What a function finds again when the one that it called returns: everything but r0. */
  private static void save(long[] r, long[] saved, int call, int pc) {
    System.arraycopy(r, 1, saved, call * SAVED, 10);
    saved[call * SAVED + 10] = pc;
  }

  private static int restore(Machine machine, long[] r, long[] saved, int outermost) {
    machine.leave(true);
    int call = machine.depth - outermost - 1;
    System.arraycopy(saved, call * SAVED, r, 1, 10);
    return (int) saved[call * SAVED + 10];
  }
}
