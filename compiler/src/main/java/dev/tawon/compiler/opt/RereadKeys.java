package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a map's key from the stack again where it is compared behind the call, if it is one of several constants.
 *
 * <p>In a register, the verifier knows which it is, and goes through all that follows once for each. On the stack it does not know,
 * as long as the number is not at the begin of eight bytes ({@code check_stack_write_fixed_off} of {@code kernel/bpf/verifier.c}),
 * which is where these keys are put.
 */
final class RereadKeys {
  private static final int FEWEST_CONSTANTS = 3;
  private static final int MOST_USES = 2;

  /** Where in its eight bytes a key is. */
  private static final int PLACE = Integer.BYTES;

  private final Function function;
  private final List<Block> order;

  private RereadKeys(Function function) {
    this.function = function;
    this.order = function.reversePostorder();
  }

  /** Changes a function in place. */
  static void run(Function function) {
    RereadKeys keys = new RereadKeys(function);
    for (Block block : keys.order) {
      for (Value value : List.copyOf(block.values())) {
        if (KeptKeys.slot(value) != null
            && value.operation() instanceof Operation.Store(Width width, int _)
            && width == Width.WORD
            && isChosen(value.input(1))) {
          keys.reread(block, value);
        }
      }
    }
  }

  /** Whether a number is one of several constants on all ways. */
  private static boolean isChosen(Value number) {
    Set<Long> constants = new HashSet<>();
    return number.type() == ValueType.INT
        && isChosen(number, constants, new HashSet<>())
        && constants.size() >= FEWEST_CONSTANTS;
  }

  private static boolean isChosen(Value number, Set<Long> constants, Set<Value> seen) {
    Long constant = number.constant();
    if (constant != null) {
      constants.add(constant);
      return true;
    }
    return number.operation() instanceof Operation.Phi
        && (!seen.add(number)
            || number.inputs().stream().allMatch(input -> isChosen(input, constants, seen)));
  }

  private void reread(Block block, Value store) {
    Value number = store.input(1);
    List<Value> slots = slots(store.input(0));
    List<Block> tests = tests(block, store, number);
    if (tests.isEmpty() || slots.isEmpty()) {
      return;
    }
    slots.forEach(this::move);
    for (Block test : tests) {
      Value again =
          function.newValue(
              new Operation.Load(Width.WORD, false, 0),
              ValueType.INT,
              List.of(store.input(0)),
              test.end());
      test.values().add(again);
      Terminator.Branch branch = (Terminator.Branch) test.terminator();
      test.retarget(
          new Terminator.Branch(
              branch.condition(), again, branch.right(), branch.then(), branch.otherwise()));
    }
  }

  /** Lets all who use a slot use its later half. */
  private void move(Value slot) {
    Value half =
        function.newValue(
            new Operation.Offset(PLACE), ValueType.REFERENCE, List.of(slot), slot.position());
    for (Block block : order) {
      for (Value value : block.values()) {
        value.inputs().replaceAll(input -> input.resolved() == slot ? half : input);
      }
      int at = block.values().indexOf(slot);
      if (at >= 0) {
        block.values().add(at + 1, half);
      }
    }
  }

  /** All values that are a slot, if one place alone writes to it; else none. */
  private List<Value> slots(Value own) {
    List<Value> slots = new ArrayList<>();
    int writes = 0;
    for (Block block : order) {
      for (Value value : block.values()) {
        boolean isWrite =
            KeptKeys.slot(value) != null && value.input(0).operation().equals(own.operation());
        writes += isWrite ? 1 : 0;
        if (value.operation().equals(own.operation())) {
          slots.add(value);
        }
      }
    }
    return writes == 1 ? slots : List.of();
  }

  /** The blocks behind the call that end with a comparison of the number, if that is all it is used for. */
  private List<Block> tests(Block block, Value store, Value number) {
    List<Block> tests = new ArrayList<>();
    Dominators dominators = Dominators.of(order);
    for (Uses.Use use : Uses.of(order, number)) {
      if (use.block() == block && use.index() == block.values().indexOf(store)) {
        continue;
      }
      if (!use.isAtEnd()
          || !(use.block().terminator() instanceof Terminator.Branch branch)
          || branch.left() != number
          || branch.right().constant() == null
          || !dominators.dominates(block, use.block())) {
        return List.of();
      }
      tests.add(use.block());
    }
    return tests.size() <= MOST_USES && hasCallBehind(block, store) ? tests : List.of();
  }

  private static boolean hasCallBehind(Block block, Value store) {
    int at = block.values().indexOf(store);
    return block.values().subList(at + 1, block.values().size()).stream()
        .anyMatch(value -> value.operation() instanceof Operation.CallHelper);
  }
}
