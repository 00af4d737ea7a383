package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which addresses lie in an object on the stack at a place that the verifier does not know when it follows the program: before
 * Linux 5.12 ({@code check_stack_access} of {@code kernel/bpf/verifier.c}) nothing is read or written there. It knows the
 * counters of loops, round by round, and what is computed of them.
 */
final class StackIndices {
  private final Map<Value, Boolean> open = new HashMap<>();

  /** Whether an address is on the stack, at such a place. */
  boolean isOpen(Value address) {
    return isOpen(address, new HashSet<>());
  }

  private boolean isOpen(Value address, Set<Value> seen) {
    if (!seen.add(address)) {
      return false;
    }
    return switch (address.operation()) {
      case Operation.Offset _ -> isOpen(address.input(0), seen);
      case Operation.Phi _ -> address.inputs().stream().anyMatch(input -> isOpen(input, seen));
      case Operation.PointerAdd _ ->
          isOpen(address.input(0), seen)
              || (isOnStack(address.input(0))
                  && open.computeIfAbsent(
                      address.input(1), number -> !isFollowed(number, new HashSet<>())));
      default -> false;
    };
  }

  /** Whether an address may be on the stack, also on that of a caller. */
  static boolean mayBeOnStack(Value address) {
    return mayComeFrom(
        address,
        root -> root instanceof Operation.StackSlot || root instanceof Operation.Argument,
        new HashSet<>());
  }

  private static boolean isOnStack(Value address) {
    return mayComeFrom(address, Operation.StackSlot.class::isInstance, new HashSet<>());
  }

  /** Whether what an address is computed of is such an operation, on one path at least. */
  private static boolean mayComeFrom(Value address, Predicate<Operation> root, Set<Value> seen) {
    if (!seen.add(address)) {
      return false;
    }
    return switch (address.operation()) {
      case Operation.Offset _, Operation.PointerAdd _ -> mayComeFrom(address.input(0), root, seen);
      case Operation.Phi _ ->
          address.inputs().stream().anyMatch(input -> mayComeFrom(input, root, seen));
      case Operation operation -> root.test(operation);
    };
  }

  /** Whether the verifier knows a number on each path: it is made of constants alone. */
  private static boolean isFollowed(Value number, Set<Value> seen) {
    if (!seen.add(number)) {
      return true;
    }
    return switch (number.operation()) {
      case Operation.Constant _ -> true;
      case Operation.Phi _ -> number.inputs().stream().allMatch(input -> isFollowed(input, seen));
      case Operation.Convert(Conversion conversion) ->
          switch (conversion) {
            case INT_TO_LONG,
                INT_TO_LONG_UNSIGNED,
                LONG_TO_INT,
                INT_TO_BYTE,
                INT_TO_SHORT,
                INT_TO_CHAR ->
                isFollowed(number.input(0), seen);
            case ADDRESS_TO_INT, SWAP_SHORT, SWAP_INT, SWAP_LONG -> false;
          };
      case Operation.Binary(var operator) ->
          switch (operator) {
            case ADD,
                SUBTRACT,
                MULTIPLY,
                AND,
                OR,
                XOR,
                SHIFT_LEFT,
                SHIFT_RIGHT,
                SHIFT_RIGHT_UNSIGNED ->
                isFollowed(number.input(0), seen) && isFollowed(number.input(1), seen);
            case DIVIDE, REMAINDER, DIVIDE_UNSIGNED, REMAINDER_UNSIGNED -> false;
          };
      default -> false;
    };
  }
}
