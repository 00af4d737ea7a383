package dev.tawon.compiler.walk;

import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.HelperNumbers;
import dev.tawon.compiler.walk.Known.FrameAddress;
import dev.tawon.compiler.walk.Known.Scalar;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What instructions that do not jump do to a state. */
final class Steps {
  private static final int STACK = 512;
  private static final Known.Memory CONSTANTS = new Known.Memory(GlobalVariables.CONSTANTS);
  private static final Bounds NOT_ZERO =
      Bounds.UNKNOWN.where(JumpCondition.NE, true, Bounds.of(0), true);

  /** Those whose result is no more than the size that they were told: {@code do_refine_retval_range}. */
  private static final Set<Integer> READ = Set.of(45, 67, 114, 115, 141);

  /** Those that only read where their arguments lead to. */
  private static final Set<Integer> READING =
      Set.of(
          HelperNumbers.MAP_LOOKUP_ELEM,
          HelperNumbers.MAP_UPDATE_ELEM,
          HelperNumbers.MAP_DELETE_ELEM,
          HelperNumbers.MAP_PUSH_ELEM,
          HelperNumbers.PERF_EVENT_OUTPUT,
          HelperNumbers.RINGBUF_OUTPUT);

  private final Code code;
  private final Target target;
  private final boolean links;

  Steps(Code code, Target target) {
    this.code = code;
    this.target = target;
    links = target.isAtLeast(6, 9);
  }

  void run(State state, int at, Instruction instruction) {
    @Nullable Known[] registers = state.frame().registers;
    switch (instruction) {
      case Instruction.Alu alu -> alu(state, at, alu);
      case Instruction.Negate negate -> {
        Scalar number = number(registers[negate.dst().number()]);
        Bounds zero = Bounds.of(0);
        registers[negate.dst().number()] =
            made(AluOperator.SUB, negate.wide(), Scalar.of(zero), number);
      }
      case Instruction.MoveSignExtended move -> {
        Scalar number = number(registers[move.src().number()]);
        long most = (1L << move.bits() - 1) - 1;
        Bounds signed = Bounds.between(-most - 1, most);
        Bounds bounds = number.bounds.isWithin(signed) ? number.bounds : signed;
        if (move.bits() == Integer.SIZE) {
          Range half = number.bounds.half();
          bounds = Bounds.between(half.least(), half.most());
        }
        registers[move.dst().number()] =
            Scalar.of(move.wide() ? bounds : bounds.lower(), number, null);
      }
      case Instruction.ByteSwap swap -> {
        Scalar number = number(registers[swap.dst().number()]);
        registers[swap.dst().number()] = Scalar.of(Bounds.UNKNOWN, number, null);
      }
      case Instruction.AddressSpaceCast cast -> registers[cast.dst().number()] = Scalar.at(at);
      case Instruction.Load load ->
          registers[load.dst().number()] =
              load(state, at, load.base(), load.offset(), load.width(), load.signed());
      case Instruction.LoadAcquire load ->
          registers[load.dst().number()] =
              load(state, at, load.base(), load.offset(), load.width(), false);
      case Instruction.Store store ->
          store(state, store.base(), store.offset(), store.width(), of(state, store.src()));
      case Instruction.StoreRelease store ->
          store(state, store.base(), store.offset(), store.width(), of(state, store.src()));
      case Instruction.Atomic atomic -> {
        store(state, atomic.base(), atomic.offset(), atomic.width(), null);
        Register old = atomic.operator() == AtomicOperator.CMPXCHG ? Register.R0 : atomic.src();
        if (atomic.fetch()) {
          registers[old.number()] = Scalar.of(loaded(atomic.width(), false));
        }
      }
      case Instruction.LoadImmediate64 load -> registers[load.dst().number()] = constant(at, load);
      case Instruction.LoadPacket load -> {
        state.frame().clobber();
        registers[0] = Scalar.of(loaded(load.width(), false));
      }
      case Instruction.Branch _,
          Instruction.Goto _,
          Instruction.MayGoto _,
          Instruction.GotoRegister _,
          Instruction.CallHelper _,
          Instruction.CallFunction _,
          Instruction.CallKernelFunction _,
          Instruction.CallRegister _,
          Instruction.Exit _ ->
          throw new IllegalArgumentException("goes elsewhere: " + instruction);
    }
  }

  private Known constant(int at, Instruction.LoadImmediate64 load) {
    if (load.kind() == ImmediateKind.FUNCTION) {
      return new Known.FunctionAddress(code.target(at));
    }
    if (load.kind() == ImmediateKind.VALUE) {
      return code.isRelocated(at)
          ? Scalar.vague(Bounds.UNKNOWN)
          : Scalar.of(Bounds.of(load.value()));
    }
    Scalar address =
        Scalar.at(load.kind() == ImmediateKind.MAP_VALUE ? new Known.Memory(code.map(at)) : at);
    return Scalar.of(NOT_ZERO, address.base, Bounds.of(load.high()), address, null);
  }

