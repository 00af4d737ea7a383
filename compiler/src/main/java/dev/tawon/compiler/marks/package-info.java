/**
 * The annotations of the classes that are compiled, out of their class files.
 *
 * <p>Reflection would make a proxy class for each kind of annotation, and for the kinds that annotate those. In a JVM that has just
 * started this takes longer than reading a program's bytecode.
 */
@NullMarked
package dev.tawon.compiler.marks;

import org.jspecify.annotations.NullMarked;
