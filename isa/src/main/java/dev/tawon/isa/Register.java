package dev.tawon.isa;

/**
 * One of the eleven eBPF registers, each 64 bits wide.
 *
 * <p>The calling convention is the kernel's ({@code Documentation/bpf/standardization/instruction-set.rst}): {@link
 * #R0} holds results, {@link #R1} to {@link #R5} hold arguments and are clobbered by a call, {@link #R6} to {@link #R9}
 * survive a call, and {@link #R10} is the read-only frame pointer.
 */
public enum Register implements Operand {
  R0(0),
  R1(1),
  R2(2),
  R3(3),
  R4(4),
  R5(5),
  R6(6),
  R7(7),
  R8(8),
  R9(9),
  R10(10);

  private static final Register[] BY_NUMBER = values();

  private final int number;

  Register(int number) {
    this.number = number;
  }

  /**
   * The register with a number.
   *
   * @param number 0 to 10
   * @throws IllegalArgumentException if there is no such register
   */
  public static Register of(int number) {
    if (number < 0 || number >= BY_NUMBER.length) {
      throw new IllegalArgumentException("no eBPF register has number " + number);
    }
    return BY_NUMBER[number];
  }

  /** The register's number in an encoded instruction: 0 to 10. */
  public int number() {
    return number;
  }

  /** The register as the kernel prints it when used with 64 bits, {@code r3}. */
  @Override
  public String toString() {
    return "r" + number;
  }
}
