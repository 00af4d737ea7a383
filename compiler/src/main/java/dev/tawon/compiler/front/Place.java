package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;

/**
 * Where an access goes.
 *
 * @param base the address that it is reckoned from
 * @param offset the bytes after it, which an instruction adds by itself
 */
record Place(Value base, int offset) {
  /** The place some bytes after an address, which may have an offset of its own. */
  static Place after(Value address, int bytes) {
    return address.operation() instanceof Operation.Offset inner
        ? new Place(address.input(0), inner.bytes() + bytes)
        : new Place(address, bytes);
  }
}
