package dev.tawon.object;

/** What a {@link CoreRelocation} asks of the target kernel: {@code enum bpf_core_relo_kind}, in its order. */
public enum CoreRelocationKind {
  /** Where a field begins, in bytes; for a bit field, the integer to load that contains it. */
  FIELD_BYTE_OFFSET,
  /** How many bytes a field has; for a bit field, the integer to load that contains it. */
  FIELD_BYTE_SIZE,
  /** 1 if the field is there, else 0. */
  FIELD_EXISTS,
  /** 1 if the field is signed, else 0. */
  FIELD_SIGNED,
  /** By how much to shift the loaded field left in 64 bits, so that its highest bit is the highest. */
  FIELD_LSHIFT_U64,
  /** By how much to shift the result right again. */
  FIELD_RSHIFT_U64,
  /** The type's id in the object's own BTF. */
  TYPE_ID_LOCAL,
  /** The type's id in the target's BTF; 0 if it is not there. */
  TYPE_ID_TARGET,
  /** 1 if a type of that name and kind is there, else 0. */
  TYPE_EXISTS,
  /** How many bytes the type has; 0 if it is not there. */
  TYPE_SIZE,
  /** 1 if the enumeration has an enumerator of that name, else 0. */
  ENUMVAL_EXISTS,
  /** The value of the enumerator of that name. */
  ENUMVAL_VALUE,
  /** 1 if a type of that name is there and has all members of the local one, else 0. */
  TYPE_MATCHES;

  private static final CoreRelocationKind[] BY_NUMBER = values();

  /**
   * The kind with the kernel's number.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public static CoreRelocationKind of(int number) {
    if (number < 0 || number >= BY_NUMBER.length) {
      throw new IllegalArgumentException("no CO-RE relocation has the kind " + number);
    }
    return BY_NUMBER[number];
  }

  /** The kernel's number. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the order of the kernel's numbers
  public int number() {
    return ordinal();
  }

  /** Whether it asks about a field. */
  boolean isOfField() {
    return switch (this) {
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LSHIFT_U64,
          FIELD_RSHIFT_U64 ->
          true;
      case TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          ENUMVAL_EXISTS,
          ENUMVAL_VALUE,
          TYPE_MATCHES ->
          false;
    };
  }

  /** Whether it asks about an enumerator. */
  boolean isOfEnumerator() {
    return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
  }

  /** Whether it asks about a whole type. */
  boolean isOfType() {
    return !isOfField() && !isOfEnumerator();
  }
}
