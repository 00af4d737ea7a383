package dev.tawon.compiler.back;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Things on the stack, by numbers, of which some are needed at the same time and so cannot have one place. */
final class StackConflicts {
  private final Map<Integer, BitSet> conflicts = new HashMap<>();

  /** Keeps a thing apart from others. */
  void add(int thing, BitSet others) {
    of(thing).or(others);
    others.stream().forEach(other -> of(other).set(thing));
  }

  private BitSet of(int thing) {
    return conflicts.computeIfAbsent(thing, _ -> new BitSet());
  }

  /** The things that have the place of another, with that one: each has the first place, in their order, that it can have. */
  Map<Integer, Integer> places(Collection<Integer> things) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    Map<Integer, BitSet> tenants = new LinkedHashMap<>();
    for (int thing : things) {
      int place =
          tenants.entrySet().stream()
              .filter(other -> !other.getValue().intersects(of(thing)))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(thing);
      tenants.computeIfAbsent(place, _ -> new BitSet()).set(thing);
      if (place != thing) {
        places.put(thing, place);
      }
    }
    return places;
  }
}
