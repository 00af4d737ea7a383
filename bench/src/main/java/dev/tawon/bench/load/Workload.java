package dev.tawon.bench.load;

/** One operation, to be repeated by one thread. */
interface Workload extends AutoCloseable {
  /** Does it once; false if it failed. */
  boolean operate();

  @Override
  default void close() {}
}
