package dev.tawon.object;

import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.util.OptionalLong;

/**
 * The way from a root type to a field, or to an enumerator: {@code struct bpf_core_spec} of libbpf's {@code relo_core.h}.
 *
 * <p>The access string counts every step, through anonymous structures too. Only the steps that mean something are kept
 * here: named members and array indices. Those are what is looked up in the target, where the anonymous structures around
 * a member may be others.
 */
final class CoreSpec {
  /** {@code BPF_CORE_SPEC_MAX_LEN}. */
  static final int MAXIMUM_LENGTH = 64;

  private final CoreRelocation relocation;
  private final Btf btf;
  private final int rootType;
  private final int[] types = new int[MAXIMUM_LENGTH];
  private final int[] indices = new int[MAXIMUM_LENGTH];
  private final boolean[] named = new boolean[MAXIMUM_LENGTH];
  private int length;
  private long bitOffset;

  private CoreSpec(CoreRelocation relocation, Btf btf, int rootType) {
    this.relocation = relocation;
    this.btf = btf;
    this.rootType = rootType;
  }

  /** An empty way from a root of the target, to be filled by {@link CoreMatcher}. */
  static CoreSpec from(CoreRelocation relocation, Btf btf, int rootType) {
    return new CoreSpec(relocation, btf, rootType);
  }

  /**
   * The way that a relocation's access string names in the object's own types.
   *
   * @throws CoreRelocationException if it names none
   */
  static CoreSpec parse(CoreRelocation relocation, Btf btf) {
    if (relocation.typeId() < 1 || relocation.typeId() >= btf.typeCount()) {
      throw invalid(relocation, "the object has no type " + relocation.typeId());
    }
    CoreSpec spec = new CoreSpec(relocation, btf, relocation.typeId());
    if (relocation.kind().isOfType()) {
      if (!relocation.access().equals("0")) {
        throw invalid(relocation, "a type's access string is 0, not " + relocation.access());
      }
      return spec;
    }
    int[] steps = steps(relocation);
    int id = btf.resolve(relocation.typeId());
    if (relocation.kind().isOfEnumerator()) {
      if (!btf.kind(id).isEnumeration() || steps.length != 1 || steps[0] >= btf.vlen(id)) {
        throw invalid(relocation, "there is no enumerator " + relocation.access());
      }
      spec.add(id, steps[0], true);
      return spec;
    }
    spec.add(id, steps[0], false);
    spec.advance(steps[0], id);
    for (int i = 1; i < steps.length; i++) {
      id = spec.step(btf.resolve(id), steps[i]);
    }
    return spec;
  }

  /** Follows one step of the access string; the type it leads to. */
  private int step(int id, int index) {
    if (btf.kind(id).isComposite()) {
      if (index >= btf.vlen(id)) {
        throw invalid(relocation, "%s has no member %d".formatted(typeName(btf, id), index));
      }
      bitOffset += btf.memberBitOffset(id, index);
      if (btf.memberNameOffset(id, index) != 0) {
        add(id, index, true);
      }
      return btf.memberType(id, index);
    }
    if (btf.kind(id) != BtfKind.ARRAY) {
      throw invalid(relocation, typeName(btf, id) + " has no members or elements");
    }
    if (!isFlexible(id) && index >= btf.arrayLength(id)) {
      throw invalid(
          relocation, "an array of %d has no element %d".formatted(btf.arrayLength(id), index));
    }
    int element = btf.resolve(btf.arrayElement(id));
    add(element, index, false);
    advance(index, element);
    return element;
  }

