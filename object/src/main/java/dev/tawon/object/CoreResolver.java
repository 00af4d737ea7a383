package dev.tawon.object;

import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of CO-RE relocations in a kernel's types, as libbpf does ({@code tools/lib/bpf/relo_core.c}).
 *
 * <p>A type is looked for by its name without flavour ({@link Btf#essentialName}) and its kind, a member by its name, also
 * within anonymous structures. If several types of the target have the name, those that lack a field are dropped, for this
 * and for later relocations of the same local type; the rest must agree. One resolver serves one object, whose relocations
 * are given in their order. Not safe for use by several threads.
 */
public final class CoreResolver {
  private final Btf local;
  private final Btf target;

  /** The target's types that may stand for a local one, by its id. */
  private final Map<Integer, int[]> candidates = new HashMap<>();

  private CoreResolver(Btf local, Btf target) {
    this.local = local;
    this.target = target;
  }

  /**
   * A resolver of one object's relocations against one kernel.
   *
   * @param local the object's types
   * @param target the kernel's types, or those of a module on the kernel's
   */
  public static CoreResolver of(Btf local, Btf target) {
    return new CoreResolver(local, target);
  }

  /**
   * The value of a relocation.
   *
   * <p>Questions for existence and for a type's id or size are answered with 0 where there is nothing; all others fail.
   *
   * @throws CoreRelocationException if the target has no such type or field, or several that differ
   */
  public long resolve(CoreRelocation relocation) {
    return outcome(relocation).value();
  }

  /**
   * The value of a relocation, with what is needed to put it into an instruction.
   *
   * @throws CoreRelocationException if the target has no such type or field, or several that differ
   * @throws MalformedObjectException if a type of either side is nested in itself
   */
  public CoreOutcome outcome(CoreRelocation relocation) {
    CoreSpec spec = CoreSpec.parse(relocation, local);
    if (relocation.kind() == CoreRelocationKind.TYPE_ID_LOCAL) {
      return new CoreOutcome(relocation.typeId(), relocation.typeId(), false, null, null);
    }
    if (local.name(relocation.typeId()).isEmpty()) {
      throw CoreSpec.invalid(relocation, "an anonymous type cannot be looked for in the target");
    }
    int[] known = candidates.computeIfAbsent(relocation.typeId(), this::search);
    CoreValues before = CoreValues.of(spec);
    CoreValues after = match(spec, known);
    if (after == null) {
      after = CoreValues.absent(relocation.kind());
    }
    if (after == null) {
      throw new CoreRelocationException(
          relocation, Reason.MISSING, new CoreDiagnosis(spec, target, known).text());
    }
    return new CoreOutcome(
        before.value(), after.value(), before.exact(), before.field(), after.field());
  }

  /** The value that all matching candidates agree on; null if none matches. */
  private @Nullable CoreValues match(CoreSpec spec, int[] known) {
    CoreRelocation relocation = spec.relocation();
    CoreMatcher matcher = new CoreMatcher(relocation, local, target);
    CoreValues agreed = null;
    CoreSpec first = null;
    int[] kept = new int[known.length];
    int count = 0;
    for (int candidate : known) {
      CoreSpec found = matcher.match(spec, candidate);
      if (found == null) {
        continue;
      }
      CoreValues value = CoreValues.of(found);
      if (agreed == null || first == null) {
        agreed = value;
        first = found;
      } else if (found.bitOffset() != first.bitOffset() || value.value() != agreed.value()) {
        throw new CoreRelocationException(
            relocation,
            Reason.AMBIGUOUS,
            "%s is ambiguous: %s (type %d) gives %d, %s (type %d) gives %d"
                .formatted(
                    spec,
                    first,
                    first.rootType(),
                    agreed.value(),
                    found,
                    found.rootType(),
                    value.value()));
      }
      kept[count++] = candidate;
    }
    if (count > 0 && count < known.length) {
      candidates.put(relocation.typeId(), Arrays.copyOf(kept, count));
    }
    return agreed;
  }

  /** The types of the target with a local type's name and kind; a module's own only if the kernel has none. */
  private int[] search(int type) {
    String name = Btf.essentialName(local.name(type));
    Btf kernel = target.base();
    if (kernel != null) {
      int[] found = search(kernel, type, name);
      if (found.length > 0) {
        return found;
      }
    }
    return search(target, type, name);
  }

  private int[] search(Btf types, int type, String name) {
    int[] found = types.flavours(name);
    int count = 0;
    for (int id : found) {
      if (CoreTypes.areKindsCompatible(local.kind(type), types.kind(id))) {
        found[count++] = id;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
