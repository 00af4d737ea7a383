package dev.tawon.sandbox;

/**
 * What the arithmetic instructions do: one method an operation and width. The interpreter calls them, and compiled
 * programs call the same, so that there is one description of each.
 *
 * <p>The names are those of {@link dev.tawon.isa.AluOperator} in lower case, with 64 or 32. A 32-bit operation takes
 * the low halves and returns a number whose upper half is zero. Source: {@code
 * Documentation/bpf/standardization/instruction-set.rst} (RFC 9669), "Arithmetic instructions" and "Byte swap
 * instructions"; {@code ___bpf_prog_run} of {@code kernel/bpf/core.c}.
 */
final class Arithmetic {
  private static final long LOW = 0xffff_ffffL;

  private Arithmetic() {}

  static long add64(long a, long b) {
    return a + b;
  }

  static long add32(long a, long b) {
    return a + b & LOW;
  }

  static long sub64(long a, long b) {
    return a - b;
  }

  static long sub32(long a, long b) {
    return a - b & LOW;
  }

  static long mul64(long a, long b) {
    return a * b;
  }

  static long mul32(long a, long b) {
    return a * b & LOW;
  }

  /** Division by zero gives zero. */
  static long div64(long a, long b) {
    return b == 0 ? 0 : Long.divideUnsigned(a, b);
  }

  static long div32(long a, long b) {
    return (int) b == 0 ? 0 : (a & LOW) / (b & LOW);
  }

  /** The least number divided by -1 is itself, in Java as in the standard. */
  static long sdiv64(long a, long b) {
    return b == 0 ? 0 : a / b;
  }

  static long sdiv32(long a, long b) {
    return (int) b == 0 ? 0 : (int) a / (int) b & LOW;
  }

  /** The remainder of a division by zero is the dividend. */
  static long mod64(long a, long b) {
    return b == 0 ? a : Long.remainderUnsigned(a, b);
  }

  static long mod32(long a, long b) {
    return (int) b == 0 ? a & LOW : (a & LOW) % (b & LOW);
  }

  /** The sign is the dividend's, in Java as in the standard. */
  static long smod64(long a, long b) {
    return b == 0 ? a : a % b;
  }

  static long smod32(long a, long b) {
    return (int) b == 0 ? a & LOW : (int) a % (int) b & LOW;
  }

  static long or64(long a, long b) {
    return a | b;
  }

  static long or32(long a, long b) {
    return (a | b) & LOW;
  }

  static long and64(long a, long b) {
    return a & b;
  }

  static long and32(long a, long b) {
    return a & b & LOW;
  }

  static long xor64(long a, long b) {
    return a ^ b;
  }

  static long xor32(long a, long b) {
    return (a ^ b) & LOW;
  }

  /** Java masks shift counts as the standard does. */
  static long lsh64(long a, long b) {
    return a << b;
  }

  static long lsh32(long a, long b) {
    return (int) a << (int) b & LOW;
  }

  static long rsh64(long a, long b) {
    return a >>> b;
  }

  static long rsh32(long a, long b) {
    return (int) a >>> (int) b & LOW;
  }

  static long arsh64(long a, long b) {
    return a >> b;
  }

  static long arsh32(long a, long b) {
    return (int) a >> (int) b & LOW;
  }

  @SuppressWarnings("unused") // one signature for all operations with two operands
  static long mov64(long a, long b) {
    return b;
  }

  @SuppressWarnings("unused") // one signature for all operations with two operands
  static long mov32(long a, long b) {
    return b & LOW;
  }

  static long neg64(long a) {
    return -a;
  }

  static long neg32(long a) {
    return -a & LOW;
  }

  static long extend8To64(long a) {
    return (byte) a;
  }

  static long extend16To64(long a) {
    return (short) a;
  }

  static long extend32To64(long a) {
    return (int) a;
  }

  static long extend8To32(long a) {
    return (byte) a & LOW;
  }

  static long extend16To32(long a) {
    return (short) a & LOW;
  }

  static long truncate16(long a) {
    return a & 0xffff;
  }

  static long truncate32(long a) {
    return a & LOW;
  }

  static long truncate64(long a) {
    return a;
  }

  static long swap16(long a) {
    return Short.reverseBytes((short) a) & 0xffff;
  }

  static long swap32(long a) {
    return Integer.reverseBytes((int) a) & LOW;
  }

  static long swap64(long a) {
    return Long.reverseBytes(a);
  }
}
