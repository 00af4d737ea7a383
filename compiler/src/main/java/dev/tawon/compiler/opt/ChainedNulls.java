package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.List;

/**
 * Asks along a chain of kernel pointers, {@code a.b.c}, only whether the last is null: {@code bpf_probe_read_kernel} reads zeros where
 * nothing is, as at an address near null ({@code copy_from_kernel_nofault_allowed}), so that what comes of a null is null, and the
 * fault is the same, of the same line. A pointer with a type is not read by that helper; of some the verifier wants to know that they
 * are not null.
 */
final class ChainedNulls {
  private ChainedNulls() {}

  /** Changes a function in place. */
  static void run(Function function) {
    KernelPointers pointers = null;
    for (Block block : function.reversePostorder()) {
      List<Value> values = block.values();
      for (int i = values.size() - 1; i >= 0; i--) {
        if (values.get(i).operation() instanceof Operation.NullCheck && isAskedAgain(values, i)) {
          pointers = pointers == null ? KernelPointers.of(function) : pointers;
          if (!pointers.isTyped(values.get(i).input(0))) {
            values.remove(i);
          }
        }
      }
    }
  }

  /** Whether what is read of a pointer is asked next, by a check that is the same to who sees faults. */
  private static boolean isAskedAgain(List<Value> values, int check) {
    Value pointer = values.get(check).input(0);
    for (int i = check + 1; i < values.size(); i++) {
      Value value = values.get(i);
      switch (value.operation()) {
        case Operation.KernelLoad _, Operation.KernelAddress _ -> {}
        case Operation.NullCheck _ -> {
          return value.position().equals(values.get(check).position())
              && isReadThrough(value.input(0), pointer);
        }
        default -> {
          if (!value.operation().isPure()) {
            return false;
          }
        }
      }
    }
    return false;
  }

  /** Whether a value is read through a pointer, or through what is read through it. */
  private static boolean isReadThrough(Value value, Value pointer) {
    Value at = value;
    while (at.operation() instanceof Operation.KernelLoad) {
      at = at.input(0);
      while (at.operation() instanceof Operation.KernelAddress) {
        at = at.input(0);
      }
      if (at == pointer) {
        return true;
      }
    }
    return false;
  }
}
