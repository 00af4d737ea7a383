package dev.tawon.compiler;

import dev.tawon.lang.LogLevel;
import java.util.Map;
import java.util.Set;

/**
 * What a compilation depends on besides the class.
 *
 * @param configuration values of {@link dev.tawon.lang.Configurable} fields by name, {@code Integer}, {@code Long} or
 *     {@code Boolean}; the others keep their defaults
 * @param readOnlyCast whether the target kernel has the kfunc {@code bpf_rdonly_cast} (Linux 6.2), which makes reads
 *     through a pointer that was itself read by address as cheap as any
 * @param target the oldest kernel that the code is for
 * @param without programs that are left out, by their methods' names
 * @param logLevel the least level of {@link dev.tawon.lang.Log} that is compiled
 * @param open whether {@link dev.tawon.lang.Configurable} fields that the configuration does not name are left to who loads
 *     the programs: constants in {@code .rodata}, which libbpf's users set, rather than their defaults
 * @param loadedAtOnce whether the kernel that the code is for gets it right away, and follows its loops itself: they are not
 *     followed here before
 */
public record CompilerOptions(
    Map<String, Object> configuration,
    boolean readOnlyCast,
    Target target,
    Set<String> without,
    LogLevel logLevel,
    boolean open,
    boolean loadedAtOnce) {
  /** Copies the collections. */
  public CompilerOptions {
    configuration = Map.copyOf(configuration);
    without = Set.copyOf(without);
  }

  /** Programs whose loops are followed here. */
  public CompilerOptions(
      Map<String, Object> configuration,
      boolean readOnlyCast,
      Target target,
      Set<String> without,
      LogLevel logLevel,
      boolean open) {
    this(configuration, readOnlyCast, target, without, logLevel, open, false);
  }

  /** Fields that the configuration does not name keep their defaults. */
  public CompilerOptions(
      Map<String, Object> configuration,
      boolean readOnlyCast,
      Target target,
      Set<String> without,
      LogLevel logLevel) {
    this(configuration, readOnlyCast, target, without, logLevel, false);
  }

  /** What programs log of {@link LogLevel#INFO} and above. */
  public CompilerOptions(
      Map<String, Object> configuration, boolean readOnlyCast, Target target, Set<String> without) {
    this(configuration, readOnlyCast, target, without, LogLevel.INFO);
  }

  /** All programs. */
  public CompilerOptions(Map<String, Object> configuration, boolean readOnlyCast, Target target) {
    this(configuration, readOnlyCast, target, Set.of());
  }

  /** Code for every supported kernel, or for every one that has the cast. */
  public CompilerOptions(Map<String, Object> configuration, boolean readOnlyCast) {
    this(configuration, readOnlyCast, readOnlyCast ? Target.of(6, 2) : Target.OLDEST);
  }

  /** No configuration, and code that any supported kernel takes. */
  public static CompilerOptions defaults() {
    return new CompilerOptions(Map.of(), false);
  }

  /** The same with another least level of what programs log. */
  public CompilerOptions withLogLevel(LogLevel level) {
    return new CompilerOptions(
        configuration, readOnlyCast, target, without, level, open, loadedAtOnce);
  }

  /** The same with fields that the configuration does not name left to who loads the programs. */
  public CompilerOptions opened() {
    return new CompilerOptions(
        configuration, readOnlyCast, target, without, logLevel, true, loadedAtOnce);
  }

  /** The same for code that the kernel gets right away. */
  public CompilerOptions forLoadingAtOnce() {
    return new CompilerOptions(configuration, readOnlyCast, target, without, logLevel, open, true);
  }
}
