package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelQuery;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.ByteSwapOrder;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.map.BpfMap;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An instruction before registers are allocated: registers are numbers, of which 0 to 9 are the machine's.
 *
 * <p>Stack places are numbered slots; their offsets from the frame pointer are known when all slots are.
 */
sealed interface MachineOperation {

  /** The registers that it reads. */
  default List<Integer> uses() {
    return switch (this) {
      case Move move -> List.of(move.src);
      case MoveWord move -> List.of(move.src);
      case AluRegister alu -> List.of(alu.dst, alu.src);
      case AluConstant alu -> List.of(alu.dst);
      case AddFieldOffset add -> List.of(add.dst);
      case Negate negate -> List.of(negate.dst);
      case Swap swap -> List.of(swap.dst);
      case ExtendSign extend -> List.of(extend.src);
      case LoadSigned load -> List.of(load.base);
      case Load load -> List.of(load.base);
      case LoadField load -> List.of(load.base);
      case StoreRegister store -> List.of(store.base, store.src);
      case StoreConstant store -> List.of(store.base);
      case StoreStack store -> List.of(store.src);
      case AtomicAdd add -> List.of(add.base, add.src);
      case AtomicFetch fetch ->
          fetch.operator == AtomicOperator.CMPXCHG
              ? List.of(fetch.base, fetch.src, Registers.RESULT)
              : List.of(fetch.base, fetch.src);
      case BranchRegister branch -> List.of(branch.left, branch.right);
      case BranchConstant branch -> List.of(branch.left);
      case CheckNotNull check -> check.fault.and(check.reference);
      case CheckLimit check -> check.fault.and(check.index);
      case CheckNotNegative check -> check.fault.and(check.result);
      case Fail fail -> fail.fault.registers();
      case CallHelper call -> Registers.arguments(call.arguments);
      case CallFunction call -> Registers.arguments(call.arguments);
      case CallSubprogram call -> Registers.arguments(call.arguments);
      case Exit _ -> List.of(Registers.RESULT);
      case Constant _,
          MapAddress _,
          GlobalAddress _,
          FunctionAddress _,
          StackAddress _,
          TypeId _,
          Answer _,
          LoadStack _,
          StoreStackConstant _,
          Jump _ ->
          List.of();
    };
  }

  /** The registers that it changes. */
  default List<Integer> definitions() {
    return switch (this) {
      case Move move -> List.of(move.dst);
      case MoveWord move -> List.of(move.dst);
      case Constant constant -> List.of(constant.dst);
      case MapAddress map -> List.of(map.dst);
      case GlobalAddress global -> List.of(global.dst);
      case FunctionAddress function -> List.of(function.dst);
      case StackAddress address -> List.of(address.dst);
      case TypeId id -> List.of(id.dst);
      case Answer answer -> List.of(answer.dst);
      case AluRegister alu -> List.of(alu.dst);
      case AluConstant alu -> List.of(alu.dst);
      case AddFieldOffset add -> List.of(add.dst);
      case Negate negate -> List.of(negate.dst);
      case Swap swap -> List.of(swap.dst);
      case ExtendSign extend -> List.of(extend.dst);
      case LoadSigned load -> List.of(load.dst);
      case Load load -> List.of(load.dst);
      case LoadField load -> List.of(load.dst);
      case LoadStack load -> List.of(load.dst);
      case AtomicFetch fetch ->
          List.of(fetch.operator == AtomicOperator.CMPXCHG ? Registers.RESULT : fetch.src);
      case CallHelper _, CallFunction _, CallSubprogram _ -> Registers.CLOBBERED;
      case StoreRegister _,
          StoreConstant _,
          StoreStack _,
          StoreStackConstant _,
          AtomicAdd _,
          BranchRegister _,
          BranchConstant _,
          CheckNotNull _,
          CheckLimit _,
          CheckNotNegative _,
          Fail _,
          Jump _,
          Exit _ ->
          List.of();
    };
  }

