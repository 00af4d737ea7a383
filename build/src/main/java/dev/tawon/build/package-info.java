/**
 * Binds early what javac leaves to be bound when it runs first: pattern switches, the methods of records, lambdas,
 * strings put together.
 *
 * <p>javac compiles these to {@code invokedynamic}, and the JVM makes a class for each place at run time. For a compiler that
 * runs once, in a JVM that has just started, that is a third of the time. {@link dev.tawon.build.Binder} replaces them, after
 * javac, by plain bytecode that does the same.
 */
@NullMarked
package dev.tawon.build;

import org.jspecify.annotations.NullMarked;
