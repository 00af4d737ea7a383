/**
 * The eBPF instruction set as data.
 *
 * <p>An {@link dev.tawon.isa.Instruction} is a record; a program is a list of them. An instruction that exists can be
 * encoded: the records' constructors refuse combinations that have no encoding. What a verifier would refuse, such as a
 * jump out of the program, is not looked at here.
 *
 * <ul>
 *   <li>{@link dev.tawon.isa.Encoder} and {@link dev.tawon.isa.Decoder} turn programs into the kernel's bytes and back.
 *   <li>{@link dev.tawon.isa.Disassembler} and {@link dev.tawon.isa.Assembler} turn them into the kernel's text and
 *       back.
 *   <li>{@link dev.tawon.isa.CodeBuilder} writes them with {@linkplain dev.tawon.isa.Label labels} in the place of jump
 *       offsets.
 *   <li>{@link dev.tawon.isa.HelperTable} knows the kernel's helper functions by number and name.
 * </ul>
 *
 * <p>There are two ways to count. A list's <em>index</em> counts instructions; a jump's offset, line information and
 * relocations count <em>slots</em> of eight bytes, of which {@link dev.tawon.isa.Instruction.LoadImmediate64} takes
 * two. {@link dev.tawon.isa.Encoder#slotOffsets} leads from the one to the other.
 *
 * <p>Nothing here calls the operating system, and nothing depends on it.
 */
package dev.tawon.isa;
