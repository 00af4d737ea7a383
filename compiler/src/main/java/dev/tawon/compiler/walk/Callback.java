package dev.tawon.compiler.walk;

import static dev.tawon.compiler.ir.HelperNumbers.FIND_VMA;
import static dev.tawon.compiler.ir.HelperNumbers.FOR_EACH_MAP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.LOOP;
import static dev.tawon.compiler.ir.HelperNumbers.USER_RINGBUF_DRAIN;

import java.util.List;

/** What the kernel hands to the functions that it calls back. */
final class Callback {
  private Callback() {}

  /**
   * By parameter, the argument of the helper that is handed on, or -1 for what the kernel puts there. None for what is called
   * later.
   */
  static List<Integer> arguments(int helper) {
    return switch (helper) {
      case LOOP, USER_RINGBUF_DRAIN -> List.of(-1, 3);
      case FIND_VMA -> List.of(-1, -1, 4);
      case FOR_EACH_MAP_ELEM -> List.of(1, -1, -1, 3);
      default -> List.of();
    };
  }
}
