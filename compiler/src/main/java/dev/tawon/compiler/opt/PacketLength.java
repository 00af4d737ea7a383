package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Subtracts addresses of a packet from each other as they are, where it is numbers that are subtracted; a packet's length is
 * that of the addresses of its begin and end that the program has for its headers anyway.
 */
public final class PacketLength {
  private final Function function;

  /** Where the context has the packet's begin and end, or null if the program does not have both. */
  private final @Nullable Bounds bounds;

  private record Bounds(int data, int dataEnd) {}

  private PacketLength(Function function, @Nullable Bounds bounds) {
    this.function = function;
    this.bounds = bounds;
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    TreeSet<Integer> bounds = new TreeSet<>();
    List<Block> order = function.reversePostorder();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.PacketBound(int offset, Width width)
            && width == Width.WORD) {
          bounds.add(offset);
        }
      }
    }
    PacketLength length =
        new PacketLength(
            function,
            bounds.size() == 2 && PacketMoves.none(function)
                ? new Bounds(bounds.first(), bounds.last())
                : null);
    boolean any = false;
    for (Block block : order) {
      any |= length.rewrite(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean rewrite(Block block) {
    List<Value> result = new ArrayList<>(block.values().size());
    boolean any = false;
    for (Value value : block.values()) {
      if (value.operation() instanceof Operation.Binary(BinaryOperator operator)
          && operator == BinaryOperator.SUBTRACT
          && value.type() == ValueType.INT
          && isAddress(value.input(0))
          && isAddress(value.input(1))) {
        Value difference = difference(value, result);
        result.add(difference);
        value.replaceBy(difference);
        any = true;
      }
      result.add(value);
    }
    if (any) {
      block.values().clear();
      block.values().addAll(result);
    }
    return any;
  }

  /**
   * What is subtracted, from the addresses.
   *
   * @param values where to put what it takes
   */
  private Value difference(Value number, List<Value> values) {
    Value left = number.input(0).input(0);
    Value right = number.input(1).input(0);
    if (bounds == null || !isField(left, bounds.dataEnd()) || !isField(right, bounds.data())) {
      return function.newValue(
          number.operation(), ValueType.INT, List.of(left, right), number.position());
    }
    Value end = bound(number, bounds.dataEnd(), left.input(0));
    Value begin = bound(number, bounds.data(), left.input(0));
    Value length =
        function.newValue(
            number.operation(), ValueType.LONG, List.of(end, begin), number.position());
    values.addAll(List.of(end, begin, length));
    return function.newValue(
        new Operation.Convert(Conversion.LONG_TO_INT),
        ValueType.INT,
        List.of(length),
        number.position());
  }

  private Value bound(Value length, int offset, Value context) {
    return function.newValue(
        new Operation.PacketBound(offset, Width.WORD),
        ValueType.REFERENCE,
        List.of(context),
        length.position());
  }

  private static boolean isAddress(Value value) {
    return value.operation() instanceof Operation.Convert(Conversion conversion)
        && conversion == Conversion.ADDRESS_TO_INT;
  }

  private static boolean isField(Value value, int offset) {
    return value.operation() instanceof Operation.Load(Width width, _, int at)
        && width == Width.WORD
        && at == offset
        && value.input(0).operation() instanceof Operation.Context;
  }
}
