package dev.tawon.sandbox;

import static java.util.Objects.requireNonNull;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A program in the interpreter's form: 64 bits an instruction, by the same index as in the program's list.
 *
 * <p>From the lowest bit: the {@link Operation} (8), the destination register (4), the source register (20), an offset, jump
 * target or number (32). Registers from {@link #CONSTANTS} on hold the program's constants.
 */
final class PackedCode {
  /** The first register that is a constant. */
  static final int CONSTANTS = Register.R10.number() + 1;

  /** Two registers are in one field where neither has more bits. */
  static final int SMALL_BITS = 10;

  static final int MAX_SMALL = (1 << SMALL_BITS) - 1;

  private static final Immediate HALF = new Immediate(Integer.SIZE);

  private final Program program;
  private final long[] code;
  private final Map<Integer, Atomic> atomics = new HashMap<>();
  private final Map<Long, Integer> constants = new HashMap<>();
  private final long[] registers;

  /**
   * An atomic instruction.
   *
   * @param operator the ordinal of the operator
   * @param wide whether it has 64 bits
   * @param base the register with the address
   * @param offset added to the address
   * @param src the operand's register
   * @param result the register that receives the old value, or -1
   */
  record Atomic(int operator, boolean wide, int base, int offset, int src, int result) {
    void run(Machine machine, long[] r, int at) {
      long old = machine.atomic(operator, wide, r[base] + offset, r[src], r[0], at);
      if (result >= 0) {
        r[result] = old;
      }
    }

    @SuppressWarnings("EnumOrdinal") // the machine has the operators in the same order
    static Atomic of(Instruction.Atomic atomic) {
      int result =
          !atomic.fetch()
              ? -1
              : atomic.operator() == AtomicOperator.CMPXCHG ? 0 : atomic.src().number();
      return new Atomic(
          atomic.operator().ordinal(),
          atomic.width() == Width.DOUBLE,
          atomic.base().number(),
          atomic.offset(),
          atomic.src().number(),
          result);
    }
  }

  private PackedCode(Program program, boolean inPairs) {
    this.program = program;
    int size = program.instructions().size();
    code = new long[size];
    for (int i = 0; i < size; i++) {
      code[i] = pack(i);
    }
    if (inPairs) {
      for (int i = 0; i + 1 < size; i++) {
        code[i] = pair(i);
      }
      for (int i = 0; i + 2 < size; i++) {
        code[i] = withLoad(code[i], program.at(i + 2));
      }
    }
    registers = new long[CONSTANTS + constants.size()];
    constants.forEach((value, register) -> registers[register] = value);
  }

  /**
   * A program's code.
   *
   * @param inPairs whether an instruction may stand for itself and the next one too
   */
  static PackedCode of(Program program, boolean inPairs) {
    return new PackedCode(program, inPairs);
  }

  long[] code() {
    return code;
  }

  /** Registers for a run: zeros, and the constants. */
  long[] registers() {
    return Arrays.copyOf(registers, registers.length);
  }

  int start(int function) {
    return program.functions().get(function).start();
  }

  boolean usesStack(int function) {
    return program.functions().get(function).usesStack();
  }

  Atomic atomic(int index) {
    return requireNonNull(atomics.get(index));
  }

  static int operation(long instruction) {
    return (int) instruction & 0xff;
  }

  static int dst(long instruction) {
    return (int) instruction >>> 8 & 0xf;
  }

  static int src(long instruction) {
    return (int) instruction >>> 12;
  }

  static int aux(long instruction) {
    return (int) (instruction >> Integer.SIZE);
  }

  private static long pack(int operation, int dst, int src, int aux) {
    return operation | (long) dst << 8 | (long) src << 12 | (long) aux << Integer.SIZE;
  }

  private int register(Operand operand) {
    return switch (operand) {
      case Register register -> register.number();
      case Immediate(int value) -> constant(value);
    };
  }

  private int constant(long value) {
    return constants.computeIfAbsent(value, _ -> CONSTANTS + constants.size());
  }

  @SuppressWarnings("EnumOrdinal") // Operation counts operators and conditions in their order
  private long pack(int index) {
    if (program.writesFramePointer(index)) {
      return pack(Operation.UNSUPPORTED, 0, 0, 0);
    }
    return switch (program.at(index)) {
      case Instruction.Alu(AluOperator operator, boolean wide, Register dst, Operand src) ->
          pack(2 * operator.ordinal() + (wide ? 1 : 0), dst.number(), register(src), 0);
      case Instruction.Negate(boolean wide, Register dst) ->
          unary(wide ? Operation.NEG_64 : Operation.NEG_32, dst, dst);
      case Instruction.MoveSignExtended(int bits, boolean wide, Register dst, Register src) ->
          unary(extension(bits, wide), dst, src);
      case Instruction.ByteSwap(var order, int bits, Register dst) ->
          switch (order) {
            case TO_LITTLE_ENDIAN -> unary(truncation(bits), dst, dst);
            case TO_BIG_ENDIAN, SWAP -> unary(swap(bits), dst, dst);
          };
      case Instruction.Load(var width, boolean signed, var dst, var base, short offset) ->
          pack(load(width, signed), dst.number(), base.number(), offset);
      case Instruction.LoadAcquire(var width, var dst, var base, short offset) ->
          pack(load(width, false), dst.number(), base.number(), offset);
      case Instruction.Store(var width, var base, short offset, var src) ->
          pack(store(width), base.number(), register(src), offset);
      case Instruction.StoreRelease(var width, var base, short offset, var src) ->
          pack(store(width), base.number(), src.number(), offset);
      case Instruction.Atomic atomic -> {
        atomics.put(index, Atomic.of(atomic));
        yield pack(Operation.ATOMIC, 0, 0, 0);
      }
      case Instruction.LoadImmediate64 load ->
          program.hasImmediate(index)
              ? pack(Operation.MOV_64, load.dst().number(), constant(program.immediate(index)), 0)
              : pack(Operation.UNSUPPORTED, 0, 0, 0);
      case Instruction.LoadPacket(var width, var indexRegister, int offset) ->
          pack(
              Operation.LOAD_PACKET,
              width.bytes(),
              indexRegister == null ? constant(0) : indexRegister.number(),
              offset);
      case Instruction.Branch(JumpCondition condition, boolean wide, var dst, var src, _) ->
          pack(
              Operation.JUMP + 2 * condition.ordinal() + (wide ? 1 : 0),
              dst.number(),
              register(src),
              program.targetOf(index));
      case Instruction.Goto _ -> pack(Operation.GOTO, 0, 0, program.targetOf(index));
      case Instruction.MayGoto _ -> pack(Operation.MAY_GOTO, 0, 0, program.targetOf(index));
      case Instruction.CallHelper(int helper) ->
          helper == Machine.TAIL_CALL
              ? pack(Operation.TAIL_CALL, 0, 0, 0)
              : pack(Operation.CALL_HELPER, 0, 0, helper);
      case Instruction.CallFunction _ -> {
        int target = program.targetOf(index);
        yield pack(
            Operation.CALL_FUNCTION, 0, usesStack(program.functionAt(target)) ? 1 : 0, target);
      }
      case Instruction.CallRegister(var target) ->
          pack(Operation.CALL_REGISTER, 0, target.number(), 0);
      case Instruction.Exit() -> pack(Operation.EXIT, 0, 0, 0);
      case Instruction.CallKernelFunction _,
          Instruction.GotoRegister _,
          Instruction.AddressSpaceCast _ ->
          pack(Operation.UNSUPPORTED, 0, 0, 0);
    };
  }

  /** What carries out an instruction and the next one, or it alone. */
  private long pair(int index) {
    long alone = code[index];
    if (!(program.at(index) instanceof Instruction.Alu one) || one.dst() == Register.R10) {
      return alone;
    }
    if (program.at(index + 1) instanceof Instruction.Branch branch) {
      return addAndJump(one, branch, index, alone);
    }
    if (!(program.at(index + 1) instanceof Instruction.Alu two) || one.dst() != two.dst()) {
      return alone;
    }
    int dst = one.dst().number();
    if (one.operator() == AluOperator.MOV
        && one.src() instanceof Register moved
        && two.src() != two.dst()
        && (one.wide() || !two.wide())) {
      int operation = moveAnd(two.operator());
      return operation < 0
          ? alone
          : pack(operation + (two.wide() ? 1 : 0), dst, moved.number(), register(two.src()));
    }
    boolean zeroes =
        one.operator() == AluOperator.LSH
            && two.operator() == AluOperator.RSH
            && one.wide()
            && two.wide()
            && one.src().equals(HALF)
            && two.src().equals(HALF);
    return zeroes ? pack(Operation.ZERO_UPPER, dst, dst, 0) : alone;
  }

  private long addAndJump(Instruction.Alu add, Instruction.Branch branch, int index, long alone) {
    if (add.operator() != AluOperator.ADD
        || !add.wide()
        || branch.condition() != JumpCondition.NE
        || !branch.wide()
        || branch.dst() != add.dst()) {
      return alone;
    }
    int added = register(add.src());
    int compared = register(branch.src());
    return added > MAX_SMALL || compared > MAX_SMALL
        ? alone
        : pack(
            Operation.ADD_NE_64,
            add.dst().number(),
            added | compared << SMALL_BITS,
            program.targetOf(index + 1));
  }

  /** A move and an addition, with the load that comes then if it is from there into the same register. */
  private static long withLoad(long pair, Instruction third) {
    if (operation(pair) != Operation.MOV_ADD_64
        || aux(pair) > 0xffff
        || !(third instanceof Instruction.Load load)
        || load.signed()
        || load.base().number() != dst(pair)
        || load.dst() != load.base()) {
      return pair;
    }
    int operation =
        switch (load.width()) {
          case BYTE -> Operation.MOV_ADD_LOAD_8;
          case HALF -> Operation.MOV_ADD_LOAD_16;
          case WORD -> Operation.MOV_ADD_LOAD_32;
          case DOUBLE -> Operation.MOV_ADD_LOAD_64;
        };
    return pack(operation, dst(pair), src(pair), aux(pair) | load.offset() << 16);
  }

  private static int moveAnd(AluOperator operator) {
    return switch (operator) {
      case ADD -> Operation.MOV_ADD_32;
      case AND -> Operation.MOV_AND_32;
      case LSH -> Operation.MOV_LSH_32;
      case RSH -> Operation.MOV_RSH_32;
      case SUB, MUL, DIV, SDIV, OR, MOD, SMOD, XOR, MOV, ARSH -> -1;
    };
  }

  private static long unary(int operation, Register dst, Register src) {
    return pack(operation, dst.number(), src.number(), 0);
  }

  private static int extension(int bits, boolean wide) {
    return switch (bits) {
      case 8 -> wide ? Operation.EXTEND_8_TO_64 : Operation.EXTEND_8_TO_32;
      case 16 -> wide ? Operation.EXTEND_16_TO_64 : Operation.EXTEND_16_TO_32;
      default -> Operation.EXTEND_32_TO_64;
    };
  }

  private static int truncation(int bits) {
    return switch (bits) {
      case 16 -> Operation.TRUNCATE_16;
      case 32 -> Operation.TRUNCATE_32;
      default -> Operation.TRUNCATE_64;
    };
  }

  private static int swap(int bits) {
    return switch (bits) {
      case 16 -> Operation.SWAP_16;
      case 32 -> Operation.SWAP_32;
      default -> Operation.SWAP_64;
    };
  }

  private static int load(Width width, boolean signed) {
    return switch (width) {
      case BYTE -> signed ? Operation.LOAD_S8 : Operation.LOAD_8;
      case HALF -> signed ? Operation.LOAD_S16 : Operation.LOAD_16;
      case WORD -> signed ? Operation.LOAD_S32 : Operation.LOAD_32;
      case DOUBLE -> Operation.LOAD_64;
    };
  }

  private static int store(Width width) {
    return switch (width) {
      case BYTE -> Operation.STORE_8;
      case HALF -> Operation.STORE_16;
      case WORD -> Operation.STORE_32;
      case DOUBLE -> Operation.STORE_64;
    };
  }
}
