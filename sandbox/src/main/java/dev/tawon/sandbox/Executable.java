package dev.tawon.sandbox;

/** A program that is ready to run: the interpreter's form of it, or the class that was made of it. */
interface Executable {
  /**
   * Runs a function.
   *
   * @param machine the state that the functions of a run share
   * @param function the function's number in {@link Program#functions()}; 0 is where the program begins
   * @return its {@code r0}
   */
  long run(Machine machine, int function, long r1, long r2, long r3, long r4, long r5);
}
