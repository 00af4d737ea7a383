/**
 * The intermediate form: a control-flow graph of blocks in static single assignment.
 *
 * <p>A {@link dev.tawon.compiler.ir.Function} has {@link dev.tawon.compiler.ir.Block}s; a block has phis, values in the
 * order of their effects, and one {@link dev.tawon.compiler.ir.Terminator}. A {@link dev.tawon.compiler.ir.Value} is an
 * {@link dev.tawon.compiler.ir.Operation} applied to other values.
 *
 * <p>An {@code INT} lives in a 64-bit register with its upper half zero; every operation that makes one keeps it so.
 * Checks that end the program with a fault are values without a result, not branches: they can be found, shared and
 * removed like any other value.
 */
package dev.tawon.compiler.ir;
