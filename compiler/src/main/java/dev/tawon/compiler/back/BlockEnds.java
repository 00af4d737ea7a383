package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.List;

/** Chooses the operations with which blocks end. */
final class BlockEnds {
  private final Selector selector;
  private final Operands operands;

  BlockEnds(Selector selector, Operands operands) {
    this.selector = selector;
    this.operands = operands;
  }

  /** Ends a block, whose values are selected. */
  void leave(Block source) {
    switch (source.terminator()) {
      case Terminator.Jump jump -> {
        movePhis(source, jump.target());
        selector.emit(new MachineOperation.Jump(jump.target()));
      }
      case Terminator.Branch branch -> branch(branch);
      case Terminator.Return result -> {
        operands.moveTo(Registers.RESULT, result.result());
        selector.emit(new MachineOperation.Exit());
      }
      case Terminator.Unreachable _ -> {}
    }
  }

  private void branch(Terminator.Branch branch) {
    Value left = branch.left();
    Value right = branch.right();
    JumpCondition condition = branch.condition();
    if (Operands.immediate(right) == null
        && (Operands.immediate(left) != null
            || Operands.isCounter(left) && !Operands.isCounter(right))) {
      Value swapped = left;
      left = right;
      right = swapped;
      condition = Comparison.mirrored(condition);
    }
    boolean wide = left.isWide();
    Integer constant = Operands.immediate(right);
    if (!wide && !selector.isa().has(IsaVersion.V3)) {
      branchInSixtyFourBits(condition, left, right, branch);
    } else if (constant != null) {
      selector.emit(
          new MachineOperation.BranchConstant(
              condition, wide, operands.use(left), constant, branch.then(), branch.otherwise()));
    } else {
      selector.emit(
          new MachineOperation.BranchRegister(
              condition,
              wide,
              operands.use(left),
              operands.use(right),
              branch.then(),
              branch.otherwise()));
    }
  }

  /**
   * Compares ints without 32-bit jumps: as they are in 64 bits if unsigned or not below zero, else in the upper half of registers,
   * from which the verifier learns nothing of the numbers.
   */
  private void branchInSixtyFourBits(
      JumpCondition condition, Value left, Value right, Terminator.Branch branch) {
    boolean signed =
        switch (condition) {
          case SGT, SGE, SLT, SLE ->
              !(selector.ranges().isNotNegativeInt(left)
                  && selector.ranges().isNotNegativeInt(right));
          case EQ, NE, SET, GT, GE, LT, LE -> false;
        };
    int first = selector.newRegister();
    int second = selector.newRegister();
    operands.moveTo(first, left);
    operands.moveTo(second, right);
    if (signed) {
      for (int register : List.of(first, second)) {
        selector.emit(
            new MachineOperation.AluConstant(AluOperator.LSH, true, register, Integer.SIZE));
      }
    }
    selector.emit(
        new MachineOperation.BranchRegister(
            condition, true, first, second, branch.then(), branch.otherwise()));
  }

  /** Moves the inputs of a block's phis into their registers, as if all at once. */
  private void movePhis(Block from, Block to) {
    int edge = to.predecessors().indexOf(from);
    List<Value> moved = to.phis().stream().filter(phi -> phi.inputs().get(edge) != phi).toList();
    boolean overlap =
        moved.stream()
            .map(phi -> Operands.base(phi.inputs().get(edge)))
            .anyMatch(to.phis()::contains);
    if (!overlap) {
      moved.forEach(phi -> operands.moveTo(operands.register(phi), phi.inputs().get(edge)));
      return;
    }
    // An input may be another phi of the block: read all before any is written. Coalescing removes
    // what is not needed.
    List<Integer> copies = new ArrayList<>();
    for (Value phi : moved) {
      int copy = selector.newRegister();
      operands.moveTo(copy, phi.inputs().get(edge));
      copies.add(copy);
    }
    for (int i = 0; i < moved.size(); i++) {
      selector.emit(new MachineOperation.Move(operands.register(moved.get(i)), copies.get(i)));
    }
  }
}
