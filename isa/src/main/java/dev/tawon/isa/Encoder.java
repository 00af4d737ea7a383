package dev.tawon.isa;

import static dev.tawon.isa.Opcode.SLOT_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Turns instructions into the kernel's bytes: {@code struct bpf_insn} of {@code include/uapi/linux/bpf.h}. */
public final class Encoder {
  private Encoder() {}

  /**
   * The little-endian encoding, eight bytes a slot.
   *
   * @throws ArithmeticException if the program has more bytes than an array holds, 2<sup>31</sup>
   */
  public static byte[] encode(List<Instruction> program) {
    int slots = 0;
    for (Instruction instruction : program) {
      slots = Math.addExact(slots, instruction.slots());
    }
    ByteBuffer out =
        ByteBuffer.allocate(Math.multiplyExact(slots, SLOT_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction instruction : program) {
      put(out, instruction);
    }
    return out.array();
  }

  /**
   * Where each instruction begins, in slots: element {@code i} is the first slot of instruction {@code i}, and one more
   * element at the end is the number of slots of the program. Offsets of jumps, line information and relocations count
   * slots; lists count instructions.
   */
  public static int[] slotOffsets(List<Instruction> program) {
    int[] offsets = new int[program.size() + 1];
    int index = 0;
    int slot = 0;
    for (Instruction instruction : program) {
      offsets[index++] = slot;
      slot += instruction.slots();
    }
    offsets[index] = slot;
    return offsets;
  }

  /** The first byte of the encoding. */
  static int opcode(Instruction instruction) {
    return encode(List.of(instruction))[0] & 0xff;
  }

  private static void put(ByteBuffer out, Instruction instruction) {
    switch (instruction) {
      case Instruction.Alu(var operator, var wide, var dst, Register src) ->
          slot(out, alu(wide) | operator.code() | Opcode.X, dst, src, operator.variant(), 0);
      case Instruction.Alu(var operator, var wide, var dst, Immediate(int value)) ->
          slot(out, alu(wide) | operator.code() | Opcode.K, dst, 0, operator.variant(), value);
      case Instruction.Negate(var wide, var dst) ->
          slot(out, alu(wide) | Opcode.NEG | Opcode.K, dst, 0, 0, 0);
      case Instruction.MoveSignExtended(var bits, var wide, var dst, var src) ->
          slot(out, alu(wide) | AluOperator.MOV.code() | Opcode.X, dst, src, bits, 0);
      case Instruction.ByteSwap(var order, var bits, var dst) ->
          slot(out, byteSwap(order), dst, 0, 0, bits);
      case Instruction.AddressSpaceCast(var dst, var src, var targetSpace, var sourceSpace) ->
          slot(
              out,
              Opcode.ALU64 | AluOperator.MOV.code() | Opcode.X,
              dst,
              src,
              Opcode.ADDR_SPACE_CAST,
              targetSpace << 16 | sourceSpace);
      case Instruction.Load(var width, var signed, var dst, var base, var offset) ->
          slot(
              out,
              Opcode.LDX | (signed ? Opcode.MEMSX : Opcode.MEM) | width.code(),
              dst,
              base,
              offset,
              0);
      case Instruction.Store(var width, var base, var offset, Register src) ->
          slot(out, Opcode.STX | Opcode.MEM | width.code(), base, src, offset, 0);
      case Instruction.Store(var width, var base, var offset, Immediate(int value)) ->
          slot(out, Opcode.ST | Opcode.MEM | width.code(), base, 0, offset, value);
      case Instruction.Atomic(
              var operator,
              var fetch,
              var width,
              var base,
              var offset,
              var src) -> {
        int operation = operator.code() | (fetch ? Opcode.FETCH : 0);
        slot(out, atomic(width), base, src, offset, operation);
      }
      case Instruction.LoadAcquire(var width, var dst, var base, var offset) ->
          slot(out, atomic(width), dst, base, offset, Opcode.LOAD_ACQ);
      case Instruction.StoreRelease(var width, var base, var offset, var src) ->
          slot(out, atomic(width), base, src, offset, Opcode.STORE_REL);
      case Instruction.LoadImmediate64(var kind, var dst, var low, var high) -> {
        slot(out, Opcode.LD_IMM64, dst, kind.code(), 0, low);
        slot(out, 0, Register.R0, 0, 0, high);
      }
      case Instruction.LoadPacket(var width, var index, var offset) -> {
        int mode = index == null ? Opcode.ABS : Opcode.IND;
        int src = index == null ? 0 : index.number();
        slot(out, Opcode.LD | mode | width.code(), Register.R0, src, 0, offset);
      }
      case Instruction.Branch(var condition, var wide, var dst, Register src, var offset) ->
          slot(out, jump(wide) | condition.code() | Opcode.X, dst, src, offset, 0);
      case Instruction.Branch(var condition, var wide, var dst, Immediate(int value), var offset) ->
          slot(out, jump(wide) | condition.code() | Opcode.K, dst, 0, offset, value);
      case Instruction.Goto(var offset, var wide) -> {
        if (wide) {
          slot(out, Opcode.JMP32 | Opcode.JA, Register.R0, 0, 0, offset);
        } else {
          slot(out, Opcode.JMP | Opcode.JA, Register.R0, 0, offset, 0);
        }
      }
      case Instruction.MayGoto(var offset) ->
          slot(out, Opcode.JMP | Opcode.JCOND, Register.R0, 0, offset, 0);
      case Instruction.GotoRegister(var target) ->
          slot(out, Opcode.JMP | Opcode.JA | Opcode.X, target, 0, 0, 0);
      case Instruction.CallHelper(var helper) ->
          slot(out, Opcode.JMP | Opcode.CALL, Register.R0, 0, 0, helper);
      case Instruction.CallFunction(var offset) ->
          slot(out, Opcode.JMP | Opcode.CALL, Register.R0, Opcode.PSEUDO_CALL, 0, offset);
      case Instruction.CallKernelFunction(var btfId, var module) ->
          slot(out, Opcode.JMP | Opcode.CALL, Register.R0, Opcode.PSEUDO_KFUNC_CALL, module, btfId);
      case Instruction.CallRegister(var target) ->
          slot(out, Opcode.JMP | Opcode.CALL | Opcode.X, target, 0, 0, 0);
      case Instruction.Exit() -> slot(out, Opcode.JMP | Opcode.EXIT, Register.R0, 0, 0, 0);
    }
  }

  private static int alu(boolean wide) {
    return wide ? Opcode.ALU64 : Opcode.ALU;
  }

  private static int jump(boolean wide) {
    return wide ? Opcode.JMP : Opcode.JMP32;
  }

  private static int atomic(Width width) {
    return Opcode.STX | Opcode.ATOMIC | width.code();
  }

  /** The source bit is BPF_TO_LE or BPF_TO_BE with 32 bits, and reserved with 64. */
  private static int byteSwap(ByteSwapOrder order) {
    return switch (order) {
      case TO_LITTLE_ENDIAN -> Opcode.ALU | Opcode.END | Opcode.K;
      case TO_BIG_ENDIAN -> Opcode.ALU | Opcode.END | Opcode.X;
      case SWAP -> Opcode.ALU64 | Opcode.END | Opcode.K;
    };
  }

  private static void slot(
      ByteBuffer out, int opcode, Register dst, Register src, int offset, int immediate) {
    slot(out, opcode, dst, src.number(), offset, immediate);
  }

  private static void slot(
      ByteBuffer out, int opcode, Register dst, int src, int offset, int immediate) {
    out.put((byte) opcode)
        .put((byte) (src << 4 | dst.number()))
        .putShort((short) offset)
        .putInt(immediate);
  }
}
