package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a comparison of a header with null, behind other code, ask anew what made it null: whether the packet is long enough. The
 * header is an address then, whichever way it was come by, and the verifier has its range from the comparison that stands before
 * its use. What asked first is asked for nothing any more.
 */
public final class DeferredNulls {
  private final List<Block> order;
  private final Dominators dominators;
  private final PacketMoves moves;

  private DeferredNulls(Function function) {
    this.moves = PacketMoves.of(function);
    this.order = function.reversePostorder();
    this.dominators = Dominators.of(order);
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    boolean any = false;
    DeferredNulls nulls = new DeferredNulls(function);
    for (Block join : nulls.order) {
      for (Value phi : List.copyOf(join.phis())) {
        any |= nulls.defer(join, phi);
      }
    }
    if (any) {
      Simplification.run(function);
      dropEmptyDiamonds(function);
    }
    if (nulls.dropWeakerQuestions()) {
      Unreached.remove(function, nulls.order);
    }
  }

  /** Of two comparisons behind each other that lead to the same place, the one that asks for less is left out. */
  private boolean dropWeakerQuestions() {
    boolean any = false;
    for (Block block : order) {
      if (block.terminator() instanceof Terminator.Branch first
          && first.condition() == JumpCondition.GT
          && first.then() != first.otherwise()) {
        Block next = first.otherwise();
        Block end = next;
        while (end.terminator() instanceof Terminator.Jump(Block more)
            && doesNothing(end)
            && more != block) {
          end = more;
        }
        if (doesNothing(end)
            && end.terminator() instanceof Terminator.Branch second
            && second.condition() == JumpCondition.GT
            && after(second.then()) == after(first.then())
            && bringsTheSame(
                last(first.then(), block), last(second.then(), end), after(first.then()))
            && second.right() == first.right()
            && distance(first.left()) >= 0
            && distance(second.left()) >= 0
            && base(second.left()) == base(first.left())
            && base(first.left()).operation() instanceof Operation.PacketBound) {
          if (distance(second.left()) >= distance(first.left())) {
            Unreached.leave(block, first.then());
            block.retarget(new Terminator.Jump(next));
          } else {
            Unreached.leave(end, second.then());
            end.retarget(new Terminator.Jump(second.otherwise()));
          }
          any = true;
        }
      }
    }
    return any;
  }

  /** The block through which a way goes into the place where it ends up. */
  private static Block last(Block way, Block from) {
    Block join = after(way);
    Block last = from;
    Block at = way;
    while (at != join) {
      last = at;
      at = ((Terminator.Jump) at.terminator()).target();
    }
    return last;
  }

  private static boolean bringsTheSame(Block first, Block second, Block join) {
    int a = join.predecessors().indexOf(first);
    int b = join.predecessors().indexOf(second);
    return join.phis().stream()
        .allMatch(phi -> {
          Long constant = phi.input(a).constant();
          return phi.input(a) == phi.input(b)
              || (constant != null && constant.equals(phi.input(b).constant()));
        });
  }

  private static boolean doesNothing(Block block) {
    return block.predecessors().size() == 1
        && block.phis().isEmpty()
        && block.values().stream()
            .allMatch(value ->
                value.operation().isPure() || value.operation() instanceof Operation.PacketBound);
  }

  private static Value base(Value address) {
    Value base = address;
    while (base.operation() instanceof Operation.Offset) {
      base = base.input(0);
    }
    return base;
  }

  private static long distance(Value address) {
    long distance = 0;
    for (Value at = address;
        at.operation() instanceof Operation.Offset(int bytes);
        at = at.input(0)) {
      distance += bytes;
    }
    return distance;
  }

  /** What was asked at the end of a block, and whether its holding makes null. */
  private record Question(Block block, Terminator.Branch branch, boolean nullIfHolds) {}

