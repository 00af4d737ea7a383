package dev.tawon.object;

import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;

/**
 * Compares types of the object with types of the target, by the three rules of libbpf's {@code relo_core.c}: whether a field
 * may stand for another, whether a type is the same at a glance, and whether it has all that the local one has.
 */
final class CoreTypes {
  /** How many pointers, arrays and results may follow each other, and how deep prototypes and members may nest. */
  private static final int MAXIMUM_DEPTH = 32;

  /** Comparisons before giving up: types of kernels need some thousands. */
  private static final int MAXIMUM_WORK = 1_000_000;

  private final CoreRelocation relocation;
  private final Btf local;
  private final Btf target;
  private int work;

  CoreTypes(CoreRelocation relocation, Btf local, Btf target) {
    this.relocation = relocation;
    this.local = local;
    this.target = target;
  }

  /** Whether two kinds are one for CO-RE: the same, or both enumerations ({@code btf_kind_core_compat}). */
  static boolean areKindsCompatible(BtfKind local, BtfKind target) {
    return local == target || (local.isEnumeration() && target.isEnumeration());
  }

  /**
   * Whether a field of one type may stand for a field of another ({@code bpf_core_fields_are_compat}): structures and unions
   * for each other, pointers for pointers, integers for integers of any size, arrays by their elements.
   */
  boolean areFieldsCompatible(int localType, int targetType) {
    int localId = local.resolve(localType);
    int targetId = target.resolve(targetType);
    if (isAnyScalar(localType, localId)) {
      BtfKind kind = target.kind(targetId);
      return kind == BtfKind.INT
          ? areWholeIntegers(localId, targetId)
          : kind == BtfKind.PTR || kind.isEnumeration();
    }
    for (int depth = 0; depth < MAXIMUM_DEPTH; depth++) {
      BtfKind kind = local.kind(localId);
      if (kind.isComposite() && target.kind(targetId).isComposite()) {
        return true;
      }
      if (!areKindsCompatible(kind, target.kind(targetId))) {
        return false;
      }
      switch (kind) {
        case PTR, FLOAT -> {
          return true;
        }
        case FWD, ENUM, ENUM64 -> {
          String localName = Btf.essentialName(local.name(localId));
          String targetName = Btf.essentialName(target.name(targetId));
          return localName.isEmpty() || targetName.isEmpty() || localName.equals(targetName);
        }
        case INT -> {
          return areWholeIntegers(localId, targetId);
        }
        case ARRAY -> {
          localId = local.resolve(local.arrayElement(localId));
          targetId = target.resolve(target.arrayElement(targetId));
        }
        case VOID,
            STRUCT,
            UNION,
            TYPEDEF,
            VOLATILE,
            CONST,
            RESTRICT,
            FUNC,
            FUNC_PROTO,
            VAR,
            DATASEC,
            DECL_TAG,
            TYPE_TAG,
            UNKNOWN -> {
          return false;
        }
      }
    }
    throw tooDeep();
  }

  /** Whether a field is {@link CoreRelocation#SCALAR}, which no C program has and libbpf does not know. */
  private boolean isAnyScalar(int localType, int localId) {
    return local.kind(localType) == BtfKind.TYPEDEF
        && local.kind(localId) == BtfKind.INT
        && local.stringEquals(local.nameOffset(localType), CoreRelocation.SCALAR);
  }

  /** Refuses the integers that stood for bit fields before Linux 5.0; all others are compatible. */
  private boolean areWholeIntegers(int localId, int targetId) {
    return local.intBitOffset(localId) == 0 && target.intBitOffset(targetId) == 0;
  }

  /** Whether two types of one name are the same at a glance ({@code bpf_core_types_are_compat}). */
  boolean areCompatible(int localType, int targetType) {
    return areCompatible(localType, targetType, MAXIMUM_DEPTH);
  }

  private boolean areCompatible(int localType, int targetType, int level) {
    if (!areKindsCompatible(local.kind(localType), target.kind(targetType))) {
      return false;
    }
    int localId = localType;
    int targetId = targetType;
    for (int depth = 0; depth < MAXIMUM_DEPTH; depth++) {
      count();
      localId = local.resolve(localId);
      targetId = target.resolve(targetId);
      BtfKind kind = local.kind(localId);
      if (!areKindsCompatible(kind, target.kind(targetId))) {
        return false;
      }
      switch (kind) {
        case VOID, STRUCT, UNION, ENUM, FWD, ENUM64 -> {
          return true;
        }
        case INT -> {
          return areWholeIntegers(localId, targetId);
        }
        case PTR -> {
          localId = local.target(localId);
          targetId = target.target(targetId);
        }
        case ARRAY -> {
          localId = local.arrayElement(localId);
          targetId = target.arrayElement(targetId);
        }
        case FUNC_PROTO -> {
          int parameters = local.vlen(localId);
          if (parameters != target.vlen(targetId)) {
            return false;
          }
          for (int i = 0; i < parameters; i++) {
            if (level <= 0) {
              throw tooDeep();
            }
            int localParameter = local.resolve(local.parameterType(localId, i));
            int targetParameter = target.resolve(target.parameterType(targetId, i));
            if (!areCompatible(localParameter, targetParameter, level - 1)) {
              return false;
            }
          }
          localId = local.target(localId);
          targetId = target.target(targetId);
        }
        case TYPEDEF,
            VOLATILE,
            CONST,
            RESTRICT,
            FUNC,
            VAR,
            DATASEC,
            FLOAT,
            DECL_TAG,
            TYPE_TAG,
            UNKNOWN -> {
          return false;
        }
      }
    }
    throw tooDeep();
  }

