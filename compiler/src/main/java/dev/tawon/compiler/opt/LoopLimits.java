package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.List;

/**
 * Loops between two numbers that are not known. Before Linux 6.8 ({@code is_branch_taken} of {@code kernel/bpf/verifier.c}) the
 * verifier never decides a comparison of such, whatever their ranges, and follows the loop for ever. So the loop asks for the
 * greatest number that its limit can be, too, which is a constant.
 */
final class LoopLimits {
  /** No verifier follows more rounds. */
  private static final long MANY = 1 << 17;

  private LoopLimits() {}

  /** Changes a function in place, for a kernel that needs it. */
  static void run(Function function, Target target) {
    if (target.isAtLeast(6, 8)) {
      return;
    }
    List<Loop> loops = Loop.simple(function.reversePostorder());
    if (loops.isEmpty()) {
      return;
    }
    Ranges ranges = Ranges.verified(function, target);
    for (Loop loop : loops) {
      if (loop.header().terminator() instanceof Terminator.Branch branch
          && loop.blocks().contains(branch.then()) != loop.blocks().contains(branch.otherwise())) {
        limit(function, loop, branch, ranges);
      }
    }
  }

  private static void limit(Function function, Loop loop, Terminator.Branch branch, Ranges ranges) {
    boolean counterIsLeft = loop.header().phis().contains(branch.left());
    Value counter = counterIsLeft ? branch.left() : branch.right();
    Value limit = counterIsLeft ? branch.right() : branch.left();
    if (!loop.header().phis().contains(counter)
        || loop.header().phis().contains(limit)
        || (counter.type() != ValueType.INT && counter.type() != ValueType.LONG)
        || limit.constant() != null
        || counter.input(1 - loop.back()).constant() != null
        || branch.condition() == JumpCondition.SET) {
      return;
    }
    boolean goesOnThen = loop.blocks().contains(branch.then());
    JumpCondition goesOn = goesOnThen ? branch.condition() : Comparison.inverse(branch.condition());
    Ranges.Range range = ranges.of(limit);
    boolean below = goesOn == JumpCondition.SLT || goesOn == JumpCondition.SLE;
    boolean above = goesOn == JumpCondition.SGT || goesOn == JumpCondition.SGE;
    boolean up = counterIsLeft ? below : above;
    long bound = up ? range.greatest() : range.least();
    if ((!below && !above) || bound > MANY || bound < -MANY) {
      return;
    }
    Block outside = goesOnThen ? branch.otherwise() : branch.then();
    ask(
        function,
        loop.header(),
        counter,
        up ? JumpCondition.SGT : JumpCondition.SLT,
        bound,
        outside);
  }

  /** Leaves the loop too where its counter is beyond a constant. */
  private static void ask(
      Function function,
      Block header,
      Value counter,
      JumpCondition beyond,
      long bound,
      Block outside) {
    Block test = function.newBlock();
    header.moveEnd(header.values().size(), test);
    Value constant =
        function.newValue(new Operation.Constant(bound), counter.type(), List.of(), header.end());
    header.values().add(constant);
    int edge = outside.predecessors().indexOf(test);
    header.terminate(new Terminator.Branch(beyond, counter, constant, outside, test), test.end());
    outside.phis().forEach(phi -> phi.inputs().add(phi.inputs().get(edge)));
  }
}