  private boolean defer(Block join, Value phi) {
    if (phi.inputs().size() != 2 || join.predecessors().size() != 2) {
      return false;
    }
    int none = phi.input(0).isNull() ? 0 : 1;
    Value address = phi.input(1 - none);
    Question question = question(join, none);
    if (!phi.input(none).isNull() || !Places.isInPacket(address) || question == null) {
      return false;
    }
    List<Block> tests = new ArrayList<>();
    List<Block> present = new ArrayList<>();
    for (Block block : order) {
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.left() == phi
          && branch.right().isNull()
          && (branch.condition() == JumpCondition.EQ || branch.condition() == JumpCondition.NE)) {
        Block other = branch.condition() == JumpCondition.EQ ? branch.otherwise() : branch.then();
        if (other.predecessors().size() != 1
            || branch.then() == branch.otherwise()
            // What the comparison would ask is of another packet then.
            || !moves.atEnd(block).equals(moves.atEnd(question.block()))) {
          return false;
        }
        tests.add(block);
        present.add(other);
      }
    }
    if (tests.isEmpty() || !isUsedOnlyBelow(phi, tests, present)) {
      return false;
    }
    for (Block test : tests) {
      Terminator.Branch branch = (Terminator.Branch) test.terminator();
      Block ifNull = branch.condition() == JumpCondition.EQ ? branch.then() : branch.otherwise();
      Block ifNot = branch.condition() == JumpCondition.EQ ? branch.otherwise() : branch.then();
      Terminator.Branch asked = question.branch();
      test.retarget(
          new Terminator.Branch(
              asked.condition(),
              asked.left(),
              asked.right(),
              question.nullIfHolds() ? ifNull : ifNot,
              question.nullIfHolds() ? ifNot : ifNull));
    }
    phi.replaceBy(address);
    join.phis().remove(phi);
    return true;
  }

  /** The comparison whose two ways meet in a block at once. */
  private @Nullable Question question(Block join, int none) {
    Block toNull = join.predecessors().get(none);
    Block toAddress = join.predecessors().get(1 - none);
    Block nullFrom = skip(toNull, join);
    Block addressFrom = skip(toAddress, join);
    if (nullFrom != addressFrom
        || !(nullFrom.terminator() instanceof Terminator.Branch branch)
        || branch.then() == branch.otherwise()) {
      return null;
    }
    Block nullWay = nullFrom == toNull ? join : first(toNull, nullFrom);
    boolean asksPacket =
        Places.isInPacket(branch.left())
            && Places.isInPacket(branch.right())
            && !branch.right().isNull();
    return asksPacket ? new Question(nullFrom, branch, branch.then() == nullWay) : null;
  }

  /** The block with two ways from which a chain of blocks comes that do nothing. */
  private static Block skip(Block last, Block join) {
    Block block = last;
    while (block != join
        && block.terminator() instanceof Terminator.Jump
        && block.predecessors().size() == 1
        && block.phis().isEmpty()
        && block.values().stream().allMatch(value -> value.operation().isPure())) {
      block = block.predecessors().getFirst();
    }
    return block;
  }

  private static Block first(Block last, Block from) {
    Block block = last;
    while (block.predecessors().getFirst() != from) {
      block = block.predecessors().getFirst();
    }
    return block;
  }

  private boolean isUsedOnlyBelow(Value phi, List<Block> tests, List<Block> present) {
    return Uses.of(order, phi).stream()
        .filter(use -> !(use.isAtEnd() && tests.contains(use.block())))
        .allMatch(use -> present.stream().anyMatch(top -> dominators.dominates(top, use.block())));
  }

  /** Branches whose two ways do nothing until they meet are none. */
  static void dropEmptyDiamonds(Function function) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : function.reversePostorder()) {
        if (block.terminator() instanceof Terminator.Branch branch) {
          Block then = after(branch.then());
          Block otherwise = after(branch.otherwise());
          if (then == otherwise && then.phis().isEmpty() && branch.then() != branch.otherwise()) {
            leave(block, branch.then(), then);
            leave(block, branch.otherwise(), then);
            block.retarget(new Terminator.Jump(then));
            then.predecessors().add(block);
            changed = true;
            break;
          }
        }
      }
    }
  }

  private static void leave(Block from, Block to, Block join) {
    Block last = from;
    Block at = to;
    while (at != join) {
      last = at;
      at = ((Terminator.Jump) at.terminator()).target();
    }
    join.predecessors().remove(last);
  }

  private static Block after(Block block) {
    Block at = block;
    while (at.predecessors().size() == 1
        && at.phis().isEmpty()
        && at.values().stream().allMatch(value -> value.operation().isPure())
        && at.terminator() instanceof Terminator.Jump jump
        && jump.target() != block) {
      at = jump.target();
    }
    return at;
  }
}