  /** Whether a type has all that the local one of its name has ({@code bpf_core_types_match}). */
  boolean match(int localType, int targetType) {
    return match(localType, targetType, false, MAXIMUM_DEPTH);
  }

  private boolean match(int localType, int targetType, boolean isBehindPointer, int level) {
    if (level <= 0) {
      throw tooDeep();
    }
    boolean behindPointer = isBehindPointer;
    int localId = localType;
    int targetId = targetType;
    for (int depth = 0; depth < MAXIMUM_DEPTH; depth++) {
      count();
      localId = local.resolve(localId);
      targetId = target.resolve(targetId);
      if (!namesMatch(local.nameOffset(localId), target.nameOffset(targetId))) {
        return false;
      }
      BtfKind localKind = local.kind(localId);
      BtfKind targetKind = target.kind(targetId);
      switch (localKind) {
        case VOID -> {
          return targetKind == BtfKind.VOID;
        }
        case FWD -> {
          return forwardMatches(localId, targetId, behindPointer);
        }
        case ENUM, ENUM64 -> {
          return targetKind.isEnumeration() && enumerationsMatch(localId, targetId);
        }
        case STRUCT, UNION -> {
          if (behindPointer) {
            return localKind == targetKind
                || (targetKind == BtfKind.FWD
                    && (localKind == BtfKind.UNION) == target.flag(targetId));
          }
          return localKind == targetKind && compositesMatch(localId, targetId, level);
        }
        case INT -> {
          return targetKind == BtfKind.INT
              && local.size(localId).equals(target.size(targetId))
              && local.isSignedInt(localId) == target.isSignedInt(targetId);
        }
        case PTR -> {
          if (targetKind != BtfKind.PTR) {
            return false;
          }
          behindPointer = true;
          localId = local.target(localId);
          targetId = target.target(targetId);
        }
        case ARRAY -> {
          if (targetKind != BtfKind.ARRAY
              || local.arrayLength(localId) != target.arrayLength(targetId)) {
            return false;
          }
          localId = local.arrayElement(localId);
          targetId = target.arrayElement(targetId);
        }
        case FUNC_PROTO -> {
          if (targetKind != BtfKind.FUNC_PROTO || local.vlen(localId) != target.vlen(targetId)) {
            return false;
          }
          for (int i = 0; i < local.vlen(localId); i++) {
            int localParameter = local.parameterType(localId, i);
            int targetParameter = target.parameterType(targetId, i);
            if (!match(localParameter, targetParameter, behindPointer, level - 1)) {
              return false;
            }
          }
          localId = local.target(localId);
          targetId = target.target(targetId);
        }
        case TYPEDEF,
            VOLATILE,
            CONST,
            RESTRICT,
            FUNC,
            VAR,
            DATASEC,
            FLOAT,
            DECL_TAG,
            TYPE_TAG,
            UNKNOWN -> {
          return false;
        }
      }
    }
    throw tooDeep();
  }

  private boolean forwardMatches(int localId, int targetId, boolean behindPointer) {
    boolean union = local.flag(localId);
    return switch (target.kind(targetId)) {
      case FWD -> union == target.flag(targetId);
      case STRUCT -> behindPointer && !union;
      case UNION -> behindPointer && union;
      case VOID,
          INT,
          PTR,
          ARRAY,
          ENUM,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          FUNC,
          FUNC_PROTO,
          VAR,
          DATASEC,
          FLOAT,
          DECL_TAG,
          TYPE_TAG,
          ENUM64,
          UNKNOWN ->
          false;
    };
  }

  private boolean enumerationsMatch(int localId, int targetId) {
    if (!local.size(localId).equals(target.size(targetId))
        || local.vlen(localId) > target.vlen(targetId)) {
      return false;
    }
    for (int i = 0; i < local.vlen(localId); i++) {
      int name = local.enumeratorNameOffset(localId, i);
      boolean matched = false;
      for (int j = 0; j < target.vlen(targetId) && !matched; j++) {
        count();
        matched = namesMatch(name, target.enumeratorNameOffset(targetId, j));
      }
      if (!matched) {
        return false;
      }
    }
    return true;
  }

  private boolean compositesMatch(int localId, int targetId, int level) {
    if (local.vlen(localId) > target.vlen(targetId)) {
      return false;
    }
    for (int i = 0; i < local.vlen(localId); i++) {
      int name = local.memberNameOffset(localId, i);
      boolean matched = false;
      for (int j = 0; j < target.vlen(targetId) && !matched; j++) {
        count();
        matched =
            namesMatch(name, target.memberNameOffset(targetId, j))
                && match(
                    local.memberType(localId, i), target.memberType(targetId, j), false, level - 1);
      }
      if (!matched) {
        return false;
      }
    }
    return true;
  }

  private boolean namesMatch(int localName, int targetName) {
    return Btf.essentialName(local.string(localName))
        .equals(Btf.essentialName(target.string(targetName)));
  }

  private void count() {
    if (++work > MAXIMUM_WORK) {
      throw new CoreRelocationException(
          relocation, Reason.UNSUPPORTED, "the types take too long to compare");
    }
  }

  private CoreRelocationException tooDeep() {
    return new CoreRelocationException(
        relocation, Reason.UNSUPPORTED, "the types are nested too deeply to compare");
  }
}
