package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves numbers in network byte order where only their being equal to a constant is asked, swapping the constant instead; and reads
 * the one byte that counts where no other does.
 */
public final class SwappedReads {
  private static final long SHORT = 0xffff;

  private final Function function;
  private final Ranges ranges;
  private final DemandedBits bits;

  private SwappedReads(Function function) {
    this.function = function;
    this.ranges = Ranges.of(function);
    this.bits = DemandedBits.of(function, true);
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    List<Block> order = function.reversePostorder();
    if (order.stream().allMatch(block -> block.values().stream().noneMatch(SwappedReads::swaps))) {
      return;
    }
    new SwappedReads(function).readBytes(order);
    Simplification.run(function);
    for (Block block : order) {
      if (block.phis().stream()
          .anyMatch(phi -> phi.inputs().stream().anyMatch(SwappedReads::swaps))) {
        new SwappedReads(function).swapBehindPhis(block);
      }
    }
    SwappedReads reads = new SwappedReads(function);
    boolean any = false;
    for (Block block : order) {
      any |= reads.compareSwapped(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private static boolean swaps(Value value) {
    return swap(value) != null;
  }

  private static @Nullable Conversion swap(Value value) {
    return value.operation() instanceof Operation.Convert(Conversion conversion)
            && switch (conversion) {
              case SWAP_SHORT, SWAP_INT, SWAP_LONG -> true;
              default -> false;
            }
        ? conversion
        : null;
  }

  private boolean compareSwapped(Block block) {
    boolean any = false;
    while (block.terminator() instanceof Terminator.Branch branch
        && (branch.condition() == JumpCondition.EQ || branch.condition() == JumpCondition.NE)
        && branch.right().constant() != null) {
      Terminator.Branch swapped = swapped(block, branch, branch.right().constant());
      if (swapped == null) {
        break;
      }
      block.retarget(swapped);
      any = true;
    }
    return any;
  }

  private Terminator.@Nullable Branch swapped(Block block, Terminator.Branch branch, long number) {
    Value left = branch.left();
    Conversion direct = swap(left);
    if (direct != null && isWhole(direct, left.input(0)) && isWithin(direct, number)) {
      return compare(branch, left.input(0), constant(block, left, direct.apply(number)));
    }
    // (swap(x) & mask) == number
    if (left.operation() instanceof Operation.Binary(BinaryOperator operator)
        && operator == BinaryOperator.AND
        && left.input(1).constant() != null
        && bits.uses(left) == 1) {
      Value inner = left.input(0);
      Conversion masked = swap(inner);
      long mask = left.input(1).constant();
      if (masked != null
          && bits.uses(inner) == 1
          && isWhole(masked, inner.input(0))
          && isWithin(masked, mask)
          && isWithin(masked, number)
          && fits(masked.apply(mask))
          && fits(masked.apply(number))) {
        Value kept =
            function.newValue(
                left.operation(),
                left.type(),
                List.of(inner.input(0), constant(block, left, masked.apply(mask))),
                left.position());
        block.values().add(kept);
        return compare(branch, kept, constant(block, left, masked.apply(number)));
      }
    }
    return null;
  }

  /** Whether an instruction can hold a constant. */
  private static boolean fits(long number) {
    return number == (int) number;
  }

  /** Whether a number has no bits that a swap of two bytes would drop. */
  private boolean isWhole(Conversion swap, Value value) {
    return swap != Conversion.SWAP_SHORT || ranges.of(value).isWithin(Ranges.Range.upTo(SHORT));
  }

  private static boolean isWithin(Conversion swap, long number) {
    return swap == Conversion.SWAP_SHORT
        ? number >= 0 && number <= SHORT
        : fits(swap.apply(number));
  }

  private static Terminator.Branch compare(Terminator.Branch branch, Value left, Value right) {
    return new Terminator.Branch(
        branch.condition(), left, right, branch.then(), branch.otherwise());
  }

  private Value constant(Block block, Value like, long number) {
    Value constant =
        function.newValue(
            new Operation.Constant(like.type() == ValueType.INT ? (int) number : number),
            like.type(),
            List.of(),
            like.position());
    block.values().add(constant);
    return constant;
  }

  /** Of several swapped numbers it is the one that came by that is swapped, if anybody needs that. */
  private void swapBehindPhis(Block block) {
    for (Value phi : List.copyOf(block.phis())) {
      Conversion swap = swapOfAll(phi);
      if (swap == null) {
        continue;
      }
      List<Value> inputs = new ArrayList<>();
      for (int i = 0; i < phi.inputs().size(); i++) {
        Value input = phi.input(i);
        Long number = input.constant();
        inputs.add(
            number == null
                ? input.input(0)
                : constant(block.predecessors().get(i), input, swap.apply(number)));
      }
      Value raw = function.newValue(phi.operation(), phi.type(), inputs, phi.position());
      Value swapped =
          function.newValue(new Operation.Convert(swap), phi.type(), List.of(raw), phi.position());
      block.phis().add(raw);
      block.values().addFirst(swapped);
      phi.replaceBy(swapped);
    }
    Simplification.run(function);
  }

  /** The swap that gave each number that comes into a phi, of which nobody else needs more than whether they are equal to others. */
  private @Nullable Conversion swapOfAll(Value phi) {
    Conversion swap = null;
    for (int i = 0; i < phi.inputs().size(); i++) {
      Value input = phi.input(i);
      Conversion of = swap(input);
      if (of != null) {
        if (swap != null && swap != of || !isWhole(of, input.input(0))) {
          return null;
        }
        swap = of;
      } else if (input.constant() == null) {
        return null;
      }
    }
    Conversion all = swap;
    boolean areWithin =
        all != null
            && phi.inputs().stream()
                .map(input -> input.resolved().constant())
                .allMatch(number -> number == null || isWithin(all, number));
    return areWithin ? all : null;
  }

  /** A swapped number of which one byte is read is that byte. */
  private void readBytes(List<Block> order) {
    Map<Value, Value> bytes = new HashMap<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (swap(value) != null
            && bits.isWithin(value, 0xff)
            && !bits.isWithin(value, 0)
            && value.input(0).operation() instanceof Operation.Load(Width width, _, int offset)
            && width.bytes() * Byte.SIZE == size(value)
            && bits.uses(value.input(0)) == 1) {
          Value load = value.input(0);
          bytes.put(
              load,
              function.newValue(
                  new Operation.Load(Width.BYTE, false, offset + width.bytes() - 1),
                  value.type(),
                  List.of(load.input(0)),
                  load.position()));
          value.replaceBy(load);
        }
      }
      readHighest(block, bytes);
    }
    for (Block block : order) {
      List<Value> result = new ArrayList<>(block.values().size());
      for (Value value : block.values()) {
        result.add(value);
        Value made = bytes.get(value);
        if (made != null) {
          result.add(made);
          value.replaceBy(made);
        }
      }
      block.values().clear();
      block.values().addAll(result);
    }
  }

  /** A swapped number of which a shift leaves bits of the highest byte alone is that byte, shifted. */
  private void readHighest(Block block, Map<Value, Value> bytes) {
    for (Value shift : List.copyOf(block.values())) {
      Value swapped = shift.inputs().isEmpty() ? null : shift.input(0);
      if (swapped == null
          || swap(swapped) == null
          || !(shift.operation() instanceof Operation.Binary(BinaryOperator operator))
          || !isUnsigned(operator, swapped)
          || shift.input(1).constant() == null) {
        continue;
      }
      long less = shift.input(1).constant() - (size(swapped) - Byte.SIZE);
      Value load = swapped.input(0);
      if (less >= 0
          && less < Byte.SIZE
          && bits.uses(swapped) == 1
          && bits.uses(load) == 1
          && load.operation() instanceof Operation.Load(Width width, _, int offset)
          && width.bytes() * Byte.SIZE == size(swapped)) {
        Value highest =
            function.newValue(
                new Operation.Load(Width.BYTE, false, offset),
                shift.type(),
                List.of(load.input(0)),
                load.position());
        bytes.put(load, highest);
        Value count =
            function.newValue(
                new Operation.Constant((int) less), ValueType.INT, List.of(), shift.position());
        Value better =
            function.newValue(
                shift.operation(), shift.type(), List.of(highest, count), shift.position());
        block.values().addAll(block.values().indexOf(shift), List.of(count, better));
        shift.replaceBy(better);
      }
    }
  }

  /** Whether an operator shifts zeros in: a swapped number of two bytes is never negative. */
  private static boolean isUnsigned(BinaryOperator operator, Value swapped) {
    return operator == BinaryOperator.SHIFT_RIGHT_UNSIGNED
        || operator == BinaryOperator.SHIFT_RIGHT && size(swapped) == Short.SIZE;
  }

  private static int size(Value swapped) {
    return switch (((Operation.Convert) swapped.operation()).conversion()) {
      case SWAP_SHORT -> Short.SIZE;
      case SWAP_INT -> Integer.SIZE;
      default -> Long.SIZE;
    };
  }
}
