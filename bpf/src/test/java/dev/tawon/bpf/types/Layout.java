package dev.tawon.bpf.types;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel's types say, found by walking over all of them and their members, with nothing of what relocates programs: what its
 * answers are compared with.
 */
final class Layout {
  private final Btf btf;
  private final Map<String, Integer> composites = new HashMap<>();

  Layout(Btf btf) {
    this.btf = btf;
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.kind(id).isComposite()) {
        composites.putIfAbsent(btf.name(id), id);
      }
    }
  }

  /**
   * Where a field is.
   *
   * @param bit from the start of the structure that was asked
   * @param bits how many, if it is a bit field, or 0
   * @param type its type, not resolved
   */
  record Place(long bit, int bits, int type) {}

  boolean hasType(String name) {
    return composites.containsKey(name);
  }

  /** The bytes of a structure or union, 0 if there is none. */
  long sizeOf(String name) {
    Integer type = composites.get(name);
    return type == null ? 0 : btf.size(type).orElseThrow();
  }

  boolean has(String type, String path) {
    return find(type, path) != null;
  }

  /** Where a field is, {@code a.b[2].c}, which has to be there. */
  Place at(String type, String path) {
    Place found = find(type, path);
    if (found == null) {
      throw new AssertionError("no " + type + "." + path);
    }
    return found;
  }

  private @Nullable Place find(String type, String path) {
    Integer root = composites.get(type);
    Place at = root == null ? null : new Place(0, 0, root);
    for (String step : path.split("(?=\\[)|\\.", -1)) {
      if (at == null) {
        return null;
      }
      at = step.startsWith("[") ? element(at, step) : member(at, step);
    }
    return at;
  }

  private Place element(Place array, String step) {
    int type = btf.resolve(array.type);
    int index = Integer.parseInt(step.substring(1, step.length() - 1));
    int element = btf.arrayElement(type);
    return new Place(array.bit + 8 * index * btf.size(element).orElseThrow(), 0, element);
  }

  private @Nullable Place member(Place outer, String name) {
    int type = btf.resolve(outer.type);
    for (int i = 0; i < btf.vlen(type); i++) {
      Place member =
          new Place(
              outer.bit + btf.memberBitOffset(type, i),
              btf.memberBitfieldBits(type, i),
              btf.memberType(type, i));
      if (btf.memberName(type, i).equals(name)) {
        return member;
      }
      BtfKind kind = btf.kind(btf.resolve(member.type));
      if (btf.memberName(type, i).isEmpty() && kind.isComposite()) {
        Place within = member(member, name);
        if (within != null) {
          return within;
        }
      }
    }
    return null;
  }

  long bytes(Place place) {
    return btf.size(place.type).orElseThrow();
  }

  /** How many elements an array has. */
  long length(Place place) {
    return btf.arrayLength(btf.resolve(place.type));
  }

  boolean isSigned(Place place) {
    int type = btf.resolve(place.type);
    return btf.kind(type) == BtfKind.INT ? btf.isSignedInt(type) : btf.flag(type);
  }

  /** A field's value in memory that begins with the structure that was asked, with its sign if it has one. */
  long read(Place place, byte[] memory) {
    int bits = place.bits != 0 ? place.bits : Math.toIntExact(8 * bytes(place));
    long value = 0;
    for (int i = 0; i < bits; i++) {
      int bit = Math.toIntExact(place.bit + i);
      value |= (memory[bit / 8] >> bit % 8 & 1L) << i;
    }
    int unused = Long.SIZE - bits;
    return isInteger(place) && isSigned(place) ? value << unused >> unused : value;
  }

  private boolean isInteger(Place place) {
    return btf.kind(btf.resolve(place.type)) == BtfKind.INT;
  }

  /**
   * The value of an enumeration's constant, if it is there. One of 32 bits has a sign: compilers before Linux 6.1 did not say
   * whether, and libbpf takes it to have one.
   */
  OptionalLong enumerator(String enumeration, String name) {
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.kind(id).isEnumeration() && btf.name(id).equals(enumeration)) {
        for (int i = 0; i < btf.vlen(id); i++) {
          if (btf.enumeratorName(id, i).equals(name)) {
            long value = btf.enumeratorValue(id, i);
            return OptionalLong.of(btf.kind(id) == BtfKind.ENUM ? (int) value : value);
          }
        }
      }
    }
    return OptionalLong.empty();
  }
}
