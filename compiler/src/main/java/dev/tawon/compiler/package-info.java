/**
 * From JVM bytecode to eBPF: {@link dev.tawon.compiler.Compiler} reads a module's class file and makes an {@link
 * dev.tawon.object.ObjectSpec}, or throws a {@link dev.tawon.compiler.CompilationException} with javac-like diagnostics.
 */
package dev.tawon.compiler;
