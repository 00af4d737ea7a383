package dev.tawon.compiler.back;

import java.util.List;

/** The machine's registers by number, and how calls use them. */
final class Registers {
  /** How many can be allocated: all but the frame pointer. */
  static final int COUNT = 10;

  /** The first number that is not the machine's. */
  static final int FIRST_VIRTUAL = 16;

  /** Where a result is. */
  static final int RESULT = 0;

  /** The first argument, and at the start the context. */
  static final int FIRST_ARGUMENT = 1;

  /** What a call changes. */
  static final List<Integer> CLOBBERED = List.of(0, 1, 2, 3, 4, 5);

  /** The first of those that a call leaves alone, up to 9. */
  static final int FIRST_KEPT = 6;

  private static final List<List<Integer>> ARGUMENTS =
      List.of(
          List.of(),
          List.of(1),
          List.of(1, 2),
          List.of(1, 2, 3),
          List.of(1, 2, 3, 4),
          List.of(1, 2, 3, 4, 5));

  private Registers() {}

  /** The registers of a call's arguments. */
  static List<Integer> arguments(int count) {
    return ARGUMENTS.get(count);
  }
}