  private static int[] steps(CoreRelocation relocation) {
    String[] parts = relocation.access().split(":", -1);
    if (parts.length > MAXIMUM_LENGTH) {
      throw invalid(relocation, "the access string has more than " + MAXIMUM_LENGTH + " steps");
    }
    int[] steps = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches("[0-9]{1,9}")) {
        throw invalid(
            relocation, "the access string \"" + relocation.access() + "\" is not made of numbers");
      }
      steps[i] = Integer.parseInt(parts[i]);
    }
    return steps;
  }

  /** Adds a step that means something. */
  void add(int type, int index, boolean isNamed) {
    types[length] = type;
    indices[length] = index;
    named[length] = isNamed;
    length++;
  }

  /** Moves on by a number of bits. */
  void advanceBits(long bits) {
    bitOffset += bits;
  }

  /** Moves on by a number of elements of a type. */
  void advance(int elements, int type) {
    OptionalLong size = btf.size(type);
    if (size.isEmpty()) {
      throw invalid(relocation, typeName(btf, type) + " has no size");
    }
    long bytes = elements * size.getAsLong();
    if (bytes > 0xffff_ffffL) {
      throw invalid(relocation, "element " + elements + " lies beyond 4 GiB");
    }
    bitOffset += bytes * Byte.SIZE;
  }

  /** The first steps of this way. */
  CoreSpec prefix(int count) {
    CoreSpec prefix = new CoreSpec(relocation, btf, rootType);
    for (int i = 0; i < count; i++) {
      prefix.add(types[i], indices[i], named[i]);
    }
    return prefix;
  }

  /** Whether an array has no fixed length: one of none that ends the structure of the step before. */
  boolean isFlexible(int array) {
    int before = length - 1;
    return named[before]
        && btf.arrayLength(array) == 0
        && indices[before] == btf.vlen(types[before]) - 1;
  }

  CoreRelocation relocation() {
    return relocation;
  }

  Btf btf() {
    return btf;
  }

  int rootType() {
    return rootType;
  }

  int length() {
    return length;
  }

  long bitOffset() {
    return bitOffset;
  }

  /** The type of a step: what has the member or enumerator, or the array's element type. */
  int type(int step) {
    return types[step];
  }

  /** The member, enumerator or element of a step. */
  int index(int step) {
    return indices[step];
  }

  /** Whether a step is a member or enumerator, which have a name, not an array's element. */
  boolean isNamed(int step) {
    return named[step];
  }

  /** The name of a step's member. */
  String memberName(int step) {
    return btf.memberName(types[step], indices[step]);
  }

  /** The type that a step leads to. */
  int reached(int step) {
    return named[step] ? btf.memberType(types[step], indices[step]) : types[step];
  }

  /** The way in C's words: {@code struct task_struct.comm[3]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(typeName(btf, rootType));
    for (int i = 0; i < length; i++) {
      if (relocation.kind().isOfEnumerator()) {
        text.append("::").append(btf.enumeratorName(types[i], indices[i]));
      } else if (named[i]) {
        text.append('.').append(memberName(i));
      } else if (i > 0 || indices[i] > 0) {
        text.append('[').append(indices[i]).append(']');
      }
    }
    return text.toString();
  }

  /** A type in C's words: {@code struct sock}. */
  static String typeName(Btf btf, int id) {
    BtfKind kind = btf.kind(id);
    String name = btf.name(id).isEmpty() ? "(anonymous)" : btf.name(id);
    return switch (kind) {
      case STRUCT -> "struct " + name;
      case UNION -> "union " + name;
      case ENUM, ENUM64 -> "enum " + name;
      case FWD -> (btf.flag(id) ? "union " : "struct ") + name;
      case TYPEDEF, INT, FLOAT, FUNC, VAR, DATASEC -> name;
      case VOID -> "void";
      case PTR -> "a pointer";
      case ARRAY -> "an array";
      case FUNC_PROTO -> "a function";
      case CONST, VOLATILE, RESTRICT, TYPE_TAG, DECL_TAG -> "a qualified type";
      case UNKNOWN -> "a type of an unknown kind";
    };
  }

  static CoreRelocationException invalid(CoreRelocation relocation, String message) {
    return new CoreRelocationException(
        relocation,
        Reason.INVALID,
        "CO-RE relocation of instruction " + relocation.instruction() + ": " + message);
  }
}
