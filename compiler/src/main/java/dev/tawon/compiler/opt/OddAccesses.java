package dev.tawon.compiler.opt;

import static java.util.Objects.requireNonNull;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * Accesses the fields of packed structs in parts, where they are on the stack, or may be, and are not at multiples of their
 * size: the verifier wants that of the stack on every machine.
 */
final class OddAccesses {
  private final Function function;
  private final List<Value> made = new ArrayList<>();

  private OddAccesses(Function function) {
    this.function = function;
  }

  /** Changes a function in place. It has the code that the front end makes: addresses show what they are multiples of. */
  static void split(Function function) {
    for (Block block : function.reversePostorder()) {
      if (block.values().stream().anyMatch(OddAccesses::isOdd)) {
        OddAccesses accesses = new OddAccesses(function);
        block.values().forEach(accesses::copy);
        block.values().clear();
        block.values().addAll(accesses.made);
      }
    }
  }

  private static boolean isOdd(Value value) {
    return switch (value.operation()) {
      case Operation.Load(Width width, _, int offset) -> isOdd(value.input(0), offset, width);
      case Operation.Store(Width width, int offset) -> isOdd(value.input(0), offset, width);
      case Operation.VolatileLoad(Width width, _, int offset) ->
          isOdd(value.input(0), offset, width);
      case Operation.VolatileStore(Width width, int offset) -> isOdd(value.input(0), offset, width);
      default -> false;
    };
  }

  private static boolean isOdd(Value address, int offset, Width width) {
    return !Alignment.allows(address, offset, width.bytes());
  }

  private void copy(Value value) {
    if (!isOdd(value)) {
      made.add(value);
    } else if (value.operation() instanceof Operation.Load load) {
      value.replaceBy(read(value, load));
    } else if (value.operation() instanceof Operation.Store store) {
      write(value, store);
    } else {
      throw new SourceError(
          value.position(),
          Rule.VOLATILE_FIELD,
          "a volatile field is read and written at once, and this one need not lie at a multiple of"
              + " its size: take volatile from it, or @Packed from its struct");
    }
  }

  /** At most two bytes: so a part of a long is never negative. */
  private static int part(Value address, int offset, Width width) {
    return width.bytes() > 2 && Alignment.allows(address, offset, 2) ? 2 : 1;
  }

  private Value read(Value value, Operation.Load load) {
    Value address = value.input(0);
    int bytes = load.width().bytes();
    int part = part(address, load.offset(), load.width());
    Value all = null;
    for (int at = 0; at < bytes; at += part) {
      boolean signed = load.signed() && at + part == bytes;
      Value one =
          add(
              new Operation.Load(Width.ofBytes(part), signed, load.offset() + at),
              ValueType.INT,
              value.position(),
              address);
      if (value.type() == ValueType.LONG) {
        one =
            add(
                new Operation.Convert(Conversion.INT_TO_LONG),
                ValueType.LONG,
                value.position(),
                one);
      }
      all =
          all == null
              ? one
              : binary(BinaryOperator.OR, all, shifted(BinaryOperator.SHIFT_LEFT, one, at));
    }
    return requireNonNull(all);
  }

  private void write(Value value, Operation.Store store) {
    Value address = value.input(0);
    Value number = value.input(1);
    int part = part(address, store.offset(), store.width());
    for (int at = 0; at < store.width().bytes(); at += part) {
      Value one = at == 0 ? number : shifted(BinaryOperator.SHIFT_RIGHT_UNSIGNED, number, at);
      if (one.type() == ValueType.LONG) {
        one =
            add(
                new Operation.Convert(Conversion.LONG_TO_INT),
                ValueType.INT,
                value.position(),
                one);
      }
      add(
          new Operation.Store(Width.ofBytes(part), store.offset() + at),
          ValueType.NONE,
          value.position(),
          address,
          one);
    }
  }

  private Value shifted(BinaryOperator operator, Value number, int bytes) {
    Value count =
        add(new Operation.Constant((long) bytes * Byte.SIZE), ValueType.INT, number.position());
    return binary(operator, number, count);
  }

  private Value binary(BinaryOperator operator, Value left, Value right) {
    return add(new Operation.Binary(operator), left.type(), left.position(), left, right);
  }

  private Value add(Operation operation, ValueType type, Position position, Value... inputs) {
    Value value = function.newValue(operation, type, List.of(inputs), position);
    made.add(value);
    return value;
  }
}
