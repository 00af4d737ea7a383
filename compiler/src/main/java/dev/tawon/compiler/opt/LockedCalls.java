package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.HelperNumbers.SPIN_LOCK;
import static dev.tawon.compiler.ir.HelperNumbers.SPIN_UNLOCK;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Refuses calls of a program's own functions while a spin lock is held: before Linux 6.9 the kernel does. */
final class LockedCalls {
  private final Set<Block> locked = new HashSet<>();
  private final Deque<Block> work = new ArrayDeque<>();

  private LockedCalls() {}

  /**
   * Looks at a function.
   *
   * @throws SourceError if a function is called where a lock may be held
   */
  static void check(Function function) {
    LockedCalls calls = new LockedCalls();
    function.reversePostorder().forEach(block -> calls.visit(block, false));
    while (!calls.work.isEmpty()) {
      calls.visit(calls.work.remove(), true);
    }
  }

  private void visit(Block block, boolean lockedBefore) {
    boolean held = lockedBefore;
    for (Value value : block.values()) {
      switch (value.operation()) {
        case Operation.CallHelper call when call.helper() == SPIN_LOCK -> held = true;
        case Operation.CallHelper call when call.helper() == SPIN_UNLOCK -> held = false;
        case Operation.CallSubprogram _ -> {
          if (held) {
            throw new SourceError(
                value.position(), Rule.NOT_SUPPORTED, "a function is called while a lock is held");
          }
        }
        default -> {}
      }
    }
    if (held) {
      block.terminator().successors().stream().filter(locked::add).forEach(work::add);
    }
  }
}
