package dev.tawon.object;

import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds a local way in one candidate type of the target: {@code bpf_core_spec_match} of libbpf's {@code relo_core.c}.
 *
 * <p>Used for one relocation: the work it may do is bounded, so that types made to be slow to search end in an error.
 */
final class CoreMatcher {
  /** Members looked at before a search is given up; the largest structures of kernels have a few thousand. */
  private static final int MAXIMUM_WORK = 4_000_000;

  private final CoreRelocation relocation;
  private final Btf local;
  private final Btf target;
  private final CoreTypes types;
  private int work;

  CoreMatcher(CoreRelocation relocation, Btf local, Btf target) {
    this.relocation = relocation;
    this.local = local;
    this.target = target;
    this.types = new CoreTypes(relocation, local, target);
  }

  /**
   * The same way in the target; null if the candidate has none.
   *
   * @throws CoreRelocationException if the candidate is too deep to tell
   */
  @Nullable CoreSpec match(CoreSpec spec, int candidate) {
    CoreSpec found = CoreSpec.from(relocation, target, candidate);
    CoreRelocationKind kind = relocation.kind();
    if (kind.isOfType()) {
      boolean same =
          kind == CoreRelocationKind.TYPE_MATCHES
              ? types.match(spec.rootType(), candidate)
              : types.areCompatible(spec.rootType(), candidate);
      return same ? found : null;
    }
    if (kind.isOfEnumerator()) {
      return matchEnumerator(spec, candidate, found);
    }
    return new FieldSearch(found).run(spec) ? found : null;
  }

  private @Nullable CoreSpec matchEnumerator(CoreSpec spec, int candidate, CoreSpec found) {
    int id = target.resolve(candidate);
    if (!target.kind(id).isEnumeration()) {
      return null;
    }
    String name = Btf.essentialName(local.enumeratorName(spec.type(0), spec.index(0)));
    for (int i = 0; i < target.vlen(id); i++) {
      if (Btf.essentialName(target.enumeratorName(id, i)).equals(name)) {
        found.add(id, i, true);
        return found;
      }
    }
    return null;
  }

  /** A search for a field, with the way found so far. */
  private final class FieldSearch {
    private final CoreSpec found;

    /** Steps through anonymous structures too, as the access string would count them: {@code raw_len}. */
    private int depth;

    /** The type reached. */
    private int at;

    FieldSearch(CoreSpec found) {
      this.found = found;
      this.at = found.rootType();
    }

    boolean run(CoreSpec spec) {
      for (int step = 0; step < spec.length(); step++) {
        at = target.resolve(at);
        boolean matched =
            spec.isNamed(step) ? member(spec, step, at) : element(spec.index(step), step);
        if (!matched) {
          return false;
        }
      }
      return true;
    }

    private boolean element(int index, int step) {
      // The first index is into the memory that the root pointer points to, not into an array type.
      if (step > 0) {
        if (target.kind(at) != BtfKind.ARRAY
            || (!found.isFlexible(at) && index >= target.arrayLength(at))) {
          return false;
        }
        at = target.resolve(target.arrayElement(at));
      }
      requireDepth();
      depth++;
      found.add(at, index, false);
      found.advance(index, at);
      return true;
    }

    /** Looks for a member by name, also in the anonymous structures within. */
    private boolean member(CoreSpec spec, int step, int composite) {
      int id = target.resolve(composite);
      if (!target.kind(id).isComposite()) {
        return false;
      }
      String name = spec.memberName(step);
      return search(id, name, spec.reached(step)) == Result.FOUND;
    }

    private Result search(int id, String name, int localType) {
      for (int i = 0; i < target.vlen(id); i++) {
        requireDepth();
        if (++work > MAXIMUM_WORK) {
          throw unsupported("the target's types take too long to search");
        }
        int nameOffset = target.memberNameOffset(id, i);
        long bits = target.memberBitOffset(id, i);
        found.advanceBits(bits);
        depth++;
        if (nameOffset == 0 || target.stringEquals(nameOffset, "")) {
          int inner = target.resolve(target.memberType(id, i));
          if (target.kind(inner).isComposite()) {
            Result result = search(inner, name, localType);
            if (result != Result.ABSENT) {
              return result;
            }
          }
        } else if (target.stringEquals(nameOffset, name)) {
          int type = target.memberType(id, i);
          if (!types.areFieldsCompatible(localType, type)) {
            return Result.INCOMPATIBLE;
          }
          found.add(id, i, true);
          at = type;
          return Result.FOUND;
        }
        found.advanceBits(-bits);
        depth--;
      }
      return Result.ABSENT;
    }

    private void requireDepth() {
      if (depth == CoreSpec.MAXIMUM_LENGTH) {
        throw unsupported(
            "%s is nested more than %d deep in the target"
                .formatted(CoreSpec.typeName(target, found.rootType()), CoreSpec.MAXIMUM_LENGTH));
      }
    }
  }

  private enum Result {
    FOUND,
    ABSENT,
    INCOMPATIBLE
  }

  private CoreRelocationException unsupported(String message) {
    return new CoreRelocationException(relocation, Reason.UNSUPPORTED, message);
  }
}
