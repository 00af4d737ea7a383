/**
 * eBPF objects as compilers write them: ELF files.
 *
 * <p>{@link dev.tawon.object.elf.ElfFile} reads sections, symbols and relocations; {@link dev.tawon.object.elf.ElfObject} makes of
 * them what a loader needs: programs with their subprograms linked in, maps, types, source lines, CO-RE relocations.
 */
@NullMarked
package dev.tawon.object.elf;

import org.jspecify.annotations.NullMarked;
