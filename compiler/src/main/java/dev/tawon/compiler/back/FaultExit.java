package dev.tawon.compiler.back;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Where a failed check goes.
 *
 * @param site the number of the fault in the module, or {@link #COUNTED_ALREADY}
 * @param held where the records are that must be given back
 */
record FaultExit(int site, List<Location> held) {
  /** Instead of a site: the fault is that of a function that this one called, and counted. */
  static final int COUNTED_ALREADY = -1;

  /** Copies the list. */
  FaultExit {
    held = List.copyOf(held);
  }

  /** Where a value is. */
  sealed interface Location {}

  /** In a register. */
  record InRegister(int register) implements Location {}

  /** In a stack slot. */
  record InSlot(int slot) implements Location {}

  /** The registers that hold records. */
  List<Integer> registers() {
    List<Integer> registers = new ArrayList<>();
    for (Location location : held) {
      if (location instanceof InRegister in) {
        registers.add(in.register);
      }
    }
    return registers;
  }

  /** A check's own register, and those that hold records. */
  List<Integer> and(int register) {
    List<Integer> all = registers();
    all.add(register);
    return all;
  }

  /**
   * The same with the records of some registers in slots.
   *
   * @param slots the slot of each register
   */
  FaultExit spill(Map<Integer, Integer> slots) {
    if (held.isEmpty()) {
      return this;
    }
    return new FaultExit(
        site,
        held.stream()
            .map(location ->
                switch (location) {
                  case InRegister in -> {
                    Integer slot = slots.get(in.register);
                    yield slot == null ? (Location) in : new InSlot(slot);
                  }
                  case InSlot slot -> slot;
                })
            .toList());
  }

  /** The same on other registers. */
  FaultExit map(IntUnaryOperator to) {
    if (held.isEmpty()) {
      return this;
    }
    return new FaultExit(
        site,
        held.stream()
            .map(location ->
                switch (location) {
                  case InRegister in -> (Location) new InRegister(to.applyAsInt(in.register));
                  case InSlot slot -> slot;
                })
            .toList());
  }
}
