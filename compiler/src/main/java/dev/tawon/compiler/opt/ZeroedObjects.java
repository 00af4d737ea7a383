package dev.tawon.compiler.opt;

import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.HelperNumbers;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Takes objects that are zero throughout, and that only a map copies, from memory that is always zero, rather than make them on the
 * stack: {@code put(key, new Histogram())}.
 */
public final class ZeroedObjects {
  /** Smaller ones are made with fewer instructions than the map is worth. */
  private static final int FEWEST_BYTES = 32;

  private final Function function;
  private final IntConsumer zeros;

  private ZeroedObjects(Function function, IntConsumer zeros) {
    this.function = function;
    this.zeros = zeros;
  }

  /**
   * Changes a function in place.
   *
   * @param function the function
   * @param zeros is told how many bytes of zeros are needed
   */
  public static void run(Function function, IntConsumer zeros) {
    new ZeroedObjects(function, zeros).run();
  }

  private void run() {
    List<Block> order = function.reversePostorder();
    Map<Value, Integer> found = new HashMap<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.StackSlot(int bytes, _, boolean temporary)
            && !temporary
            && bytes >= FEWEST_BYTES) {
          found.put(value, bytes);
        }
      }
    }
    if (found.isEmpty()) {
      return;
    }
    Set<Value> zeroed = new HashSet<>();
    for (Block block : order) {
      block.phis().forEach(phi -> phi.inputs().forEach(input -> found.remove(input.resolved())));
      for (Value value : block.values()) {
        for (int i = 0; i < value.inputs().size(); i++) {
          Value input = value.input(i);
          if (isZero(value, i, found.getOrDefault(input, 0))) {
            zeroed.add(input);
          } else if (!isWrites(value, i) && !isCopied(value, i)) {
            found.remove(input);
          }
        }
      }
      block.terminator().inputs().forEach(input -> found.remove(input.resolved()));
    }
    found.keySet().retainAll(zeroed);
    if (!found.isEmpty()) {
      replace(order, found);
    }
  }

  private static boolean isZero(Value value, int index, int size) {
    return index == 0 && value.operation() instanceof Operation.Zero(int bytes) && bytes == size;
  }

  /** Whether a value writes zeros to its input. */
  private static boolean isWrites(Value value, int index) {
    return index == 0
        && value.operation() instanceof Operation.Store
        && Long.valueOf(0).equals(value.input(1).constant());
  }

  private static boolean isCopied(Value value, int index) {
    return value.operation() instanceof Operation.CallHelper call
        && (call.helper() == HelperNumbers.MAP_UPDATE_ELEM && index == 2
            || call.helper() == HelperNumbers.MAP_PUSH_ELEM && index == 1);
  }

  private void replace(List<Block> order, Map<Value, Integer> objects) {
    for (Block block : order) {
      List<Value> result = new ArrayList<>(block.values().size());
      for (Value value : block.values()) {
        Integer bytes = objects.get(value);
        if (bytes != null) {
          zeros.accept(bytes);
          Value global =
              function.newValue(
                  new Operation.Global(CompiledModule.ZERO_MAP, 0),
                  ValueType.REFERENCE,
                  List.of(),
                  value.position());
          result.add(global);
          value.replaceBy(global);
        } else if (value.inputs().isEmpty()
            || !objects.containsKey(value.inputs().getFirst())
            || value.operation() instanceof Operation.CallHelper) {
          result.add(value);
        }
      }
      block.values().clear();
      block.values().addAll(result);
    }
    Simplification.run(function);
  }
}
