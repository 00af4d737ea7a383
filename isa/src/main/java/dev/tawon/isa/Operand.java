package dev.tawon.isa;

/** The right-hand side of an arithmetic, store or jump instruction: a register or a constant. */
public sealed interface Operand permits Register, Immediate {}
