package dev.tawon.bpf;

/** Something that this kernel does not have. */
public final class UnsupportedFeatureException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String feature;
  private final String sinceKernel;

  /**
   * A lack.
   *
   * @param feature what is missing, {@code map type RINGBUF}
   * @param sinceKernel the first version of Linux that has it, {@code 5.8}; empty if that depends on something else
   * @param detail what follows from it, or what the kernel's configuration needs; may be empty
   */
  public UnsupportedFeatureException(String feature, String sinceKernel, String detail) {
    super(message(feature, sinceKernel, detail));
    this.feature = feature;
    this.sinceKernel = sinceKernel;
  }

  private static String message(String feature, String sinceKernel, String detail) {
    StringBuilder message =
        new StringBuilder("Linux ").append(KernelRelease.current().text()).append(" has no ");
    message.append(feature);
    if (!sinceKernel.isEmpty()) {
      message.append(", which came with Linux ").append(sinceKernel);
    }
    if (!detail.isEmpty()) {
      message.append("; ").append(detail);
    }
    return message.toString();
  }

  /** What is missing. */
  public String feature() {
    return feature;
  }

  /** The first version of Linux that has it; empty if that depends on something else. */
  public String sinceKernel() {
    return sinceKernel;
  }
}
