package dev.tawon.object;

/**
 * An instruction that calls a function of the kernel (kfunc), to be found by name in the kernel's BTF.
 *
 * @param instruction index of a {@link dev.tawon.isa.Instruction.CallKernelFunction} in the program's list
 * @param function the function's name
 * @param optional whether the program can do without it: a weak symbol, which the program asks for before it calls it
 */
public record FunctionReference(int instruction, String function, boolean optional) {
  /** A call of a function that has to be there. */
  public FunctionReference(int instruction, String function) {
    this(instruction, function, false);
  }
}
