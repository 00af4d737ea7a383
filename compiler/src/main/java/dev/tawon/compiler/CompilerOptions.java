package dev.tawon.compiler;

import java.util.Map;

/**
 * What a compilation depends on besides the class.
 *
 * @param configuration values of {@link dev.tawon.lang.Configurable} fields by name, {@code Integer}, {@code Long} or
 *     {@code Boolean}; the others keep their defaults
 * @param readOnlyCast whether the target kernel has the kfunc {@code bpf_rdonly_cast} (Linux 6.2), which makes reads
 *     through a pointer that was itself read by address as cheap as any
 * @param kernel the target kernel's version, {@code 6.1} or {@code 6.1.55-x}, whose helpers alone can be called; empty if it is not
 *     known
 */
public record CompilerOptions(
    Map<String, Object> configuration, boolean readOnlyCast, String kernel) {
  /** Options for a kernel whose version is not known. */
  public CompilerOptions(Map<String, Object> configuration, boolean readOnlyCast) {
    this(configuration, readOnlyCast, "");
  }

  /** Copies the map. */
  public CompilerOptions {
    configuration = Map.copyOf(configuration);
  }

  /** No configuration, and code that any supported kernel takes. */
  public static CompilerOptions defaults() {
    return new CompilerOptions(Map.of(), false);
  }
}
