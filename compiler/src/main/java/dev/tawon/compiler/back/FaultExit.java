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

  /** Where a value is that has to be given back. */
  sealed interface Location {
    /** How it is given back. */
    Release release();
  }

  /**
   * How a value is given back.
   *
   * @param function the function that does so
   * @param offset what is added to the value for that
   * @param unlessNull whether this is left out where the value is null
   */
  record Release(String function, int offset, boolean unlessNull) {}

  /** In a register. */
  record InRegister(int register, Release release) implements Location {}

  /** In a stack slot. */
  record InSlot(int slot, Release release) implements Location {}

  /** The address of a stack slot. */
  record SlotAddress(int slot, Release release) implements Location {}

  /** There is no value: the function needs none. */
  record Nowhere(Release release) implements Location {}

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
                    yield slot == null ? in : new InSlot(slot, in.release);
                  }
                  case InSlot _, SlotAddress _, Nowhere _ -> location;
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
                  case InRegister in -> new InRegister(to.applyAsInt(in.register), in.release);
                  case InSlot _, SlotAddress _, Nowhere _ -> location;
                })
            .toList());
  }
}
