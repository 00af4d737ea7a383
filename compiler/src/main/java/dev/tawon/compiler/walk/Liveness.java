package dev.tawon.compiler.walk;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Which registers and places on the stack are read later, before they are written: others tell no states apart. */
final class Liveness {
  private static final int STACK = 512;
  private static final int CLOBBERED = 0b11_1111;

  /**
   * Before an instruction.
   *
   * @param registers a bit for each
   * @param slots a bit for each eight bytes, from the top of the stack
   */
  record Live(int registers, long slots) {
    static final Live NONE = new Live(0, 0);
  }

  private final Live[] live;

  private Liveness(Live[] live) {
    this.live = live;
  }

  /** Before an instruction. */
  Live at(int index) {
    return live[index];
  }

  static Liveness of(Code code) {
    int size = code.size();
    Live[] live = new Live[size];
    Arrays.fill(live, Live.NONE);
    long spills = spills(code);
    Deque<Integer> work = new ArrayDeque<>();
    boolean[] waits = new boolean[size];
    for (int i = 0; i < size; i++) {
      work.addFirst(i);
      waits[i] = true;
    }
    while (!work.isEmpty()) {
      int index = work.remove();
      waits[index] = false;
      int registers = 0;
      long slots = 0;
      for (int next : code.successors(index)) {
        registers |= live[next].registers();
        slots |= live[next].slots();
      }
      Live before = before(code, index, registers, slots, spills);
      if (!before.equals(live[index])) {
        live[index] = before;
        for (int from : code.predecessors(index)) {
          if (!waits[from]) {
            waits[from] = true;
            work.add(from);
          }
        }
      }
    }
    return new Liveness(live);
  }

  private static Live before(Code code, int index, int after, long slots, long spills) {
    int registers = after;
    long places = slots | ~spills;
    switch (code.at(index)) {
      case Instruction.Alu alu -> {
        registers &= ~bit(alu.dst());
        registers |= bit(alu.src()) | (alu.operator() == AluOperator.MOV ? 0 : bit(alu.dst()));
      }
      case Instruction.MoveSignExtended move ->
          registers = registers & ~bit(move.dst()) | bit(move.src());
      case Instruction.Load load -> {
        registers = registers & ~bit(load.dst()) | bit(load.base());
        if (load.base() == Register.R10) {
          places |= 1L << slot(load.offset());
        }
      }
      case Instruction.LoadAcquire load ->
          registers = registers & ~bit(load.dst()) | bit(load.base());
      case Instruction.Store store -> {
        registers |= bit(store.base()) | bit(store.src());
        if (store.base() == Register.R10 && store.width() == Width.DOUBLE) {
          places &= ~(1L << slot(store.offset())) | ~spills;
        }
      }
      case Instruction.StoreRelease store -> registers |= bit(store.base()) | bit(store.src());
      case Instruction.Atomic atomic -> {
        registers |= bit(atomic.base()) | bit(atomic.src());
        registers |= atomic.operator() == AtomicOperator.CMPXCHG ? 1 : 0;
      }
      case Instruction.LoadImmediate64 load -> registers &= ~bit(load.dst());
      case Instruction.Branch branch -> registers |= bit(branch.dst()) | bit(branch.src());
      case Instruction.CallHelper _,
          Instruction.CallFunction _,
          Instruction.CallKernelFunction _,
          Instruction.CallRegister _,
          Instruction.LoadPacket _ ->
          registers = registers & ~CLOBBERED | (1 << code.arguments(index) + 1) - 2;
      case Instruction.Exit _ -> registers = 1;
      case Instruction.Negate _,
          Instruction.ByteSwap _,
          Instruction.AddressSpaceCast _,
          Instruction.Goto _,
          Instruction.MayGoto _,
          Instruction.GotoRegister _ -> {}
    }
    return new Live(registers & ~bit(Register.R10), places);
  }

  /** The places that are only written and read as a whole and directly: where registers had no room. */
  private static long spills(Code code) {
    long read = 0;
    long written = 0;
    long other = 0;
    for (int i = 0; i < code.size(); i++) {
      switch (code.at(i)) {
        case Instruction.Load load when load.base() == Register.R10 -> {
          if (load.width() == Width.DOUBLE) {
            read |= 1L << slot(load.offset());
          } else {
            other |= 1L << slot(load.offset());
          }
        }
        case Instruction.Store store when store.base() == Register.R10 -> {
          if (store.width() == Width.DOUBLE) {
            written |= 1L << slot(store.offset());
          } else {
            other |= 1L << slot(store.offset());
          }
        }
        case Instruction.Alu alu -> {
          if (alu.operator() == AluOperator.ADD
              && alu.src() instanceof Immediate(int offset)
              && offset < 0
              && offset >= -STACK
              && i > 0
              && code.at(i - 1) instanceof Instruction.Alu move
              && move.operator() == AluOperator.MOV
              && move.src() == Register.R10) {
            other |= 1L << slot(offset);
          }
        }
        default -> {}
      }
    }
    return read & written & ~other;
  }

  private static int slot(int offset) {
    return (-offset - 1) / Long.BYTES & Long.SIZE - 1;
  }

  private static int bit(Operand operand) {
    return operand instanceof Register register ? 1 << register.number() : 0;
  }
}
