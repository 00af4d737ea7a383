package dev.tawon.bpf;

import org.jspecify.annotations.Nullable;

/**
 * What generated codecs call for constants of enums, which are their ordinals in memory.
 *
 * <p>Public because the codec of a struct that another class loader defines is defined there too; nothing else has a use
 * for it.
 */
public final class StructEnums {
  private StructEnums() {}

  /**
   * The constant with an ordinal.
   *
   * @throws BpfException if the enum has none
   */
  public static Object constant(Class<?> type, int ordinal) {
    Object[] constants = type.getEnumConstants();
    if (constants == null || ordinal < 0 || ordinal >= constants.length) {
      throw new BpfException(
          ordinal + " is no constant of " + type.getName() + ": the kernel half has another one");
    }
    return constants[ordinal];
  }

  /** The ordinal of a constant, the first one's for null. */
  @SuppressWarnings("EnumOrdinal") // it is what the kernel half stores
  public static int ordinal(@Nullable Enum<?> constant) {
    return constant == null ? 0 : constant.ordinal();
  }
}
