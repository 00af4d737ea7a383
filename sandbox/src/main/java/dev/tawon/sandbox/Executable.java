package dev.tawon.sandbox;

/** A program that is ready to run: the interpreter's form of it, or the class that was made of it. */
abstract class Executable {
  // A class and no interface: there are many of them, and what a call of an interface's method
  // takes longer then is
  // as much as a small program.

  /**
   * Runs a function.
   *
   * @param machine the state that the functions of a run share
   * @param function the function's number in {@link Program#functions()}; 0 is where the program begins
   * @return its {@code r0}
   */
  abstract long run(Machine machine, int function, long r1, long r2, long r3, long r4, long r5);

  /** Runs the function with which the program begins. */
  abstract long start(Machine machine, long r1, long r2, long r3, long r4, long r5);
}