  /** The same on other registers. */
  default MachineOperation map(IntUnaryOperator to) {
    return switch (this) {
      case Move(int dst, int src) -> new Move(to.applyAsInt(dst), to.applyAsInt(src));
      case MoveWord(int dst, int src) -> new MoveWord(to.applyAsInt(dst), to.applyAsInt(src));
      case Constant(int dst, long value) -> new Constant(to.applyAsInt(dst), value);
      case MapAddress(int dst, BpfMap map) -> new MapAddress(to.applyAsInt(dst), map);
      case FunctionAddress(int dst, Function function) ->
          new FunctionAddress(to.applyAsInt(dst), function);
      case GlobalAddress(int dst, String map, int offset) ->
          new GlobalAddress(to.applyAsInt(dst), map, offset);
      case StackAddress(int dst, int slot, int offset) ->
          new StackAddress(to.applyAsInt(dst), slot, offset);
      case TypeId(int dst, KernelStruct type) -> new TypeId(to.applyAsInt(dst), type);
      case Answer(int dst, KernelQuery query) -> new Answer(to.applyAsInt(dst), query);
      case AluRegister(AluOperator operator, boolean wide, int dst, int src) ->
          new AluRegister(operator, wide, to.applyAsInt(dst), to.applyAsInt(src));
      case AluConstant(AluOperator operator, boolean wide, int dst, int value) ->
          new AluConstant(operator, wide, to.applyAsInt(dst), value);
      case AddFieldOffset(int dst, KernelField field, boolean negative) ->
          new AddFieldOffset(to.applyAsInt(dst), field, negative);
      case Negate(boolean wide, int dst) -> new Negate(wide, to.applyAsInt(dst));
      case Swap(ByteSwapOrder order, int bits, int dst) ->
          new Swap(order, bits, to.applyAsInt(dst));
      case ExtendSign(int bits, boolean wide, int dst, int src) ->
          new ExtendSign(bits, wide, to.applyAsInt(dst), to.applyAsInt(src));
      case LoadSigned(Width width, int dst, int base, int offset) ->
          new LoadSigned(width, to.applyAsInt(dst), to.applyAsInt(base), offset);
      case Load(Width width, int dst, int base, int offset) ->
          new Load(width, to.applyAsInt(dst), to.applyAsInt(base), offset);
      case LoadField(Width width, int dst, int base, KernelField field) ->
          new LoadField(width, to.applyAsInt(dst), to.applyAsInt(base), field);
      case LoadStack(Width width, int dst, int slot, int offset) ->
          new LoadStack(width, to.applyAsInt(dst), slot, offset);
      case StoreRegister(Width width, int base, int offset, int src) ->
          new StoreRegister(width, to.applyAsInt(base), offset, to.applyAsInt(src));
      case StoreConstant(Width width, int base, int offset, int value) ->
          new StoreConstant(width, to.applyAsInt(base), offset, value);
      case StoreStack(Width width, int slot, int offset, int src) ->
          new StoreStack(width, slot, offset, to.applyAsInt(src));
      case StoreStackConstant _ -> this;
      case AtomicAdd(Width width, int base, int offset, int src) ->
          new AtomicAdd(width, to.applyAsInt(base), offset, to.applyAsInt(src));
      case AtomicFetch(AtomicOperator operator, Width width, int base, int offset, int src) ->
          new AtomicFetch(operator, width, to.applyAsInt(base), offset, to.applyAsInt(src));
      case BranchRegister(
              JumpCondition condition,
              boolean wide,
              int left,
              int right,
              Block then,
              Block otherwise) ->
          new BranchRegister(
              condition, wide, to.applyAsInt(left), to.applyAsInt(right), then, otherwise);
      case BranchConstant(
              JumpCondition condition,
              boolean wide,
              int left,
              int right,
              Block then,
              Block otherwise) ->
          new BranchConstant(condition, wide, to.applyAsInt(left), right, then, otherwise);
      case CheckNotNull(int reference, FaultExit fault) ->
          new CheckNotNull(to.applyAsInt(reference), fault.map(to));
      case CheckLimit(int index, int limit, FaultExit fault) ->
          new CheckLimit(to.applyAsInt(index), limit, fault.map(to));
      case CheckNotNegative(int result, FaultExit fault) ->
          new CheckNotNegative(to.applyAsInt(result), fault.map(to));
      case Fail(FaultExit fault) -> new Fail(fault.map(to));
      case Jump _, CallHelper _, CallFunction _, CallSubprogram _, Exit _ -> this;
    };
  }

  /** {@code dst = src}. */
  record Move(int dst, int src) implements MachineOperation {}

  /** {@code dst} = the low 32 bits of {@code src}. */
  record MoveWord(int dst, int src) implements MachineOperation {}

  /** {@code dst = value}. */
  record Constant(int dst, long value) implements MachineOperation {}

  /** {@code dst} = the address of a map. */
  record MapAddress(int dst, BpfMap map) implements MachineOperation {}

  /** {@code dst} = the address of a function of the same program. */
  record FunctionAddress(int dst, Function function) implements MachineOperation {}

  /** {@code dst} = the address of a byte of the static fields. */
  record GlobalAddress(int dst, String map, int offset) implements MachineOperation {}

