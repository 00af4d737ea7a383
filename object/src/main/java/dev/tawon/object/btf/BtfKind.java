package dev.tawon.object.btf;

/** The kinds of type: {@code BTF_KIND_*} of {@code include/uapi/linux/btf.h}, in their order; 0 is void. */
public enum BtfKind {
  VOID,
  INT,
  PTR,
  ARRAY,
  STRUCT,
  UNION,
  ENUM,
  FWD,
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
  /** A kind newer than this library, which the BTF's own layout section (since Linux 7.1) lets it step over. */
  UNKNOWN;

  /** The kernel's number. {@link #UNKNOWN} has the first that this library does not know. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the order of the kernel's numbers
  public int number() {
    return ordinal();
  }

  /** Whether types of this kind have members: {@link #STRUCT} and {@link #UNION}. */
  public boolean isComposite() {
    return this == STRUCT || this == UNION;
  }

  /** Whether types of this kind have enumerators: {@link #ENUM} and {@link #ENUM64}. */
  public boolean isEnumeration() {
    return this == ENUM || this == ENUM64;
  }

  /** Whether types of this kind only qualify or rename another one, and {@link Btf#resolve} looks through them. */
  public boolean isTransparent() {
    return switch (this) {
      case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
      case VOID,
          INT,
          PTR,
          ARRAY,
          STRUCT,
          UNION,
          ENUM,
          FWD,
          FUNC,
          FUNC_PROTO,
          VAR,
          DATASEC,
          FLOAT,
          DECL_TAG,
          ENUM64,
          UNKNOWN ->
          false;
    };
  }
}
