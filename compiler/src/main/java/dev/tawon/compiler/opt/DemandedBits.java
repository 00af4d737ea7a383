package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Which bits of each value's register anybody reads. What only makes the others right is not needed: the sign of a byte that is
 * stored as a byte, the upper half of an int that is compared in 32 bits.
 */
public final class DemandedBits {
  private static final long ALL = -1;
  private static final long INT = 0xffff_ffffL;

  private final Map<Value, Long> demanded = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Deque<Value> work = new ArrayDeque<>();
  private final Predicate<Value> isMoved;

  private DemandedBits(Predicate<Value> isMoved) {
    this.isMoved = isMoved;
  }

  /**
   * Looks at a function.
   *
   * @param function the function
   * @param comparesInts whether jumps can compare 32 bits
   */
  public static DemandedBits of(Function function, boolean comparesInts) {
    return of(function, comparesInts, _ -> ALL, _ -> false);
  }

  /**
   * Looks at a function whose instructions are about to be chosen.
   *
   * @param function the function
   * @param comparesInts whether jumps can compare 32 bits
   * @param isMoved whether an int becomes a long as it stands in its register, since it is not below zero
   */
  public static DemandedBits forSelection(
      Function function, boolean comparesInts, Predicate<Value> isMoved) {
    return of(function, comparesInts, _ -> ALL, isMoved);
  }

  /**
   * Looks at a function.
   *
   * @param function the function
   * @param comparesInts whether jumps can compare 32 bits
   * @param compared which bits a branch reads at most of what it compares
   */
  static DemandedBits ofCompared(
      Function function, boolean comparesInts, ToLongFunction<Terminator.Branch> compared) {
    return of(function, comparesInts, compared, _ -> false);
  }

  private static DemandedBits of(
      Function function,
      boolean comparesInts,
      ToLongFunction<Terminator.Branch> compared,
      Predicate<Value> isMoved) {
    DemandedBits bits = new DemandedBits(isMoved);
    for (Block block : function.reversePostorder()) {
      block.phis().forEach(phi -> phi.inputs().forEach(bits::use));
      for (Value value : block.values()) {
        value.inputs().forEach(bits::use);
        if (value.operation().hasEffect() || !value.operation().isPure()) {
          bits.demand(value, 0);
          bits.work.add(value); // it is done whoever needs it
        }
      }
      switch (block.terminator()) {
        case Terminator.Branch branch -> {
          bits.use(branch.left());
          bits.use(branch.right());
          long read =
              (comparesInts && !branch.left().isWide() ? INT : ALL) & compared.applyAsLong(branch);
          bits.demand(branch.left(), read);
          bits.demand(branch.right(), read);
        }
        case Terminator.Return result -> {
          bits.use(result.result());
          bits.demand(result.result(), ALL);
        }
        case Terminator.Jump _, Terminator.Unreachable _ -> {}
      }
    }
    while (!bits.work.isEmpty()) {
      bits.look(bits.work.remove());
    }
    return bits;
  }

  /** How many values and ends of blocks read a value. */
  public int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }

  private void use(Value value) {
    uses.merge(value.resolved(), 1, Integer::sum);
  }

  /** Whether nobody reads more of a value than some of its bits. */
  public boolean isWithin(Value value, long bits) {
    return (demanded.getOrDefault(value, 0L) & ~bits) == 0;
  }

  private void demand(Value value, long bits) {
    Value used = value.resolved();
    long before = demanded.getOrDefault(used, 0L);
    if ((before | bits) != before || !demanded.containsKey(used)) {
      demanded.put(used, before | bits);
      work.add(used);
    }
  }

  private void look(Value value) {
    long read = demanded.getOrDefault(value, 0L);
    switch (value.operation()) {
      case Operation.Phi _ -> value.inputs().forEach(input -> demand(input, read));
      case Operation.Store store -> {
        demand(value.input(0), ALL);
        demand(value.input(1), low(store.width().bytes() * Byte.SIZE));
      }
      case Operation.Negate _ -> demand(value.input(0), upTo(value.isWide() ? read : read & INT));
      case Operation.Binary binary ->
          binary(value, binary.operator(), value.isWide() ? read : read & INT);
      case Operation.Convert(Conversion conversion) ->
          demand(
              value.input(0),
              conversion == Conversion.INT_TO_LONG && isMoved.test(value.input(0))
                  ? converted(Conversion.INT_TO_LONG_UNSIGNED, read)
                  : converted(conversion, read));
      default -> value.inputs().forEach(input -> demand(input, ALL));
    }
  }

  private void binary(Value value, BinaryOperator operator, long read) {
    Value left = value.input(0);
    Value right = value.input(1);
    long whole = value.isWide() ? ALL : INT;
    Long constant = right.constant();
    switch (operator) {
      case ADD, SUBTRACT, MULTIPLY -> {
        demand(left, upTo(read));
        demand(right, upTo(read));
      }
      case OR, XOR -> {
        demand(left, read);
        demand(right, read);
      }
      case AND -> {
        demand(left, constant == null ? read : read & constant);
        demand(right, read);
      }
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> {
        demand(right, whole == INT ? Integer.SIZE - 1 : Long.SIZE - 1);
        demand(left, constant == null ? whole : shifted(operator, read, constant, whole));
      }
      case DIVIDE, REMAINDER, DIVIDE_UNSIGNED, REMAINDER_UNSIGNED -> {
        demand(left, whole);
        demand(right, whole);
      }
    }
  }

  private static long shifted(BinaryOperator operator, long read, long constant, long whole) {
    int count = (int) constant & (whole == INT ? Integer.SIZE - 1 : Long.SIZE - 1);
    if (operator == BinaryOperator.SHIFT_LEFT) {
      return (read & whole) >>> count;
    }
    long bits = read << count & whole;
    boolean sign = operator == BinaryOperator.SHIFT_RIGHT && (read & ~(whole >>> count)) != 0;
    return sign ? bits | (whole ^ whole >>> 1) : bits;
  }

  private static long converted(Conversion conversion, long read) {
    return switch (conversion) {
      case INT_TO_LONG, LONG_TO_INT -> read & INT | ((read & ~INT) != 0 ? 1L << 31 : 0);
      case INT_TO_LONG_UNSIGNED -> (read & ~INT) != 0 ? ALL : read;
      case INT_TO_BYTE -> read & 0xff | ((read & ~0xffL) != 0 ? 0x80 : 0);
      case INT_TO_SHORT -> read & 0xffff | ((read & ~0xffffL) != 0 ? 0x8000 : 0);
      case INT_TO_CHAR -> read & 0xffff;
      case SWAP_SHORT -> 0xffff;
      case SWAP_INT -> INT;
      case ADDRESS_TO_INT, SWAP_LONG -> ALL;
    };
  }

  private static long low(int bits) {
    return bits >= Long.SIZE ? ALL : (1L << bits) - 1;
  }

  /** All bits up to the highest that is read: a sum's carries go up. */
  private static long upTo(long read) {
    return read == 0 ? 0 : ALL >>> Long.numberOfLeadingZeros(read);
  }
}