  /** {@code dst} = the address of a byte of a stack slot. */
  record StackAddress(int dst, int slot, int offset) implements MachineOperation {}

  /** {@code dst} = the target kernel's number for a type. */
  record TypeId(int dst, KernelStruct type) implements MachineOperation {}

  /** {@code dst = } what the kernel's BTF answers. */
  record Answer(int dst, KernelQuery query) implements MachineOperation {}

  /** {@code dst op= src}. */
  record AluRegister(AluOperator operator, boolean wide, int dst, int src)
      implements MachineOperation {}

  /** {@code dst op= value}. */
  record AluConstant(AluOperator operator, boolean wide, int dst, int value)
      implements MachineOperation {}

  /** {@code dst += offsetof(field)}, or {@code -=}. */
  record AddFieldOffset(int dst, KernelField field, boolean negative) implements MachineOperation {}

  /** {@code dst = -dst}. */
  record Negate(boolean wide, int dst) implements MachineOperation {}

  /** Changes the byte order of {@code dst}. */
  record Swap(ByteSwapOrder order, int bits, int dst) implements MachineOperation {}

  /** {@code dst} = the low bits of {@code src} with their sign, in 32 or 64 bits; version 4. */
  record ExtendSign(int bits, boolean wide, int dst, int src) implements MachineOperation {}

  /** {@code dst = *(base + offset)} with its sign in 64 bits; version 4. */
  record LoadSigned(Width width, int dst, int base, int offset) implements MachineOperation {}

  /** {@code dst = *(base + offset)}. */
  record Load(Width width, int dst, int base, int offset) implements MachineOperation {}

  /** {@code dst = *(base + offsetof(field))}. */
  record LoadField(Width width, int dst, int base, KernelField field) implements MachineOperation {}

  /** {@code dst} = bytes of a stack slot. */
  record LoadStack(Width width, int dst, int slot, int offset) implements MachineOperation {}

  /** {@code *(base + offset) = src}. */
  record StoreRegister(Width width, int base, int offset, int src) implements MachineOperation {}

  /** {@code *(base + offset) = value}. */
  record StoreConstant(Width width, int base, int offset, int value) implements MachineOperation {}

  /** Bytes of a stack slot {@code = src}. */
  record StoreStack(Width width, int slot, int offset, int src) implements MachineOperation {}

  /** Bytes of a stack slot {@code = value}. */
  record StoreStackConstant(Width width, int slot, int offset, int value)
      implements MachineOperation {}

  /** {@code lock *(base + offset) += src}. */
  record AtomicAdd(Width width, int base, int offset, int src) implements MachineOperation {}

  /**
   * {@code src = *(base + offset); *(base + offset) op= src}, as one; of {@link AtomicOperator#CMPXCHG} register 0 is compared
   * with, and gets what was there.
   */
  record AtomicFetch(AtomicOperator operator, Width width, int base, int offset, int src)
      implements MachineOperation {}

  /** Goes to one of two blocks, by comparing registers. */
  record BranchRegister(
      JumpCondition condition, boolean wide, int left, int right, Block then, Block otherwise)
      implements MachineOperation {}

  /** Goes to one of two blocks, by comparing a register with a constant. */
  record BranchConstant(
      JumpCondition condition, boolean wide, int left, int right, Block then, Block otherwise)
      implements MachineOperation {}

  /** A fault if a register is zero. */
  record CheckNotNull(int reference, FaultExit fault) implements MachineOperation {}

  /** A fault if a register, unsigned, is above a limit. */
  record CheckLimit(int index, int limit, FaultExit fault) implements MachineOperation {}

  /** A fault if a register, all of it, is negative. */
  record CheckNotNegative(int result, FaultExit fault) implements MachineOperation {}

  /** A fault. */
  record Fail(FaultExit fault) implements MachineOperation {}

  /** Goes to a block. */
  record Jump(Block target) implements MachineOperation {}

  /**
   * Calls a helper whose arguments are in registers 1 and up.
   *
   * @param inLoop whether the call has to be in a loop, one that is never gone round: see {@link RepeatedIterations}
   */
  record CallHelper(int helper, int arguments, boolean inLoop) implements MachineOperation {
    CallHelper(int helper, int arguments) {
      this(helper, arguments, false);
    }
  }

  /** Calls a kernel function whose arguments are in registers 1 and up. */
  record CallFunction(String function, int arguments) implements MachineOperation {}

  /** Calls a function of the same program whose arguments are in registers 1 and up. */
  record CallSubprogram(Function function, int arguments) implements MachineOperation {}

  /** Ends the program with register 0 as its result. */
  record Exit() implements MachineOperation {}
}
