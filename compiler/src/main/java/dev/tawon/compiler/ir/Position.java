package dev.tawon.compiler.ir;

/**
 * A place in Java source.
 *
 * @param file the source file's name
 * @param line the line, from 1; 0 if the class file does not say
 */
public record Position(String file, int line) {}
