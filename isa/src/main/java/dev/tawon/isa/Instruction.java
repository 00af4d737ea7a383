package dev.tawon.isa;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One eBPF instruction: versions 1 to 4 of the instruction set, and Linux's additions to it.
 *
 * <p>An instruction that exists can be encoded: the constructors refuse what has no encoding with an {@link
 * IllegalArgumentException} that says why, and null with a {@link NullPointerException}. They do not refuse what only
 * a verifier would, such as a shift by 70 or a jump out of the program.
 *
 * <p>Jump offsets are relative to the next slot and count <em>slots</em> of eight bytes, as in the encoded form; every
 * instruction takes one slot but {@link LoadImmediate64}, which takes two. Source: {@code
 * Documentation/bpf/standardization/instruction-set.rst}, {@code include/uapi/linux/bpf.h} and {@code
 * kernel/bpf/verifier.c}.
 */
public sealed interface Instruction {

  /** The number of eight-byte slots that the encoded instruction takes: 1, or 2 for {@link LoadImmediate64}. */
  default int slots() {
    return 1;
  }

  /**
   * {@code dst = dst op src}, or {@code dst = src} for {@link AluOperator#MOV}.
   *
   * @param operator the operation
   * @param wide whether it works on 64 bits; with 32 the upper half of {@code dst} becomes zero
   * @param dst the register changed
   * @param src the other operand
   */
  record Alu(AluOperator operator, boolean wide, Register dst, Operand src) implements Instruction {
    public Alu {
      requireNonNull(operator);
      requireNonNull(dst);
      requireNonNull(src);
    }
  }

  /**
   * {@code dst = -dst}.
   *
   * @param wide whether it works on 64 bits; with 32 the upper half of {@code dst} becomes zero
   * @param dst the register changed
   */
  record Negate(boolean wide, Register dst) implements Instruction {
    public Negate {
      requireNonNull(dst);
    }
  }

  /**
   * {@code dst = (s8|s16|s32) src}: a move that extends the sign (version 4).
   *
   * @param bits how many low bits of {@code src} are kept: 8, 16, or 32 when {@code wide}
   * @param wide whether the sign is extended to 64 bits; otherwise to 32, with the upper half zero
   * @param dst the register changed
   * @param src the register read
   */
  record MoveSignExtended(int bits, boolean wide, Register dst, Register src)
      implements Instruction {
    public MoveSignExtended {
      requireNonNull(dst);
      requireNonNull(src);
      if (bits != 8 && bits != 16 && !(bits == 32 && wide)) {
        throw new IllegalArgumentException(
            "no "
                + (wide ? "64" : "32")
                + "-bit move extends the sign of "
                + bits
                + " bits: "
                + (wide ? "8, 16 or 32" : "8 or 16"));
      }
    }
  }

  /**
   * Changes the byte order of the low bits of a register and clears the rest.
   *
   * @param order to little endian, to big endian, or an unconditional swap (version 4)
   * @param bits 16, 32 or 64
   * @param dst the register changed
   */
  record ByteSwap(ByteSwapOrder order, int bits, Register dst) implements Instruction {
    public ByteSwap {
      requireNonNull(order);
      requireNonNull(dst);
      if (bits != 16 && bits != 32 && bits != 64) {
        throw new IllegalArgumentException("no byte swap has " + bits + " bits: 16, 32 or 64");
      }
    }
  }

  /**
   * {@code dst = addr_space_cast(src)}: turns a pointer of one address space into one of another (Linux 6.9).
   *
   * @param dst the register changed
   * @param src the register read
   * @param targetSpace the address space of {@code dst}, 0 to 65,535: Linux knows 0, the kernel's, and 1, the arena's
   * @param sourceSpace the address space of {@code src}, likewise
   */
  record AddressSpaceCast(Register dst, Register src, int targetSpace, int sourceSpace)
      implements Instruction {
    public AddressSpaceCast {
      requireNonNull(dst);
      requireNonNull(src);
      if (targetSpace < 0 || targetSpace > 0xffff || sourceSpace < 0 || sourceSpace > 0xffff) {
        throw new IllegalArgumentException(
            "an address space is a number from 0 to 65535, not "
                + targetSpace
                + " or "
                + sourceSpace);
      }
    }
  }

