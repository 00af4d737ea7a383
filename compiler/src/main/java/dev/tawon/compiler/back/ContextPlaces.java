package dev.tawon.compiler.back;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;

/** Places in the context: the verifier looks each up in a table, so that it has to be known ({@code check_ctx_reg}). */
final class ContextPlaces {
  private ContextPlaces() {}

  /**
   * Refuses a place in the context that depends on a number.
   *
   * @throws SourceError if it does
   */
  static void require(Value address, Position position) {
    boolean depends = false;
    Value at = address;
    while (true) {
      switch (at.operation()) {
        case Operation.Offset _ -> at = at.input(0);
        case Operation.PointerAdd _ -> {
          depends = true;
          at = at.input(0);
        }
        case Operation.Context _ -> {
          if (depends) {
            throw new SourceError(
                position,
                Rule.CONTEXT_FIELD,
                "the index into an array of the context is not known when the program is compiled:"
                    + " write a constant, a switch, or a loop of a few rounds that goes one way");
          }
          return;
        }
        default -> {
          return;
        }
      }
    }
  }
}
