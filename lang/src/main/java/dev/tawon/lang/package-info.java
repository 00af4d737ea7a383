/**
 * The kernel half's vocabulary: what a Java class needs to be an eBPF module.
 *
 * <p>A class with {@link dev.tawon.lang.BpfModule} holds programs (static methods with a program annotation such as
 * {@link dev.tawon.lang.BtfTracepoint}), maps (static fields of the types in {@link dev.tawon.lang.map}) and load-time
 * constants ({@link dev.tawon.lang.Configurable}). Data is a {@link dev.tawon.lang.Struct}; a kernel structure is a
 * {@link dev.tawon.lang.KernelType}; helper functions are the methods of {@link dev.tawon.lang.Bpf}. The compiler reads
 * the class file, so javac and an IDE are all that is needed to write one.
 */
package dev.tawon.lang;
