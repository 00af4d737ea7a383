/**
 * From the intermediate form to eBPF instructions.
 *
 * <p>{@link dev.tawon.compiler.back.Selector} chooses machine operations on as many registers as it likes; {@link
 * dev.tawon.compiler.back.RegisterAllocator} gives each of those one of the machine's ten, or a place on the stack; {@link
 * dev.tawon.compiler.back.Emitter} writes the instructions, with their relocations and lines.
 */
package dev.tawon.compiler.back;
