package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers that maps hold behind the test whether the entry is there, which a program makes anyway before it uses
 * the number. Where memory may change before that test, the number is read behind a test of its own.
 */
public final class BoxedReads {
  private final Function function;
  private final Value read;
  private final Value address;
  private final Dominators dominators;

  private BoxedReads(Function function, Value read) {
    this.function = function;
    this.read = read;
    this.address = read.input(0);
    this.dominators = Dominators.of(function);
  }

  /** Changes a function in place; afterwards it has no {@link Operation.LoadIfPresent} and no phi of numbers as objects. */
  public static void run(Function function) {
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      replaceBoxes(function, block);
      any |= block.values().stream().anyMatch(BoxedReads::isRead);
    }
    while (any) {
      any = false;
      for (Block block : function.reversePostorder()) {
        int index = indexOfRead(block);
        if (index >= 0) {
          new BoxedReads(function, block.values().get(index)).place(block, index);
          any = true;
          break;
        }
      }
    }
    Simplification.run(function);
  }

  /** What matters of an object where paths meet is that it is not null. */
  private static void replaceBoxes(Function function, Block block) {
    for (Value phi : block.phis()) {
      for (int i = 0; i < phi.inputs().size(); i++) {
        if (phi.input(i).operation() instanceof Operation.Boxed) {
          Value some =
              function.newValue(
                  new Operation.Constant(1), ValueType.REFERENCE, List.of(), phi.position());
          block.predecessors().get(i).values().add(some);
          phi.inputs().set(i, some);
        }
      }
    }
  }

  private static boolean isRead(Value value) {
    return value.operation() instanceof Operation.LoadIfPresent;
  }

  private static int indexOfRead(Block block) {
    for (int i = 0; i < block.values().size(); i++) {
      if (isRead(block.values().get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void place(Block block, int index) {
    Block at = block;
    int next = index + 1;
    while (true) {
      for (int i = next; i < at.values().size(); i++) {
        Value value = at.values().get(i);
        if (value.operation() instanceof Operation.NullCheck && value.input(0) == address) {
          if (isUsedOnlyAfter(at, i)) {
            block.values().remove(index);
            load(at, at.values().indexOf(value) + 1);
          } else {
            readBehindTest(block, index);
          }
          return;
        }
        if (mayWrite(value)) {
          readBehindTest(block, index);
          return;
        }
      }
      switch (at.terminator()) {
        case Terminator.Jump jump when jump.target().predecessors().size() == 1 -> {
          at = jump.target();
          next = 0;
        }
        case Terminator.Branch branch -> {
          Block present = leadsTo(branch);
          if (present == null) {
            readBehindTest(block, index);
          } else {
            block.values().remove(index);
            load(present, 0);
          }
          return;
        }
        case Terminator.Jump _, Terminator.Return _, Terminator.Unreachable _ -> {
          readBehindTest(block, index);
          return;
        }
      }
    }
  }

  /** Where a test whether the address is null goes on when it is not, if the number is used there alone; else null. */
  private @Nullable Block leadsTo(Terminator.Branch branch) {
    if (branch.left().resolved() != address
        || !(branch.right().resolved().operation() instanceof Operation.Null)
        || branch.then() == branch.otherwise()) {
      return null;
    }
    Block present = branch.condition() == JumpCondition.EQ ? branch.otherwise() : branch.then();
    return present.predecessors().size() == 1 && isUsedOnlyAfter(present, -1) ? present : null;
  }

  private void load(Block block, int index) {
    Value load = newLoad();
    block.values().add(index, load);
    read.replaceBy(load);
  }

  private Value newLoad() {
    Operation.LoadIfPresent operation = (Operation.LoadIfPresent) read.operation();
    return function.newValue(
        new Operation.Load(operation.width(), operation.signed(), 0),
        read.type(),
        List.of(address),
        read.position());
  }

  private void readBehindTest(Block block, int index) {
    Block rest = function.newBlock();
    Block present = function.newBlock();
    block.values().remove(index);
    block.moveEnd(index, rest);
    Value zero =
        function.newValue(new Operation.Constant(0), read.type(), List.of(), read.position());
    Value none =
        function.newValue(new Operation.Null(), ValueType.REFERENCE, List.of(), read.position());
    block.values().addAll(List.of(zero, none));
    block.terminate(
        new Terminator.Branch(JumpCondition.EQ, address, none, rest, present), read.position());
    Value load = newLoad();
    present.values().add(load);
    present.terminate(new Terminator.Jump(rest), read.position());
    Value number =
        function.newValue(new Operation.Phi(), read.type(), List.of(zero, load), read.position());
    rest.phis().add(number);
    read.replaceBy(number);
  }

  /** Whether a value may change what a map holds. */
  private static boolean mayWrite(Value value) {
    return switch (value.operation()) {
      case Operation.NullCheck _, Operation.BoundsCheck _, Operation.Zero _ -> false;
      case Operation.Store _ -> !(value.input(0).operation() instanceof Operation.StackSlot);
      default -> value.operation().hasEffect();
    };
  }

  /** Whether all uses of the number come after a place, in its block or in those that it dominates. */
  private boolean isUsedOnlyAfter(Block place, int index) {
    return Uses.of(function.reversePostorder(), read).stream()
        .allMatch(use ->
            use.block() == place ? use.index() > index : dominators.dominates(place, use.block()));
  }
}
