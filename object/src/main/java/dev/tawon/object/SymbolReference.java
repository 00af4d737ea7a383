package dev.tawon.object;

/**
 * An instruction that loads the address of a variable or function of the kernel: {@code extern … __ksym}.
 *
 * @param instruction index of a {@link dev.tawon.isa.Instruction.LoadImmediate64} in the program's list
 * @param symbol the name
 * @param optional whether the program can do without it, and finds 0 then: a weak symbol
 */
public record SymbolReference(int instruction, String symbol, boolean optional) {}
