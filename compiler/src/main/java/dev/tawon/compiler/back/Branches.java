package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes branches as the instruction set has them, and as {@link LongLoops} wants them. */
final class Branches {
  private final CodeBuilder code;
  private final IsaVersion isa;
  private final LongLoops loops;

  Branches(CodeBuilder code, IsaVersion isa, LongLoops loops) {
    this.code = code;
    this.isa = isa;
    this.loops = loops;
  }

  /**
   * Where a branch goes.
   *
   * @param from the block that it ends
   * @param then where it goes if it holds
   * @param otherwise where it goes if not
   * @param next what is written behind it
   */
  record Ends(Block from, Block then, Block otherwise, @Nullable Block next) {}

  void branch(
      JumpCondition condition,
      boolean wide,
      Register left,
      Operand right,
      Ends ends,
      Function<Block, Label> labels) {
    boolean thenLeaves = loops.isLeft(ends.from(), ends.then());
    boolean otherwiseLeaves = loops.isLeft(ends.from(), ends.otherwise());
    boolean turned =
        hasInverse(condition)
            && (thenLeaves == otherwiseLeaves ? ends.then() == ends.next() : thenLeaves);
    if (turned || !exists(condition)) {
      code.branch(Comparison.inverse(condition), wide, left, right, labels.apply(ends.otherwise()));
      goOn(ends.then(), ends, labels);
    } else {
      code.branch(condition, wide, left, right, labels.apply(ends.then()));
      goOn(ends.otherwise(), ends, labels);
    }
  }

  private void goOn(Block to, Ends ends, Function<Block, Label> labels) {
    if (to != ends.next()) {
      code.jump(labels.apply(to));
    }
  }

  /** Goes to a fault where a comparison holds, and on where it does not. */
  void check(JumpCondition condition, Register left, int right, Label fault, Block from) {
    if (exists(condition) && !(loops.isWithin(from) && hasInverse(condition))) {
      code.branch(condition, true, left, new Immediate(right), fault);
      return;
    }
    Label passed = code.label("passed");
    code.branch(Comparison.inverse(condition), true, left, new Immediate(right), passed);
    code.jump(fault);
    code.bind(passed);
  }

  private boolean hasInverse(JumpCondition condition) {
    return condition != JumpCondition.SET && exists(Comparison.inverse(condition));
  }

  /** The first version of the instruction set has no less and no less or equal. */
  private boolean exists(JumpCondition condition) {
    return switch (condition) {
      case LT, LE, SLT, SLE -> isa.has(IsaVersion.V2);
      case EQ, NE, SET, GT, GE, SGT, SGE -> true;
    };
  }
}
