package dev.tawon.object;

/**
 * An instruction that needs a map's file descriptor.
 *
 * @param instruction index of a {@link dev.tawon.isa.Instruction.LoadImmediate64} in the program's list
 * @param map the map's name
 */
public record MapReference(int instruction, String map) {}
