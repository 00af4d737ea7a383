package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.ir.Block;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.JumpCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks in the jump itself whether a number has any of some bits, where that jump goes away if it has: there is no jump for "none of
 * these bits".
 */
final class BitTests {
  private final MachineFlow flow;
  private final boolean comparesInts;

  private BitTests(MachineProgram program, IsaVersion isa) {
    this.flow = MachineFlow.of(program);
    this.comparesInts = isa.has(IsaVersion.V3);
  }

  /** Changes a program whose blocks are in their order. */
  static void run(MachineProgram program, IsaVersion isa) {
    BitTests tests = new BitTests(program, isa);
    for (int i = 0; i + 1 < program.blocks().size(); i++) {
      tests.change(program.blocks().get(i), program.blocks().get(i + 1).source());
    }
  }

  private void change(MachineBlock block, Block next) {
    List<MachineBlock.Step> code = block.code();
    if (code.size() < 2
        || !(code.getLast().operation() instanceof MachineOperation.BranchConstant branch)
        || branch.right() != 0
        || branch.then().equals(branch.otherwise())) {
      return;
    }
    boolean asksForSome = branch.condition() == JumpCondition.NE;
    if (!asksForSome && branch.condition() != JumpCondition.EQ) {
      return;
    }
    Block some = asksForSome ? branch.then() : branch.otherwise();
    Block none = asksForSome ? branch.otherwise() : branch.then();
    int register = branch.left();
    boolean isNeeded = flow.liveAtEntry(some).get(register) || flow.liveAtEntry(none).get(register);
    if (some == next || isNeeded) {
      return;
    }
    int source = register;
    int and = code.size() - 2;
    if (and > 0
        && code.get(and - 1).operation() instanceof MachineOperation.Move(int copy, int of)
        && copy == register) {
      source = of;
    }
    MachineOperation test =
        test(code.get(and).operation(), register, source, branch.wide(), some, none);
    if (test == null) {
      return;
    }
    MachineBlock.Step end = code.removeLast();
    code.removeLast();
    if (source != register) {
      code.removeLast();
    }
    code.add(new MachineBlock.Step(test, end.position()));
  }

  /** The branch that asks what masking a register and comparing the rest with zero asks, or null. */
  private @Nullable MachineOperation test(
      MachineOperation mask, int register, int source, boolean wide, Block some, Block none) {
    return switch (mask) {
      case MachineOperation.AluConstant(
              AluOperator operator,
              boolean wideMask,
              int masked,
              int bits)
          when operator == AluOperator.AND
              && masked == register
              && (wide && wideMask || comparesInts) ->
          new MachineOperation.BranchConstant(
              JumpCondition.SET, wide && wideMask, source, bits, some, none);
      case MachineOperation.AluRegister(
              AluOperator operator,
              boolean wideMask,
              int masked,
              int bits)
          when operator == AluOperator.AND
              && masked == register
              && bits != register
              && (wide && wideMask || comparesInts) ->
          new MachineOperation.BranchRegister(
              JumpCondition.SET, wide && wideMask, source, bits, some, none);
      default -> null;
    };
  }
}
