package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the values are of which paths choose one. */
final class PhiInputs {
  private PhiInputs() {}

  /** The values, without phis; empty if some are not known yet, as where a loop goes back. */
  static Collection<Value> of(Value phi) {
    Set<Value> found = new HashSet<>();
    Set<Value> seen = new HashSet<>();
    Deque<Value> work = new ArrayDeque<>(Set.of(phi.resolved()));
    while (!work.isEmpty()) {
      Value each = work.remove();
      if (!seen.add(each)) {
        continue;
      }
      if (!(each.operation() instanceof Operation.Phi)) {
        found.add(each);
      } else if (each.inputs().isEmpty()) {
        return Set.of();
      } else {
        for (int i = 0; i < each.inputs().size(); i++) {
          work.add(each.input(i).resolved());
        }
      }
    }
    return found;
  }

  /** What is known alike of all values but null; null if it is not, or of none. */
  static <T> @Nullable T agreed(Value phi, Function<Value, @Nullable T> known) {
    T agreed = null;
    for (Value each : of(phi)) {
      if (each.operation() instanceof Operation.Null) {
        continue;
      }
      T own = known.apply(each);
      if (own == null || agreed != null && !agreed.equals(own)) {
        return null;
      }
      agreed = own;
    }
    return agreed;
  }

  /** Whether one of the values is null. */
  static boolean mayBeNull(Value phi) {
    return of(phi).stream().anyMatch(each -> each.operation() instanceof Operation.Null);
  }
}
