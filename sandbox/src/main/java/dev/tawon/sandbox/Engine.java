package dev.tawon.sandbox;

/** What carries out a program's instructions. Both do the same; their speed differs. */
public enum Engine {
  /** Translates the program into JVM bytecode, which HotSpot translates into machine code once it is hot. */
  JIT,
  /** Reads one instruction after the other: no time to prepare, and what {@code --trace} needs. */
  INTERPRETER
}
