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

/** Computes a packet's length from the addresses of its begin and end that the program has for its headers anyway. */
public final class PacketLength {
  private final Function function;
  private final int data;
  private final int dataEnd;

  private PacketLength(Function function, int data, int dataEnd) {
    this.function = function;
    this.data = data;
    this.dataEnd = dataEnd;
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
    if (bounds.size() != 2 || !PacketMoves.none(function)) {
      return;
    }
    PacketLength length = new PacketLength(function, bounds.first(), bounds.last());
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
          && isField(value.input(0), dataEnd)
          && isField(value.input(1), data)) {
        Value context = value.input(0).input(0);
        Value end = bound(value, dataEnd, context);
        Value begin = bound(value, data, context);
        Value length =
            function.newValue(
                value.operation(), ValueType.LONG, List.of(end, begin), value.position());
        Value number =
            function.newValue(
                new Operation.Convert(Conversion.LONG_TO_INT),
                ValueType.INT,
                List.of(length),
                value.position());
        result.addAll(List.of(end, begin, length, number));
        value.replaceBy(number);
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

  private Value bound(Value length, int offset, Value context) {
    return function.newValue(
        new Operation.PacketBound(offset, Width.WORD),
        ValueType.REFERENCE,
        List.of(context),
        length.position());
  }

  private static boolean isField(Value value, int offset) {
    return value.operation() instanceof Operation.Load(Width width, _, int at)
        && width == Width.WORD
        && at == offset
        && value.input(0).operation() instanceof Operation.Context;
  }
}
