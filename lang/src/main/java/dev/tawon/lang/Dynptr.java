package dev.tawon.lang;

/**
 * A pointer with a length that the kernel checks: {@code struct bpf_dynptr}, since Linux 5.19. It lies on the stack, and {@link
 * Helpers#dynptrFromMem}, {@link Helpers#dynptrRead} and {@link Helpers#dynptrWrite} take it.
 */
@Struct("bpf_dynptr")
public final class Dynptr {
  /** The kernel's own. */
  public long first;

  /** The kernel's own. */
  public long second;

  /** One that points nowhere yet. */
  public Dynptr() {}
}
