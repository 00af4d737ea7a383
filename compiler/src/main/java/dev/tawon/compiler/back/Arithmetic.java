package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.ByteSwapOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Machine operations for integer arithmetic, in Java's meaning. */
final class Arithmetic {
  private final Selector selector;
  private final Operands operands;

  Arithmetic(Selector selector, Operands operands) {
    this.selector = selector;
    this.operands = operands;
  }

  void binary(Value value, BinaryOperator operator) {
    boolean wide = value.isWide();
    int result = operands.register(value);
    Value right = value.input(1);
    Integer constant = Operands.immediate(right);
    if (operator == BinaryOperator.AND && constant != null && selector.isWithin(value, constant)) {
      operands.moveTo(result, value.input(0));
      return;
    }
    if (operator.commutative()
        && constant == null
        && selector.isBetterChanged(value, right, value.input(0))) {
      operands.moveTo(result, right);
      selector.emit(
          new MachineOperation.AluRegister(
              operator.instruction(), wide, result, operands.use(value.input(0))));
      return;
    }
    operands.moveTo(result, value.input(0));
    if (operator.isShift()) {
      // Java takes the low five or six bits of the count; the verifier refuses a constant with
      // more, and knows nothing of
      // the result of an unknown one.
      int mask = wide ? Long.SIZE - 1 : Integer.SIZE - 1;
      if (constant != null) {
        selector.emit(
            new MachineOperation.AluConstant(
                operator.instruction(), wide, result, constant & mask));
        return;
      }
      if (isChosen(right, mask, new HashSet<>())) {
        selector.emit(
            new MachineOperation.AluRegister(
                operator.instruction(), wide, result, operands.use(right)));
        return;
      }
      int count = selector.newRegister();
      operands.moveTo(count, right);
      selector.emit(new MachineOperation.AluConstant(AluOperator.AND, false, count, mask));
      selector.emit(new MachineOperation.AluRegister(operator.instruction(), wide, result, count));
      return;
    }
    selector.emit(
        constant != null
            ? new MachineOperation.AluConstant(operator.instruction(), wide, result, constant)
            : new MachineOperation.AluRegister(
                operator.instruction(), wide, result, operands.use(right)));
  }

  /** Whether a number is a constant from 0 to another on all ways. */
  private static boolean isChosen(Value number, int most, Set<Value> seen) {
    Long constant = number.constant();
    if (constant != null) {
      return constant >= 0 && constant <= most;
    }
    return number.operation() instanceof Operation.Phi
        && (!seen.add(number)
            || IntStream.range(0, number.inputs().size())
                .allMatch(i -> isChosen(number.input(i), most, seen)));
  }

  void convert(Value value, Conversion conversion) {
    int result = operands.register(value);
    Value source = value.input(0);
    if (isMove(value, conversion)) {
      operands.moveTo(result, source);
      return;
    }
    if (conversion == Conversion.LONG_TO_INT || conversion == Conversion.ADDRESS_TO_INT) {
      selector.emit(new MachineOperation.MoveWord(result, operands.use(source)));
      return;
    }
    if (selector.isa().has(IsaVersion.V4)) {
      int bits =
          switch (conversion) {
            case INT_TO_LONG -> Integer.SIZE;
            case INT_TO_BYTE -> Byte.SIZE;
            case INT_TO_SHORT -> Short.SIZE;
            default -> 0;
          };
      if (bits != 0) {
        selector.emit(
            new MachineOperation.ExtendSign(
                bits, bits == Integer.SIZE, result, operands.use(source)));
        return;
      }
    }
    operands.moveTo(result, source);
    switch (conversion) {
      case INT_TO_LONG -> {
        shift(AluOperator.LSH, true, result, Integer.SIZE);
        shift(AluOperator.ARSH, true, result, Integer.SIZE);
      }
      case INT_TO_BYTE -> extendSign(result, Byte.SIZE);
      case INT_TO_SHORT -> extendSign(result, Short.SIZE);
      case INT_TO_CHAR ->
          selector.emit(new MachineOperation.AluConstant(AluOperator.AND, false, result, 0xffff));
      case SWAP_SHORT -> swap(result, Short.SIZE);
      case SWAP_INT -> swap(result, Integer.SIZE);
      case SWAP_LONG -> swap(result, Long.SIZE);
      case INT_TO_LONG_UNSIGNED, LONG_TO_INT, ADDRESS_TO_INT -> {}
    }
  }

  /** Whether all that is read of the result stands in the source. */
  private boolean isMove(Value value, Conversion conversion) {
    return switch (conversion) {
      case INT_TO_LONG ->
          selector.isWithin(value, 0xffff_ffffL)
              || selector.isExtended(value.input(0))
              || selector.ranges().isNotNegative(value.input(0));
      case LONG_TO_INT ->
          selector.isWithin(value, 0xffff_ffffL)
              || selector.ranges().isNotNegativeInt(value.input(0));
      case INT_TO_BYTE -> selector.isWithin(value, 0xff);
      case INT_TO_SHORT, INT_TO_CHAR -> selector.isWithin(value, 0xffff);
      case INT_TO_LONG_UNSIGNED, ADDRESS_TO_INT, SWAP_SHORT, SWAP_INT, SWAP_LONG -> false;
    };
  }

  private void swap(int register, int bits) {
    // Every machine that eBPF is compiled for here is little-endian, where "to big endian" is a
    // swap.
    selector.emit(new MachineOperation.Swap(ByteSwapOrder.TO_BIG_ENDIAN, bits, register));
  }

  /** Makes an int of the low bits of a register, with their sign. */
  void extendSign(int register, int bits) {
    if (selector.isa().has(IsaVersion.V4)) {
      selector.emit(new MachineOperation.ExtendSign(bits, false, register, register));
      return;
    }
    shift(AluOperator.LSH, false, register, Integer.SIZE - bits);
    shift(AluOperator.ARSH, false, register, Integer.SIZE - bits);
  }

  private void shift(AluOperator operator, boolean wide, int register, int bits) {
    selector.emit(new MachineOperation.AluConstant(operator, wide, register, bits));
  }
}
