package dev.tawon.sandbox;

import dev.tawon.isa.HelperTable;
import org.jspecify.annotations.Nullable;

/** Why a program was stopped. The program alone is at fault: neither the JVM nor other programs are harmed by it. */
public sealed interface Fault {

  /** The index of the instruction, in the program's list. */
  int instruction();

  /** What happened, in a phrase without the place. */
  String description();

  /**
   * Memory was accessed where there is none.
   *
   * @param instruction the index of the instruction
   * @param write whether it was to be written
   * @param address the simulated address
   * @param size how many bytes, from 1
   */
  record UnmappedAccess(int instruction, boolean write, long address, long size) implements Fault {
    @Override
    public String description() {
      return access(write, address, size) + ", where there is no memory";
    }
  }

  /**
   * Memory was accessed beside or across the end of a region.
   *
   * @param instruction the index of the instruction
   * @param write whether it was to be written
   * @param address the simulated address
   * @param size how many bytes, from 1
   * @param region the region whose address range it is in
   * @param offset where the access begins in the region
   * @param regionSize how many bytes the region has
   */
  record OutOfBoundsAccess(
      int instruction,
      boolean write,
      long address,
      long size,
      String region,
      long offset,
      long regionSize)
      implements Fault {
    @Override
    public String description() {
      return access(write, address, size)
          + ", at byte "
          + offset
          + " of "
          + region
          + ", which has "
          + regionSize
          + " bytes";
    }
  }

  /**
   * Memory was written that may only be read.
   *
   * @param instruction the index of the instruction
   * @param address the simulated address
   * @param size how many bytes, from 1
   * @param region the region
   */
  record ReadOnlyAccess(int instruction, long address, long size, String region) implements Fault {
    @Override
    public String description() {
      return access(true, address, size) + " in " + region + ", which may only be read";
    }
  }

  /**
   * The program ran for longer than it may. Noticed at the next jump backwards or call.
   *
   * @param instruction the index of the instruction
   * @param budget how many instructions were allowed
   */
  record BudgetExhausted(int instruction, long budget) implements Fault {
    @Override
    public String description() {
      return "the budget of " + budget + " instructions is used up";
    }
  }

  /**
   * Functions called each other too deeply.
   *
   * @param instruction the index of the instruction
   * @param limit how many may be active at a time
   */
  record CallTooDeep(int instruction, int limit) implements Fault {
    @Override
    public String description() {
      return "more than " + limit + " functions are active";
    }
  }

  /**
   * A helper was called that this sandbox does not have.
   *
   * @param instruction the index of the instruction
   * @param helper its number
   */
  record UnknownHelper(int instruction, int helper) implements Fault {
    @Override
    public String description() {
      String name = HelperTable.name(helper);
      return "helper " + helper + (name == null ? "" : " (" + name + ")") + " is not there";
    }
  }

  /**
   * A call through a register went to no function and no helper.
   *
   * @param instruction the index of the instruction
   * @param target what the register held
   */
  record UnknownCallTarget(int instruction, long target) implements Fault {
    @Override
    public String description() {
      return "0x%x is neither a function's address nor a helper's number".formatted(target);
    }
  }

  /**
   * A helper was called with an argument that the kernel's verifier would have refused.
   *
   * @param instruction the index of the instruction
   * @param helper the helper's number
   * @param reason what is wrong with it, in a phrase
   */
  record BadArgument(int instruction, int helper, String reason) implements Fault {
    @Override
    public String description() {
      String name = HelperTable.name(helper);
      return (name == null ? "helper " + helper : name) + ": " + reason;
    }
  }

  /**
   * An instruction that only a kernel can carry out.
   *
   * @param instruction the index of the instruction
   * @param reason what it needs, in a phrase
   */
  record Unsupported(int instruction, String reason) implements Fault {
    @Override
    public String description() {
      return reason;
    }
  }

  private static String access(boolean write, long address, long size) {
    return "%s of %d %s at 0x%x"
        .formatted(write ? "write" : "read", size, size == 1 ? "byte" : "bytes", address);
  }

  /** The fault on one line, with a place if there is one. */
  default String describe(@Nullable String place) {
    return "instruction "
        + instruction()
        + (place == null ? "" : " (" + place + ")")
        + ": "
        + description();
  }
}
