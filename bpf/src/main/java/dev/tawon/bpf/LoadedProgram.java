package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.object.ProgramSpec;

/**
 * A program in the kernel. It belongs to the {@link BpfObject} that loaded it, and is gone when that is closed and no {@link
 * Link} holds it any more. Thread-safe.
 */
public final class LoadedProgram {
  private final ProgramSpec spec;
  private final FileDescriptor descriptor;

  LoadedProgram(ProgramSpec spec, FileDescriptor descriptor) {
    this.spec = spec;
    this.descriptor = descriptor;
  }

  /** The method's name. */
  public String name() {
    return spec.name();
  }

  /** The program's description. */
  public ProgramSpec spec() {
    return spec;
  }

  /** What the kernel says of it now: run count and time, recursion misses, sizes. */
  public ProgramInfo info() {
    return ProgramInfo.of(name(), descriptor);
  }

  /**
   * Attaches the program to its target.
   *
   * @return the caller's to close, which detaches it
   * @throws UnsupportedFeatureException if this kernel has no such target
   * @throws SystemCallException if the kernel refuses
   */
  public Link attach() {
    return Link.attach(spec, descriptor);
  }

  /**
   * Attaches the program to what user space says.
   *
   * @return the caller's to close, which detaches it
   * @throws UnsupportedFeatureException if this kernel cannot attach to such a target
   * @throws SystemCallException if the kernel refuses
   * @throws BpfException if programs of its kind are not attached to such a target
   */
  public Link attach(AttachTarget target) {
    return Link.attach(spec, descriptor, target);
  }

  /** The program's own file descriptor, which stays this object's to close. */
  FileDescriptor descriptor() {
    return descriptor;
  }

  void close() {
    descriptor.close();
  }
}
