package dev.tawon.compiler;

/**
 * A place in a program where a check may fail: the program then ends with the hook's neutral result, and its counter grows.
 *
 * @param program the program's name
 * @param file the source file's name
 * @param line the line, from 1
 * @param reason what is wrong when the check fails
 */
public record FaultSite(String program, String file, int line, String reason) {}
