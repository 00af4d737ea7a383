package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values Java sees as arrays. */
final class ArrayViews {
  private final Map<Value, ArrayView> views = new HashMap<>();

  void put(Value array, ArrayView view) {
    views.put(array, view);
  }

  /**
   * What an array is; where paths meet, if it is the same on all of them and lies in memory of the program's own. Null if it
   * is not known.
   */
  @Nullable ArrayView get(Value array) {
    return get(array, new HashSet<>());
  }

  private @Nullable ArrayView get(Value array, Set<Value> seen) {
    Value value = array.resolved();
    ArrayView known = views.get(value);
    if (known != null || !(value.operation() instanceof Operation.Phi) || !seen.add(value)) {
      return known;
    }
    ArrayView common = null;
    for (Value input : value.inputs()) {
      if (seen.contains(input.resolved())) {
        continue;
      }
      ArrayView view =
          input.resolved().operation() instanceof Operation.KernelAddress ? null : get(input, seen);
      if (view == null || (common != null && !common.equals(view))) {
        return null;
      }
      common = view;
    }
    return common;
  }
}
