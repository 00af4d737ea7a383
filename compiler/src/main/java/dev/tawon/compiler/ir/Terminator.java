package dev.tawon.compiler.ir;

import dev.tawon.isa.JumpCondition;
import java.util.List;

/** How control leaves a block. */
public sealed interface Terminator {

  /** The blocks where control may go. */
  List<Block> successors();

  /** The values that it reads. */
  default List<Value> inputs() {
    return switch (this) {
      case Branch branch -> List.of(branch.left(), branch.right());
      case Return end -> List.of(end.result());
      case Jump _, Unreachable _ -> List.of();
    };
  }

  /** Always to one block. */
  record Jump(Block target) implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of(target);
    }
  }

  /**
   * To one of two blocks, by comparing two values of the same type.
   *
   * @param condition the comparison
   * @param left its left side
   * @param right its right side
   * @param then where control goes if it holds
   * @param otherwise where control goes if not
   */
  record Branch(JumpCondition condition, Value left, Value right, Block then, Block otherwise)
      implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of(then, otherwise);
    }
  }

  /** The end of the program, with an int or long as its result. */
  record Return(Value result) implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of();
    }
  }

  /** Not reached: the block ends in a fault. */
  record Unreachable() implements Terminator {
    @Override
    public List<Block> successors() {
      return List.of();
    }
  }
}
