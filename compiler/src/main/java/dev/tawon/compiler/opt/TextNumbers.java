package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Gives numbers to strings of which paths choose one. Such a string is a phi of constants that only the compiler sees; the
 * number is a phi beside it.
 */
public final class TextNumbers {
  private final Function function;
  private final ToIntFunction<String> numbers;
  private final Map<Value, Block> phis = new HashMap<>();
  private final Map<Value, Value> twins = new HashMap<>();

  private TextNumbers(Function function, ToIntFunction<String> numbers) {
    this.function = function;
    this.numbers = numbers;
  }

  /**
   * Replaces each {@link Operation.TextNumber}; 0 stands for null.
   *
   * @param numbers the number of a string, from 1
   * @throws SourceError if a string is no constant on one of the paths
   */
  public static void run(Function function, ToIntFunction<String> numbers) {
    List<Block> blocks = function.reversePostorder();
    if (blocks.stream()
        .flatMap(block -> block.values().stream())
        .noneMatch(value -> value.operation() instanceof Operation.TextNumber)) {
      return;
    }
    TextNumbers texts = new TextNumbers(function, numbers);
    for (Block block : blocks) {
      block.phis().forEach(phi -> texts.phis.put(phi, block));
    }
    for (Block block : blocks) {
      for (Value value : List.copyOf(block.values())) {
        if (value.operation() instanceof Operation.TextNumber) {
          value.replaceBy(texts.number(value.input(0), value.position()));
        }
      }
    }
  }

  private Value number(Value text, Position use) {
    Value known = twins.get(text);
    if (known != null) {
      return known;
    }
    return switch (text.operation()) {
      case Operation.Literal(String constant) -> constant(text, numbers.applyAsInt(constant), use);
      case Operation.Null _ -> constant(text, 0, use);
      case Operation.Phi _ when phis.containsKey(text) -> {
        Value twin = function.newValue(new Operation.Phi(), ValueType.INT, List.of(), use);
        twins.put(text, twin);
        Block block = phis.get(text);
        block.phis().add(twin);
        for (int i = 0; i < text.inputs().size(); i++) {
          twin.inputs().add(number(text.input(i), use));
        }
        yield twin;
      }
      default ->
          throw new SourceError(
              use,
              Rule.STRING_VALUE,
              "which string this is depends on the path taken, and it is no constant on all of them:"
                  + " log on each path");
    };
  }

  /** A constant where every path comes by. */
  private Value constant(Value text, int number, Position use) {
    Value constant =
        function.newValue(new Operation.Constant(number), ValueType.INT, List.of(), use);
    function.entry().values().add(constant);
    twins.put(text, constant);
    return constant;
  }
}
