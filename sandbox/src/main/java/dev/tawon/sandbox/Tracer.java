package dev.tawon.sandbox;

/** Is told of each instruction before it is carried out. */
@FunctionalInterface
public interface Tracer {
  /**
   * An instruction is next.
   *
   * @param instruction its index in the program's list
   * @param registers a copy of {@code r0} to {@code r10}
   */
  void before(int instruction, long[] registers);
}
