package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.FIND_VMA;
import static dev.tawon.compiler.ir.HelperNumbers.FOR_EACH_MAP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.LOOP;
import static dev.tawon.compiler.ir.HelperNumbers.USER_RINGBUF_DRAIN;

import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.Set;

/**
 * Iterations over what the kernel has, in functions that a helper calls again and again.
 *
 * <p>The verifier of Linux 6.17 and later keeps the states that lead to a loop until it knows all of that loop's, and goes by the
 * loops of the control flow graph for that. A function that is called back is no such loop before Linux 7.0: the states between
 * its calls are freed while an iteration in it still goes by them, and a program that is good crashes the kernel (a null
 * dereference in {@code __mark_chain_precision}; mended by "bpf: bpf_scc_visit instance and backedges accumulation for
 * bpf_loop()", which not all stable kernels have). Where the call itself is in a loop, all of them are kept.
 */
final class RepeatedIterations {
  private static final Set<Integer> REPEATING =
      Set.of(FOR_EACH_MAP_ELEM, FIND_VMA, LOOP, USER_RINGBUF_DRAIN);

  private RepeatedIterations() {}

  /** Whether a helper's call is one of a function with such an iteration. */
  static boolean areIn(Value call, int helper) {
    return REPEATING.contains(helper)
        && call.inputs().stream()
            .map(Value::resolved)
            .anyMatch(input ->
                input.operation() instanceof Operation.FunctionAddress(Function called)
                    && iterates(called));
  }

  private static boolean iterates(Function function) {
    return function.reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .anyMatch(value ->
            switch (value.operation()) {
              case Operation.IteratorNew _ -> true;
              case Operation.CallSubprogram(Function called) -> iterates(called);
              case Operation.FunctionAddress(Function called) -> iterates(called);
              default -> false;
            });
  }
}
