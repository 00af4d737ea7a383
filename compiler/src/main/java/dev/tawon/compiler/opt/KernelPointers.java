package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which pointers the verifier lets a program read through.
 *
 * <p>A pointer that comes from the hook, from a helper that returns a kernel object, or by reads through such a one, has
 * a type that the verifier knows ({@code PTR_TO_BTF_ID}): a plain load does, and the kernel makes it safe. Any other
 * kernel address is a number to the verifier, and needs {@code bpf_probe_read_kernel}. Where both may come, so does the
 * helper.
 */
public final class KernelPointers {
  private final Set<Value> untyped = new HashSet<>();

  private KernelPointers() {}

  /** Looks at a function. */
  public static KernelPointers of(Function function) {
    KernelPointers pointers = new KernelPointers();
    List<Block> blocks = function.reversePostorder();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : blocks) {
        for (Value phi : block.phis()) {
          changed |= pointers.look(phi);
        }
        for (Value value : block.values()) {
          changed |= pointers.look(value);
        }
      }
    }
    return pointers;
  }

  private boolean look(Value value) {
    boolean isUntyped =
        switch (value.operation()) {
          case Operation.Parameter parameter -> !parameter.typed();
          case Operation.Argument argument -> !argument.typed();
          case Operation.Phi _ -> value.inputs().stream().anyMatch(untyped::contains);
          case Operation.KernelLoad _, Operation.KernelAddress _ ->
              untyped.contains(value.inputs().getFirst());
          // The address of an embedded structure, and of what contains one, is computed: the
          // verifier forgets its type.
          case Operation.KernelContainer _, Operation.KernelNumber _, Operation.Load _ -> true;
          default -> false;
        };
    return isUntyped && untyped.add(value);
  }

  /** Whether the verifier knows the type of what a reference points to. */
  public boolean isTyped(Value reference) {
    return !untyped.contains(reference);
  }
}