  /**
   * {@code dst = *(width *)(base + offset)}.
   *
   * @param width how many bytes are read
   * @param signed whether the sign is extended to 64 bits (version 4; not with {@link Width#DOUBLE}); else zeros
   * @param dst the register changed
   * @param base the address
   * @param offset added to the address
   */
  record Load(Width width, boolean signed, Register dst, Register base, short offset)
      implements Instruction {
    public Load {
      requireNonNull(width);
      requireNonNull(dst);
      requireNonNull(base);
      if (signed && width == Width.DOUBLE) {
        throw new IllegalArgumentException("a load of 8 bytes has no sign to extend");
      }
    }
  }

  /**
   * {@code *(width *)(base + offset) = src}.
   *
   * @param width how many bytes are written
   * @param base the address
   * @param offset added to the address
   * @param src what is written
   */
  record Store(Width width, Register base, short offset, Operand src) implements Instruction {
    public Store {
      requireNonNull(width);
      requireNonNull(base);
      requireNonNull(src);
    }
  }

  /**
   * An atomic read-modify-write of memory.
   *
   * @param operator the operation
   * @param fetch whether {@code src} receives the old value (version 3); always true for exchanges. For {@link
   *     AtomicOperator#CMPXCHG} the value compared with, and the old value, are in {@link Register#R0}
   * @param width {@link Width#WORD} or {@link Width#DOUBLE}
   * @param base the address
   * @param offset added to the address
   * @param src the operand
   */
  record Atomic(
      AtomicOperator operator,
      boolean fetch,
      Width width,
      Register base,
      short offset,
      Register src)
      implements Instruction {
    public Atomic {
      requireNonNull(operator);
      requireNonNull(width);
      requireNonNull(base);
      requireNonNull(src);
      if (width != Width.WORD && width != Width.DOUBLE) {
        throw new IllegalArgumentException(
            "no atomic operation has " + width.bytes() + " bytes: 4 or 8");
      }
      if (operator.alwaysFetches() && !fetch) {
        throw new IllegalArgumentException("an atomic " + operator.word() + " always fetches");
      }
    }
  }

  /**
   * {@code dst = *(width *)(base + offset)}, ordered before every later access to memory (Linux 6.15).
   *
   * @param width how many bytes are read; the rest of {@code dst} becomes zero
   * @param dst the register changed
   * @param base the address
   * @param offset added to the address
   */
  record LoadAcquire(Width width, Register dst, Register base, short offset)
      implements Instruction {
    public LoadAcquire {
      requireNonNull(width);
      requireNonNull(dst);
      requireNonNull(base);
    }
  }

  /**
   * {@code *(width *)(base + offset) = src}, ordered after every earlier access to memory (Linux 6.15).
   *
   * @param width how many bytes are written
   * @param base the address
   * @param offset added to the address
   * @param src the register written
   */
  record StoreRelease(Width width, Register base, short offset, Register src)
      implements Instruction {
    public StoreRelease {
      requireNonNull(width);
      requireNonNull(base);
      requireNonNull(src);
    }
  }

