package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;

/**
 * How one function gives another an address in the program's own memory.
 *
 * <p>The verifier wants the stack accessed at multiples of the width, and code for wide accesses takes an address that comes from
 * elsewhere for a multiple of eight. So a multiple of eight is given, and the rest is added by who takes it.
 *
 * @param remainder the address modulo eight; {@link #UNKNOWN} if that is not known
 */
record Handover(int remainder) {
  /** Aligned as its class is, and nothing more is known. */
  private static final int UNKNOWN = -1;

  /** What is aligned in no way is taken to be behind a multiple of eight by so much: nothing wide is accessed there. */
  private static final int ODD = 1;

  /** An address that may be anything, or is a multiple of eight. */
  static final Handover PLAIN = new Handover(0);

  /**
   * How an address of a struct or an array is given.
   *
   * @param alignment what it would be a multiple of, were it not within what is packed
   */
  static Handover of(Value address, int alignment) {
    Place place = Place.after(address, 0);
    return switch (place.base().operation()) {
      case Operation.StackSlot _, Operation.Argument _, Operation.Load _ ->
          new Handover(place.offset() & Long.BYTES - 1);
      default ->
          Alignment.allowsWords(address)
              ? PLAIN
              : new Handover(Alignment.allows(address, 0, alignment) ? UNKNOWN : ODD);
    };
  }

  /** What the one function gives. */
  Value give(Memory memory, Value address) {
    return remainder <= 0 ? address : memory.offset(address, -remainder);
  }

  /** The address, of what the other one is given. */
  Value take(GraphBuilder within, Value given) {
    return switch (remainder) {
      case 0 -> given;
      case UNKNOWN ->
          within.add(
              new Operation.PointerAdd(), ValueType.REFERENCE, given, within.constantLong(0));
      default -> within.add(new Operation.Offset(remainder), ValueType.REFERENCE, given);
    };
  }
}
