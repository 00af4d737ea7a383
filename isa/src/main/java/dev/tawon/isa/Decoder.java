package dev.tawon.isa;

import static dev.tawon.isa.Opcode.SLOT_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the kernel's bytes into instructions.
 *
 * <p>The exact inverse of {@link Encoder}: what it returns encodes to the same bytes, and it refuses everything else.
 * The rules are the kernel's own, those of {@code kernel/bpf/verifier.c} about one instruction at a time ("uses
 * reserved fields", "unknown opcode").
 */
public final class Decoder {
  private Decoder() {}

  /**
   * The instructions of a little-endian encoding.
   *
   * @return an unmodifiable list
   * @throws MalformedInstructionException if a slot is not a valid encoding: an opcode that is unknown, a register past
   *     {@link Register#R10}, a field that is not zero though the instruction does not use it, half an instruction at
   *     the end
   */
  public static List<Instruction> decode(byte[] program) {
    ByteBuffer in = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    List<Instruction> instructions = new ArrayList<>(program.length / SLOT_BYTES);
    while (in.hasRemaining()) {
      instructions.add(instruction(next(in), in));
    }
    return List.copyOf(instructions);
  }

  private static Slot next(ByteBuffer in) {
    if (in.remaining() < SLOT_BYTES) {
      throw new MalformedInstructionException(
          in.position() / SLOT_BYTES,
          "the program ends after " + in.remaining() + " of the slot's 8 bytes");
    }
    return Slot.read(in);
  }

  private static Instruction instruction(Slot slot, ByteBuffer in) {
    return switch (slot.opcode() & Opcode.CLASS_MASK) {
      case Opcode.LD ->
          slot.opcode() == Opcode.LD_IMM64 ? loadImmediate64(slot, in) : loadPacket(slot);
      case Opcode.LDX -> load(slot);
      case Opcode.ST -> storeImmediate(slot);
      case Opcode.STX -> slot.mode() == Opcode.ATOMIC ? atomic(slot) : storeRegister(slot);
      case Opcode.ALU -> arithmetic(slot, false);
      case Opcode.JMP -> jump(slot);
      case Opcode.JMP32 -> jump32(slot);
      default -> arithmetic(slot, true);
    };
  }

  private static Instruction loadImmediate64(Slot first, ByteBuffer in) {
    ImmediateKind kind = ImmediateKind.of(first.src());
    if (kind == null) {
      throw first.malformed("a 64-bit load has no pseudo source " + first.src());
    }
    Register dst = first.noOffset().dstRegister();
    if (!in.hasRemaining()) {
      throw first.malformed("the program ends before the second slot of a 64-bit load");
    }
    Slot second = next(in);
    if (second.opcode() != 0) {
      throw second.malformed("the second slot of a 64-bit load has an opcode of its own");
    }
    second.noDst().noSrc().noOffset();
    if (kind.isHighReserved()) {
      second.noImmediate();
    }
    return new Instruction.LoadImmediate64(kind, dst, first.immediate(), second.immediate());
  }

  private static Instruction loadPacket(Slot slot) {
    Width width = slot.width();
    if (width == Width.DOUBLE) {
      throw slot.unknownOpcode();
    }
    slot.noDst().noOffset();
    return switch (slot.mode()) {
      case Opcode.ABS -> {
        slot.noSrc();
        yield new Instruction.LoadPacket(width, null, slot.immediate());
      }
      case Opcode.IND -> new Instruction.LoadPacket(width, slot.srcRegister(), slot.immediate());
      default -> throw slot.unknownOpcode();
    };
  }

  private static Instruction load(Slot slot) {
    boolean signed = slot.mode() == Opcode.MEMSX;
    if (slot.mode() != Opcode.MEM && !(signed && slot.width() != Width.DOUBLE)) {
      throw slot.unknownOpcode();
    }
    slot.noImmediate();
    return new Instruction.Load(
        slot.width(), signed, slot.dstRegister(), slot.srcRegister(), slot.offset());
  }

  private static Instruction storeImmediate(Slot slot) {
    if (slot.mode() != Opcode.MEM) {
      throw slot.unknownOpcode();
    }
    slot.noSrc();
    return new Instruction.Store(
        slot.width(), slot.dstRegister(), slot.offset(), new Immediate(slot.immediate()));
  }

  private static Instruction storeRegister(Slot slot) {
    if (slot.mode() != Opcode.MEM) {
      throw slot.unknownOpcode();
    }
    slot.noImmediate();
    return new Instruction.Store(
        slot.width(), slot.dstRegister(), slot.offset(), slot.srcRegister());
  }

  private static Instruction atomic(Slot slot) {
    Width width = slot.width();
    Register dst = slot.dstRegister();
    Register src = slot.srcRegister();
    if (slot.immediate() == Opcode.LOAD_ACQ) {
      return new Instruction.LoadAcquire(width, dst, src, slot.offset());
    }
    if (slot.immediate() == Opcode.STORE_REL) {
      return new Instruction.StoreRelease(width, dst, slot.offset(), src);
    }
    AtomicOperator operator = AtomicOperator.of(slot.immediate() & ~Opcode.FETCH);
    boolean fetch = (slot.immediate() & Opcode.FETCH) != 0;
    if (operator == null || (operator.alwaysFetches() && !fetch)) {
      throw slot.malformed("unknown atomic operation 0x%x".formatted(slot.immediate()));
    }
    if (width != Width.WORD && width != Width.DOUBLE) {
      throw slot.malformed("no atomic operation of this kind has " + width.bytes() + " bytes");
    }
    return new Instruction.Atomic(operator, fetch, width, dst, slot.offset(), src);
  }