  /**
   * Loads 64 bits that stand in the instruction, or that the loader puts there. Takes two slots.
   *
   * @param kind what the 64 bits are
   * @param dst the register changed
   * @param low the constant's low half, or the file descriptor, index or BTF type id of {@code kind}; for {@link
   *     ImmediateKind#FUNCTION} the function's first slot, counted from this instruction's second
   * @param high the constant's high half, the offset within a map's value, or the file descriptor of a module's BTF;
   *     zero for the other kinds
   */
  record LoadImmediate64(ImmediateKind kind, Register dst, int low, int high)
      implements Instruction {
    public LoadImmediate64 {
      requireNonNull(kind);
      requireNonNull(dst);
      if (high != 0 && kind.isHighReserved()) {
        throw new IllegalArgumentException(
            "the high half of a " + kind + " is unused and must be zero, not " + high);
      }
    }

    /** The load of a plain constant. */
    public static LoadImmediate64 of(Register dst, long value) {
      return new LoadImmediate64(
          ImmediateKind.VALUE, dst, (int) value, (int) (value >>> Integer.SIZE));
    }

    /** The two halves as one number. */
    public long value() {
      return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }

    @Override
    public int slots() {
      return 2;
    }
  }

  /**
   * The legacy packet load into {@link Register#R0}: {@code r0 = ntoh(*(width *)skb[index + offset])}. It ends the
   * program when the packet is too short.
   *
   * @param width {@link Width#BYTE}, {@link Width#HALF} or {@link Width#WORD}
   * @param index the register added to the offset ({@code BPF_IND}), or null for none ({@code BPF_ABS})
   * @param offset the offset within the packet
   */
  record LoadPacket(Width width, @Nullable Register index, int offset) implements Instruction {
    public LoadPacket {
      requireNonNull(width);
      if (width == Width.DOUBLE) {
        throw new IllegalArgumentException("no packet load has 8 bytes: 1, 2 or 4");
      }
    }
  }

  /**
   * {@code if dst condition src goto +offset}.
   *
   * @param condition the comparison
   * @param wide whether it compares 64 bits; else the low 32 (version 3)
   * @param dst the left-hand side
   * @param src the right-hand side
   * @param offset slots to skip, from the next instruction
   */
  record Branch(JumpCondition condition, boolean wide, Register dst, Operand src, short offset)
      implements Instruction {
    public Branch {
      requireNonNull(condition);
      requireNonNull(dst);
      requireNonNull(src);
    }
  }

  /**
   * {@code goto +offset}.
   *
   * @param offset slots to skip, from the next instruction; -32,768 to 32,767 unless {@code wide}
   * @param wide whether the offset has 32 bits, {@code gotol} (version 4); else 16
   */
  record Goto(int offset, boolean wide) implements Instruction {
    public Goto {
      if (!wide && offset != (short) offset) {
        throw new IllegalArgumentException(
            "a jump over " + offset + " slots does not fit in 16 bits: it has to be wide");
      }
    }
  }

  /**
   * Jumps if the loop budget that Linux keeps for the program is used up (Linux 6.9).
   *
   * @param offset slots to skip, from the next instruction
   */
  record MayGoto(short offset) implements Instruction {}

  /**
   * Jumps to an address out of a jump table, {@code gotox} (Linux 6.19).
   *
   * @param target the register with the address
   */
  record GotoRegister(Register target) implements Instruction {
    public GotoRegister {
      requireNonNull(target);
    }
  }

  /**
   * Calls a kernel helper.
   *
   * @param helper the helper's number in {@code enum bpf_func_id}; {@link HelperTable} has the names
   */
  record CallHelper(int helper) implements Instruction {}

  /**
   * Calls another function of the same program.
   *
   * @param offset slots to skip, from the next instruction
   */
  record CallFunction(int offset) implements Instruction {}

  /**
   * Calls a kernel function (kfunc), since Linux 5.13.
   *
   * @param btfId the function's BTF type id
   * @param module index into the load call's {@code fd_array} of the module's BTF, or 0 for the kernel's own
   */
  record CallKernelFunction(int btfId, short module) implements Instruction {}

  /**
   * Calls what a register holds ({@code callx}): a helper's number in the standard and the conformance suite, the
   * address of a function of the same program in Linux, since 7.4.
   *
   * @param target the register
   */
  record CallRegister(Register target) implements Instruction {
    public CallRegister {
      requireNonNull(target);
    }
  }

  /** Returns from the function, or ends the program with {@link Register#R0} as its result. */
  record Exit() implements Instruction {}
}
