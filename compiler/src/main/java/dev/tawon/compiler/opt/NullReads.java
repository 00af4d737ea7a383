package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out the question whether a kernel pointer is null where a read through it answers as well: of {@code parent == null ? 0
 * : parent.tgid} only the read is left. It is a helper's, which gives zeros for what it cannot read ({@code
 * bpf_probe_read_kernel_common} of {@code kernel/trace/bpf_trace.c}), and nothing can be read near null. A pointer whose type the
 * verifier knows keeps the question, since the verifier may want it.
 */
final class NullReads {
  private final Function function;
  private @Nullable KernelPointers pointers;

  private NullReads(Function function) {
    this.function = function;
  }

  /** Changes a function in place. */
  static void run(Function function) {
    NullReads reads = new NullReads(function);
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      any |= reads.drop(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean drop(Block block) {
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || (branch.condition() != JumpCondition.EQ && branch.condition() != JumpCondition.NE)
        || !branch.right().isNull()
        || !isFromKernel(branch.left())) {
      return false;
    }
    boolean equal = branch.condition() == JumpCondition.EQ;
    Block ifNull = equal ? branch.then() : branch.otherwise();
    Block reading = equal ? branch.otherwise() : branch.then();
    if (reading == ifNull
        || reading.predecessors().size() != 1
        || !reading.phis().isEmpty()
        || !(reading.terminator() instanceof Terminator.Jump(Block join))) {
      return false;
    }
    Block last = ifNull == join ? block : ifNull;
    if (last == ifNull && !leadsTo(ifNull, join)) {
      return false;
    }
    Value pointer = branch.left();
    if (!reading.values().stream()
        .allMatch(value -> value.operation().isPure() || isRead(value, pointer))) {
      return false;
    }
    int nullEdge = join.predecessors().indexOf(last);
    int readEdge = join.predecessors().indexOf(reading);
    for (Value phi : join.phis()) {
      Value none = phi.input(nullEdge);
      Value some = phi.input(readEdge);
      if (none != some && !(isZero(none) && isZeroOfNull(some, pointer))) {
        return false;
      }
    }
    Unreached.leave(last, join);
    block.retarget(new Terminator.Jump(reading));
    return true;
  }

  /** Whether it is a pointer that only a helper reads through. */
  private boolean isFromKernel(Value pointer) {
    if (!(pointer.operation() instanceof Operation.KernelLoad
        || pointer.operation() instanceof Operation.KernelNumber)) {
      return false;
    }
    if (pointers == null) {
      pointers = KernelPointers.of(function);
    }
    return !pointers.isTyped(pointer);
  }

  private static boolean leadsTo(Block block, Block join) {
    return block.predecessors().size() == 1
        && block.phis().isEmpty()
        && block.values().stream().allMatch(value -> value.operation().isPure())
        && block.terminator() instanceof Terminator.Jump(Block target)
        && target == join;
  }

  private static boolean isRead(Value value, Value pointer) {
    return value.operation() instanceof Operation.KernelLoad && value.input(0) == pointer;
  }

  private static boolean isZero(Value value) {
    Long constant = value.constant();
    return value.isNull() || (constant != null && constant == 0);
  }

  private static boolean isZeroOfNull(Value value, Value pointer) {
    Value read = value;
    while (read.operation() instanceof Operation.Convert) {
      read = read.input(0);
    }
    return isRead(read, pointer);
  }
}
