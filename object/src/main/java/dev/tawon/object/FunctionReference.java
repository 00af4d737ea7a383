package dev.tawon.object;

/**
 * An instruction that calls a function of the kernel (kfunc), to be found by name in the kernel's BTF.
 *
 * @param instruction index of a {@link dev.tawon.isa.Instruction.CallKernelFunction} in the program's list
 * @param function the function's name
 */
public record FunctionReference(int instruction, String function) {}
