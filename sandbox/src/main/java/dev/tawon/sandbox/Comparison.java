package dev.tawon.sandbox;

/**
 * What the conditional jumps compare: one method a {@link dev.tawon.isa.JumpCondition} and width, for the interpreter
 * and compiled programs alike.
 *
 * <p>Source: {@code Documentation/bpf/standardization/instruction-set.rst} (RFC 9669), "Jump instructions".
 */
final class Comparison {
  private Comparison() {}

  static boolean eq64(long a, long b) {
    return a == b;
  }

  static boolean eq32(long a, long b) {
    return (int) a == (int) b;
  }

  static boolean ne64(long a, long b) {
    return a != b;
  }

  static boolean ne32(long a, long b) {
    return (int) a != (int) b;
  }

  static boolean set64(long a, long b) {
    return (a & b) != 0;
  }

  static boolean set32(long a, long b) {
    return (int) (a & b) != 0;
  }

  static boolean gt64(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  static boolean gt32(long a, long b) {
    return Integer.compareUnsigned((int) a, (int) b) > 0;
  }

  static boolean ge64(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0;
  }

  static boolean ge32(long a, long b) {
    return Integer.compareUnsigned((int) a, (int) b) >= 0;
  }

  static boolean lt64(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  static boolean lt32(long a, long b) {
    return Integer.compareUnsigned((int) a, (int) b) < 0;
  }

  static boolean le64(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0;
  }

  static boolean le32(long a, long b) {
    return Integer.compareUnsigned((int) a, (int) b) <= 0;
  }

  static boolean sgt64(long a, long b) {
    return a > b;
  }

  static boolean sgt32(long a, long b) {
    return (int) a > (int) b;
  }

  static boolean sge64(long a, long b) {
    return a >= b;
  }

  static boolean sge32(long a, long b) {
    return (int) a >= (int) b;
  }

  static boolean slt64(long a, long b) {
    return a < b;
  }

  static boolean slt32(long a, long b) {
    return (int) a < (int) b;
  }

  static boolean sle64(long a, long b) {
    return a <= b;
  }

  static boolean sle32(long a, long b) {
    return (int) a <= (int) b;
  }
}
