package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes branches that always go one way, by what is known of the numbers that they compare. */
public final class BranchFolding {
  private BranchFolding() {}

  /** Changes a function in place. */
  public static void run(Function function, Target target) {
    List<Block> before = function.reversePostorder();
    Ranges ranges = Ranges.of(function);
    Set<Value> distances = distances(before);
    Ranges verified = distances.isEmpty() ? ranges : Ranges.verified(function, target);
    boolean any = false;
    for (Block block : before) {
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.then() != branch.otherwise()) {
        boolean isOfPacket = distances.contains(branch.left().resolved());
        Boolean holds =
            (isOfPacket ? verified : ranges)
                .decide(branch.condition(), branch.left(), branch.right());
        if (holds != null && !isForTheVerifier(branch)) {
          block.retarget(new Terminator.Jump(holds ? branch.then() : branch.otherwise()));
          Unreached.leave(block, holds ? branch.otherwise() : branch.then());
          any = true;
        }
      }
    }
    if (any) {
      Unreached.remove(function, before);
      Simplification.run(function);
    }
  }

  /** Numbers that addresses in packets are made of: that they are not too large is what the verifier has to know. */
  private static Set<Value> distances(List<Block> order) {
    Set<Value> distances = new HashSet<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.PointerAdd
            && value.input(0).operation() instanceof Operation.PacketBound
            && value.input(1).operation() instanceof Operation.Convert) {
          distances.add(value.input(1).input(0));
        }
      }
    }
    return distances;
  }

  /**
   * Whether a comparison shows the verifier that a result is one that the hook takes: it does not follow all arithmetic that
   * {@link Ranges} does. Constants it knows.
   */
  private static boolean isForTheVerifier(Terminator.Branch branch) {
    return branch.then().values().stream()
            .anyMatch(value ->
                value.operation() instanceof Operation.Fault(String reason)
                    && reason.equals(Operation.Fault.WRONG_RESULT))
        && !isConstant(branch.left().resolved(), new HashSet<>());
  }

  private static boolean isConstant(Value value, Set<Value> seen) {
    return value.constant() != null
        || !seen.add(value)
        || switch (value.operation()) {
          case Operation.Phi _, Operation.Convert _ ->
              value.inputs().stream().allMatch(input -> isConstant(input.resolved(), seen));
          default -> false;
        };
  }
}
