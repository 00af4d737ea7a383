package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives an address no type for the sake of one or two reads: they are calls of {@code bpf_probe_read_kernel} then. A typed pointer that
 * the verifier does not trust is read in one instruction, for which the kernel writes some fifty bytes of machine code, half as many again
 * as for the call and its arguments; what that saves in time pays for the cast where more is read, or a loop does.
 */
final class FewReads {
  private static final int MOST_READS = 2;

  private FewReads() {}

  /** Changes a function in place. */
  static void run(Function function) {
    List<Block> order = function.reversePostorder();
    if (order.stream()
        .flatMap(block -> block.values().stream())
        .noneMatch(value -> value.operation() instanceof Operation.KernelCast)) {
      return;
    }
    Set<Block> repeated = new HashSet<>();
    Loop.of(order).forEach(loop -> repeated.addAll(loop.blocks()));
    for (Block block : order) {
      for (Value cast : List.copyOf(block.values())) {
        if (cast.operation() instanceof Operation.KernelCast
            && !repeated.contains(block)
            && reads(cast, order, repeated) <= MOST_READS) {
          Value address =
              function.newValue(
                  new Operation.Offset(0), ValueType.LONG, List.of(cast.input(0)), cast.position());
          Value number =
              function.newValue(
                  new Operation.KernelNumber(),
                  ValueType.REFERENCE,
                  List.of(address),
                  cast.position());
          int at = block.values().indexOf(cast);
          block.values().set(at, number);
          block.values().add(at, address);
          cast.replaceBy(number);
        }
      }
    }
    Simplification.run(function);
  }

  /** How many reads there are through a pointer, and through what is read; too many if it is used otherwise, or in a loop. */
  private static int reads(Value pointer, List<Block> order, Set<Block> repeated) {
    int reads = 0;
    List<Value> work = new ArrayList<>(List.of(pointer));
    Set<Value> seen = new HashSet<>(work);
    while (!work.isEmpty()) {
      Value at = work.removeLast();
      for (Block block : order) {
        if (block.phis().stream()
            .anyMatch(phi -> phi.inputs().stream().anyMatch(input -> input.resolved() == at))) {
          return Integer.MAX_VALUE;
        }
        for (Value value : block.values()) {
          if (value.inputs().stream().noneMatch(input -> input.resolved() == at)) {
            continue;
          }
          switch (value.operation()) {
            case Operation.KernelLoad _ -> reads += repeated.contains(block) ? MOST_READS + 1 : 1;
            case Operation.KernelAddress _, Operation.NullCheck _ -> {}
            default -> {
              return Integer.MAX_VALUE;
            }
          }
          if (value.type() == ValueType.REFERENCE && seen.add(value)) {
            work.add(value);
          }
        }
      }
    }
    return reads;
  }
}
