package dev.tawon.lang.map;

/** The answer of every map operation outside the kernel. */
final class KernelOnlyMap {
  private KernelOnlyMap() {}

  static UnsupportedOperationException call() {
    return new UnsupportedOperationException(
        "this is the kernel half of the map: on the JVM, ask the loaded module for the map's user half");
  }
}
