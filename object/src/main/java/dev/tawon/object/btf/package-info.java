/**
 * BTF, the kernel's compact type information: {@code Documentation/bpf/btf.rst}.
 *
 * <p>{@link dev.tawon.object.btf.Btf} reads it lazily, {@link dev.tawon.object.btf.BtfBuilder} makes it.
 */
package dev.tawon.object.btf;
