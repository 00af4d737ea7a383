package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.TIMER_SET_CALLBACK;

import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;

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
  private RepeatedIterations() {}

  /** Whether a helper's call is one of a function with such an iteration. A timer calls its function later, and by itself. */
  static boolean areIn(Value call, int helper) {
    return helper != TIMER_SET_CALLBACK
        && call.inputs().stream()
            .map(Value::resolved)
            .anyMatch(input ->
                input.operation() instanceof Operation.FunctionAddress(Function called)
                    && called.reaches(Operation.IteratorNew.class::isInstance));
  }
}
