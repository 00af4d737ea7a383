package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;

/** Copies a number of bytes that is known, by loads and stores as wide as both sides allow. */
final class StraightCopy {
  private final GraphBuilder graph;
  private final Memory memory;

  StraightCopy(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  void copy(Place from, Place to, int bytes) {
    int done = 0;
    while (done < bytes) {
      int width = width(from, to, done, bytes);
      Value moved = load(from, done, width);
      memory.store(width, to.base(), to.offset() + done, moved);
      done += width;
    }
  }

  Value load(Place place, int at, int width) {
    return graph.add(
        new Operation.Load(Width.ofBytes(width), false, place.offset() + at),
        width == Long.BYTES ? ValueType.LONG : ValueType.INT,
        place.base());
  }

  /** How wide the next access is: the verifier wants the stack accessed at multiples of the width. */
  static int width(Place left, Place right, int done, int bytes) {
    boolean words = Alignment.allowsWords(left.base()) && Alignment.allowsWords(right.base());
    int width = words ? Long.BYTES : 1;
    while (width > bytes - done
        || (left.offset() + done) % width != 0
        || (right.offset() + done) % width != 0) {
      width /= 2;
    }
    return width;
  }
}