  @SuppressWarnings("ReferenceEquality") // the same one, of which it matters that it is
  private void alu(State state, int at, Instruction.Alu alu) {
    @Nullable Known[] registers = state.frame().registers;
    int dst = alu.dst().number();
    Known right = of(state, alu.src());
    if (code.isRelocated(at)) {
      right = Scalar.vague(Bounds.UNKNOWN);
    }
    if (alu.operator() == AluOperator.MOV) {
      boolean whole =
          alu.wide() || right instanceof Scalar number && number.bounds.lower() == number.bounds;
      if (whole && right instanceof Scalar number && alu.src() instanceof Register) {
        right = shared(state, number);
      }
      registers[dst] = whole ? right : Scalar.of(number(right).bounds.lower(), number(right), null);
      return;
    }
    Known left = registers[dst];
    if (left instanceof FrameAddress address
        && right instanceof Scalar number
        && alu.operator() == AluOperator.ADD
        && number.bounds.isConstant()) {
      registers[dst] =
          new FrameAddress(address.depth(), address.offset() + (int) number.bounds.value());
      return;
    }
    if (alu.operator() == AluOperator.XOR && left == right && alu.src() instanceof Register) {
      registers[dst] = Scalar.of(Bounds.of(0));
      return;
    }
    if (left instanceof FrameAddress || right instanceof FrameAddress) {
      // Somewhere on the stack, by a number that has to be known.
      (left instanceof FrameAddress ? number(right) : number(left)).need();
      registers[dst] = Scalar.at("stack");
      return;
    }
    registers[dst] = made(alu.operator(), alu.wide(), number(left), number(right));
  }

  private Scalar made(AluOperator operator, boolean wide, Scalar left, Scalar right) {
    Bounds bounds = Bounds.of(operator, wide, left.bounds, right.bounds, target.isAtLeast(6, 10));
    boolean moves =
        wide
            && (operator == AluOperator.ADD && (left.base == null) != (right.base == null)
                || operator == AluOperator.SUB && left.base != null && right.base == null);
    if (!moves) {
      return Scalar.of(bounds, left, right);
    }
    Scalar address = left.base == null ? right : left;
    Scalar distance = left.base == null ? left : right;
    return Scalar.of(
        bounds,
        address.base,
        Bounds.of(operator, true, address.distance, distance.bounds, true),
        address,
        distance);
  }

  private static Bounds loaded(Width width, boolean signed) {
    return switch (width) {
      case BYTE -> signed ? Bounds.between(Byte.MIN_VALUE, Byte.MAX_VALUE) : Bounds.upTo(0xff);
      case HALF -> signed ? Bounds.between(Short.MIN_VALUE, Short.MAX_VALUE) : Bounds.upTo(0xffff);
      case WORD ->
          signed ? Bounds.between(Integer.MIN_VALUE, Integer.MAX_VALUE) : Bounds.UNKNOWN.lower();
      case DOUBLE -> Bounds.UNKNOWN;
    };
  }

  private @Nullable Known load(
      State state, int at, Register base, int offset, Width width, boolean signed) {
    Known from = of(state, base);
    if (from instanceof FrameAddress address) {
      Known found = state.frameOf(address).read(address.offset() + offset, width.bytes(), links);
      if (found == null || signed && !(found instanceof Scalar)) {
        return Scalar.of(loaded(width, signed));
      }
      if (signed && found instanceof Scalar number) {
        Bounds most = loaded(width, true);
        return number.bounds.isWithin(most) ? number : Scalar.of(most, number, null);
      }
      return found;
    }
    Scalar address = number(from);
    address.need();
    boolean mayBeAddress =
        !(address.base instanceof Known.Memory)
            && (width == Width.DOUBLE
                || width == Width.WORD && code.context().equals(address.base));
    if (mayBeAddress && !signed) {
      return Scalar.at(at);
    }
    boolean constant = CONSTANTS.equals(address.base) && address.distance.isConstant();
    return constant ? Scalar.vague(loaded(width, signed)) : Scalar.of(loaded(width, signed));
  }

  private void store(State state, Register base, int offset, Width width, @Nullable Known stored) {
    Known to = of(state, base);
    if (to instanceof FrameAddress address) {
      Known held =
          links && stored instanceof Scalar number && isHeld(number.bounds, width)
              ? shared(state, number)
              : stored;
      state.frameOf(address).write(address.offset() + offset, width.bytes(), held);
      return;
    }
    number(to).need();
  }

  @SuppressWarnings("ReferenceEquality") // it is that one
  private static Scalar shared(State state, Scalar number) {
    Scalar shared = number.shared();
    if (shared != number) {
      state.replace(number, shared);
    }
    return shared;
  }

  private static boolean isHeld(Bounds bounds, Width width) {
    return width == Width.DOUBLE
        || bounds.isWithin(Bounds.upTo((1L << width.bytes() * Byte.SIZE) - 1));
  }

  private @Nullable Known of(State state, Operand operand) {
    return switch (operand) {
      case Immediate constant -> Scalar.of(Bounds.of(constant.value()));
      case Register register ->
          register == Register.R10
              ? new FrameAddress(state.frames.size() - 1, 0)
              : state.frame().registers[register.number()];
    };
  }

  private static Scalar number(@Nullable Known known) {
    return known instanceof Scalar number ? number : Scalar.of(Bounds.UNKNOWN);
  }

  /** Calls a helper, which may write where its arguments lead to. */
  void helper(State state, int at, int helper) {
    Frame frame = state.frame();
    Scalar result = code.result(at, helper);
    for (int i = 1; i <= 5; i++) {
      Known size = i < 5 ? frame.registers[i + 1] : null;
      if (frame.registers[i] instanceof FrameAddress address) {
        int bytes = Long.BYTES;
        if (size instanceof Scalar number) {
          number.need();
          bytes = (int) Math.min(STACK, Math.max(1, number.bounds.whole().most()));
        }
        if (size instanceof Scalar && !READING.contains(helper)) {
          state.frameOf(address).forget(address.offset(), bytes);
        }
      }
      if (i == 2 && READ.contains(helper) && frame.registers[2] instanceof Scalar number) {
        long most = number.bounds.whole().most();
        result = Scalar.of(Bounds.between(-4095, most), number, null);
      }
    }
    frame.clobber();
    frame.registers[0] = result;
  }
}
