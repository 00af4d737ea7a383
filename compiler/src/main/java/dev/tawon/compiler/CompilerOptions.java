package dev.tawon.compiler;

import java.util.Map;

/**
 * What a compilation depends on besides the class.
 *
 * @param configuration values of {@link dev.tawon.lang.Configurable} fields by name, {@code Integer}, {@code Long} or
 *     {@code Boolean}; the others keep their defaults
 * @param readOnlyCast whether the target kernel has the kfunc {@code bpf_rdonly_cast} (Linux 6.2), which makes reads
 *     through a pointer that was itself read by address as cheap as any
 * @param target the oldest kernel that the code is for
 */
public record CompilerOptions(
    Map<String, Object> configuration, boolean readOnlyCast, Target target) {
  /** Copies the map. */
  public CompilerOptions {
    configuration = Map.copyOf(configuration);
  }

  /** Code for every supported kernel, or for every one that has the cast. */
  public CompilerOptions(Map<String, Object> configuration, boolean readOnlyCast) {
    this(configuration, readOnlyCast, readOnlyCast ? Target.of(6, 2) : Target.OLDEST);
  }

  /** No configuration, and code that any supported kernel takes. */
  public static CompilerOptions defaults() {
    return new CompilerOptions(Map.of(), false);
  }
}
