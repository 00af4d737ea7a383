package dev.tawon.object;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says why a target has no field, type or enumerator, and which of its names come near. */
final class CoreDiagnosis {
  private final CoreSpec spec;
  private final Btf local;
  private final Btf target;
  private final int[] candidates;

  /** Members looked at, so that types made to be slow to search end with fewer suggestions. */
  private int work;

  CoreDiagnosis(CoreSpec spec, Btf target, int[] candidates) {
    this.spec = spec;
    this.local = spec.btf();
    this.target = target;
    this.candidates = candidates;
  }

  /** One sentence, with suggestions where there are any. */
  String text() {
    if (candidates.length == 0) {
      return missingType();
    }
    if (spec.relocation().kind().isOfEnumerator()) {
      return missingEnumerator();
    }
    return missingField();
  }

  private String missingType() {
    int root = spec.rootType();
    BtfKind kind = local.kind(root);
    String name = Btf.essentialName(local.name(root));
    Set<String> names = new TreeSet<>();
    for (int id = 1; id < target.typeCount() && names.size() < NearNames.MAXIMUM; id++) {
      if (target.nameOffset(id) != 0 && CoreTypes.areKindsCompatible(kind, target.kind(id))) {
        names.add(target.name(id));
      }
    }
    return spec
        + ": the kernel has no "
        + essential(CoreSpec.typeName(local, root), name)
        + NearNames.suggestion(name, names);
  }

  /** A type's description without its flavour, which is of the object's making. */
  private String essential(String description, String name) {
    return description.replace(local.name(spec.rootType()), name);
  }

  private String missingEnumerator() {
    int id = target.resolve(candidates[0]);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < target.vlen(id); i++) {
      names.add(target.enumeratorName(id, i));
    }
    String name = local.enumeratorName(spec.type(0), spec.index(0));
    return "the kernel's "
        + CoreSpec.typeName(target, candidates[0])
        + " has no "
        + name
        + NearNames.suggestion(name, names);
  }

  private String missingField() {
    CoreMatcher matcher = new CoreMatcher(spec.relocation(), local, target);
    int matched = 0;
    int reached = candidates[0];
    for (int candidate : candidates) {
      for (int length = matched + 1; length < spec.length(); length++) {
        CoreSpec found = matcher.match(spec.prefix(length), candidate);
        if (found == null) {
          break;
        }
        matched = length;
        reached = found.reached(length - 1);
      }
    }
    int id = target.resolve(reached);
    return spec.isNamed(matched) ? missingMember(matched, id) : missingElement(matched, id);
  }

  private String missingMember(int step, int id) {
    String name = spec.memberName(step);
    if (!target.kind(id).isComposite()) {
      return "%s: what has the field %s is %s in the kernel"
          .formatted(spec, name, CoreSpec.typeName(target, id));
    }
    List<Integer> types = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    collect(id, name, types, names, CoreSpec.MAXIMUM_LENGTH);
    String owner = "the kernel's " + CoreSpec.typeName(target, id);
    if (!types.isEmpty()) {
      return "%s: %s has a field %s, but it is %s, not %s"
          .formatted(
              spec, owner, name, shape(target, types.getFirst()), shape(local, spec.reached(step)));
    }
    return "%s: %s has no field %s%s"
        .formatted(spec, owner, name, NearNames.suggestion(name, names));
  }

  private String missingElement(int step, int id) {
    if (target.kind(id) != BtfKind.ARRAY) {
      return "%s: the kernel has %s where an array is indexed".formatted(spec, shape(target, id));
    }
    return "%s: the kernel's array has %d elements, none at %d"
        .formatted(spec, target.arrayLength(id), spec.index(step));
  }

  private static String shape(Btf btf, int type) {
    return CoreSpec.typeName(btf, btf.resolve(type));
  }

  /** Collects the names of members, also within anonymous structures, and the types of those with a name. */
  private void collect(int id, String name, List<Integer> types, Set<String> names, int depth) {
    for (int i = 0; i < target.vlen(id) && ++work < NearNames.MAXIMUM; i++) {
      String member = target.memberName(id, i);
      if (member.isEmpty()) {
        int inner = target.resolve(target.memberType(id, i));
        if (depth > 0 && target.kind(inner).isComposite()) {
          collect(inner, name, types, names, depth - 1);
        }
      } else {
        names.add(member);
        if (member.equals(name)) {
          types.add(target.memberType(id, i));
        }
      }
    }
  }
}
