package dev.tawon.sandbox;

/**
 * A helper function that programs call by number: the host's side of a {@link dev.tawon.isa.Instruction.CallHelper}.
 */
@FunctionalInterface
public interface Helper {
  /**
   * Carries out one call.
   *
   * @param memory the memory of the program that calls; a pointer among the arguments is an address in it. Accesses
   *     through it that are out of bounds are the program's {@linkplain FaultException fault}
   * @param r1 the first argument; the others follow
   * @param r2 the second
   * @param r3 the third
   * @param r4 the fourth
   * @param r5 the fifth
   * @return what the program finds in {@code r0}
   */
  long call(Memory memory, long r1, long r2, long r3, long r4, long r5);
}
