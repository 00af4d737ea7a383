package dev.tawon.isa;

import org.jspecify.annotations.Nullable;

/**
 * What the 64 bits of a {@link Instruction.LoadImmediate64} are: the {@code BPF_PSEUDO_*} values of
 * {@code include/uapi/linux/bpf.h}. They stand in the source register field of the encoded instruction.
 */
public enum ImmediateKind {
  /** A plain constant. */
  VALUE(0),
  /** The map with a file descriptor. */
  MAP_FD(1),
  /** The address of a map's value: file descriptor and offset. */
  MAP_VALUE(2),
  /**
   * The address of a kernel variable: BTF type id, and file descriptor of the module's BTF or 0 for the kernel's own.
   */
  BTF_ID(3),
  /** The address of a function of the same program, as a callback. */
  FUNCTION(4),
  /** The map at an index of the load call's {@code fd_array}. */
  MAP_INDEX(5),
  /** The address of a map's value, by index of the load call's {@code fd_array} and offset. */
  MAP_INDEX_VALUE(6);

  private static final ImmediateKind[] ALL = values();

  private final int code;

  ImmediateKind(int code) {
    this.code = code;
  }

  /** Whether the high half is unused, and zero in every valid instruction. */
  boolean isHighReserved() {
    return switch (this) {
      case MAP_FD, MAP_INDEX, FUNCTION -> true;
      case VALUE, MAP_VALUE, BTF_ID, MAP_INDEX_VALUE -> false;
    };
  }

  /** The source register field of the encoded instruction. */
  int code() {
    return code;
  }

  static @Nullable ImmediateKind of(int code) {
    for (ImmediateKind kind : ALL) {
      if (kind.code == code) {
        return kind;
      }
    }
    return null;
  }
}
