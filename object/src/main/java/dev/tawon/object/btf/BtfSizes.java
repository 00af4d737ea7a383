package dev.tawon.object.btf;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** How many bytes types have. */
final class BtfSizes {
  private BtfSizes() {}

  /** What {@link Btf#size} says. */
  static OptionalLong of(Btf btf, int id) {
    long elements = 1;
    int at = id;
    for (int depth = 0; depth < Btf.MAXIMUM_DEPTH; depth++) {
      switch (btf.kind(at)) {
        case INT, STRUCT, UNION, ENUM, ENUM64, DATASEC, FLOAT -> {
          return OptionalLong.of(bounded(btf, id, elements, btf.recordedBytes(at)));
        }
        case PTR -> {
          return OptionalLong.of(bounded(btf, id, elements, btf.pointerBytes()));
        }
        case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR, DECL_TAG -> at = btf.target(at);
        case ARRAY -> {
          elements = bounded(btf, id, elements, btf.arrayLength(at));
          at = btf.arrayElement(at);
        }
        case VOID, FWD, FUNC, FUNC_PROTO, UNKNOWN -> {
          return OptionalLong.empty();
        }
      }
    }
    throw btf.malformed(id, "type " + id + " is nested too deeply, or in itself");
  }

  private static long bounded(Btf btf, int id, long count, long bytes) {
    if (count != 0 && bytes > 0xffff_ffffL / count) {
      throw btf.malformed(id, "type " + id + " is larger than 4 GiB");
    }
    return count * bytes;
  }

  /** The size of a pointer: that of the integer {@code long}, as libbpf guesses it; 8 if there is none. */
  static int ofPointer(Btf btf) {
    for (String name : new String[] {"long unsigned int", "unsigned long", "long int", "long"}) {
      OptionalInt found = btf.find(BtfKind.INT, name);
      if (found.isPresent()) {
        return btf.recordedBytes(found.getAsInt()) == 4 ? 4 : 8;
      }
    }
    return 8;
  }
}
