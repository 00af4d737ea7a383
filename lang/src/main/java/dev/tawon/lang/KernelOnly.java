package dev.tawon.lang;

/** The answer of every method that has a meaning in the kernel half alone. */
final class KernelOnly {
  private KernelOnly() {}

  static UnsupportedOperationException call() {
    return new UnsupportedOperationException(
        "this method runs in the kernel: it is compiled to eBPF, and does nothing on the JVM");
  }
}
