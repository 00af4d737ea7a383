package dev.tawon.bpf;

/** Whether something works on this machine, as found by trying it. */
public sealed interface Support {
  /** It works. */
  record Supported() implements Support {}

  /**
   * It does not.
   *
   * @param reason what the kernel said to the attempt
   * @param hint what it takes, or what works instead
   */
  record Unsupported(String reason, String hint) implements Support {}

  /**
   * It cannot be told, as when this process may not try.
   *
   * @param reason why not
   */
  record Unknown(String reason) implements Support {}

  /** Whether it is known to work. */
  default boolean isSupported() {
    return this instanceof Supported;
  }
}