  private static Instruction arithmetic(Slot slot, boolean wide) {
    return switch (slot.operation()) {
      case Opcode.NEG -> {
        if (slot.hasRegisterSource()) {
          throw slot.unknownOpcode();
        }
        slot.noSrc().noOffset().noImmediate();
        yield new Instruction.Negate(wide, slot.dstRegister());
      }
      case Opcode.END -> byteSwap(slot, wide);
      default -> alu(slot, wide);
    };
  }

  private static Instruction byteSwap(Slot slot, boolean wide) {
    if (wide && slot.hasRegisterSource()) {
      throw slot.unknownOpcode();
    }
    slot.noSrc().noOffset();
    int bits = slot.immediate();
    if (bits != 16 && bits != 32 && bits != 64) {
      throw slot.malformed("no byte swap has " + bits + " bits: 16, 32 or 64");
    }
    ByteSwapOrder order =
        wide
            ? ByteSwapOrder.SWAP
            : slot.hasRegisterSource()
                ? ByteSwapOrder.TO_BIG_ENDIAN
                : ByteSwapOrder.TO_LITTLE_ENDIAN;
    return new Instruction.ByteSwap(order, bits, slot.dstRegister());
  }

  private static Instruction alu(Slot slot, boolean wide) {
    AluOperator operator = AluOperator.of(slot.operation(), slot.offset());
    if (operator != null) {
      return new Instruction.Alu(operator, wide, slot.dstRegister(), slot.operand());
    }
    if (AluOperator.of(slot.operation(), 0) == null) {
      throw slot.unknownOpcode();
    }
    Instruction move = unusualMove(slot, wide);
    if (move == null) {
      throw slot.malformed(
          "opcode 0x%02x has no variant %d".formatted(slot.opcode(), slot.offset()));
    }
    return move;
  }

  /** The moves that the offset field makes something else, or null if the slot is none of them. */
  private static @Nullable Instruction unusualMove(Slot slot, boolean wide) {
    if (slot.operation() != AluOperator.MOV.code() || !slot.hasRegisterSource()) {
      return null;
    }
    return switch (slot.offset()) {
      case Opcode.ADDR_SPACE_CAST ->
          wide
              ? new Instruction.AddressSpaceCast(
                  slot.dstRegister(),
                  slot.srcRegister(),
                  slot.immediate() >>> 16,
                  slot.immediate() & 0xffff)
              : null;
      case 8, 16 -> moveSignExtended(slot, wide);
      case 32 -> wide ? moveSignExtended(slot, true) : null;
      default -> null;
    };
  }

  private static Instruction moveSignExtended(Slot slot, boolean wide) {
    slot.noImmediate();
    return new Instruction.MoveSignExtended(
        slot.offset(), wide, slot.dstRegister(), slot.srcRegister());
  }

  private static Instruction jump(Slot slot) {
    return switch (slot.operation()) {
      case Opcode.JA -> {
        if (slot.hasRegisterSource()) {
          slot.noSrc().noOffset().noImmediate();
          yield new Instruction.GotoRegister(slot.dstRegister());
        }
        slot.noDst().noSrc().noImmediate();
        yield new Instruction.Goto(slot.offset(), false);
      }
      case Opcode.CALL -> slot.hasRegisterSource() ? callRegister(slot) : call(slot);
      case Opcode.EXIT -> {
        if (slot.hasRegisterSource()) {
          throw slot.unknownOpcode();
        }
        slot.noDst().noSrc().noOffset().noImmediate();
        yield new Instruction.Exit();
      }
      case Opcode.JCOND -> {
        if (slot.hasRegisterSource()) {
          throw slot.unknownOpcode();
        }
        slot.noDst().noSrc().noImmediate();
        yield new Instruction.MayGoto(slot.offset());
      }
      default -> branch(slot, true);
    };
  }

  private static Instruction jump32(Slot slot) {
    if (slot.opcode() == (Opcode.JMP32 | Opcode.JA)) {
      slot.noDst().noSrc().noOffset();
      return new Instruction.Goto(slot.immediate(), true);
    }
    return branch(slot, false);
  }

  private static Instruction call(Slot slot) {
    slot.noDst();
    return switch (slot.src()) {
      case 0 -> new Instruction.CallHelper(slot.noOffset().immediate());
      case Opcode.PSEUDO_CALL -> new Instruction.CallFunction(slot.noOffset().immediate());
      case Opcode.PSEUDO_KFUNC_CALL ->
          new Instruction.CallKernelFunction(slot.immediate(), slot.offset());
      default -> throw slot.malformed("a call has no pseudo source " + slot.src());
    };
  }

  private static Instruction callRegister(Slot slot) {
    slot.noSrc().noOffset().noImmediate();
    return new Instruction.CallRegister(slot.dstRegister());
  }

  private static Instruction branch(Slot slot, boolean wide) {
    JumpCondition condition = JumpCondition.of(slot.operation());
    if (condition == null) {
      throw slot.unknownOpcode();
    }
    return new Instruction.Branch(
        condition, wide, slot.dstRegister(), slot.operand(), slot.offset());
  }
}
