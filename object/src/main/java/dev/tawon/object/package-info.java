/**
 * What an eBPF object is: plain, deterministic data.
 *
 * <p>An {@link dev.tawon.object.ObjectSpec} comes from the compiler (or from an ELF file) and goes to the loader. It names
 * what only a kernel can settle, as {@link dev.tawon.object.MapReference}, {@link dev.tawon.object.FunctionReference} and
 * {@link dev.tawon.object.CoreRelocation}; {@link dev.tawon.object.CoreResolver} settles the last against a kernel's BTF.
 */
package dev.tawon.object;
