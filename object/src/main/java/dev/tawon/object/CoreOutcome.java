package dev.tawon.object;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link CoreRelocation} comes to on a target.
 *
 * @param localValue the value by the object's own types, which the compiler has put into the instruction
 * @param value the value by the target's types
 * @param exact whether the compiler and {@code localValue} must agree: not for bit fields, whose aspects leave a choice, nor
 *     for type ids, which linking changes
 * @param local the field that a load or store of {@link CoreRelocationKind#FIELD_BYTE_OFFSET} was compiled for; null for
 *     bit fields and other kinds
 * @param target the same field of the target; null likewise
 */
public record CoreOutcome(
    long localValue, long value, boolean exact, @Nullable Field local, @Nullable Field target) {

  /**
   * A field that an instruction may load or store.
   *
   * @param bytes its size
   * @param shape how a load must extend it
   */
  public record Field(long bytes, Shape shape) {
    @Override
    public String toString() {
      String words =
          switch (shape) {
            case POINTER -> "a pointer";
            case UNSIGNED -> "an unsigned integer";
            case SIGNED -> "a signed integer";
            case OTHER -> "a value";
          };
      return words + " of " + bytes + (bytes == 1 ? " byte" : " bytes");
    }
  }

  /** What a field is to a load or store. */
  public enum Shape {
    POINTER,
    /** An integer that is extended with zeros: also {@code bool} and {@code char}. */
    UNSIGNED,
    SIGNED,
    /** An enumeration, floating-point number, array, structure or union. */
    OTHER
  }

  /**
   * Whether one load or store can serve both fields, if need be by changing its width: of the same size, or both pointers, or
   * both unsigned, so that the upper zeros keep the value right.
   */
  public boolean isWidthAdjustable() {
    if (local == null || target == null) {
      return local == null && target == null;
    }
    return local.bytes == target.bytes
        || (local.shape == target.shape
            && (local.shape == Shape.POINTER || local.shape == Shape.UNSIGNED));
  }

  /** Whether local and target sizes differ. */
  boolean widthDiffers() {
    return (local == null ? 0 : local.bytes) != (target == null ? 0 : target.bytes);
  }
}
