package dev.tawon.compiler;

import java.util.Locale;

/**
 * The machine that programs run on. It decides where probes find a function's parameters and result; all other code is the same
 * for every machine.
 */
public enum Architecture {
  /** 64-bit processors of Intel and AMD. */
  X86_64,
  /** 64-bit processors of Arm. */
  ARM64;

  /** That of the machine that this JVM runs on. */
  public static Architecture current() {
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return processor.equals("aarch64") || processor.equals("arm64") ? ARM64 : X86_64;
  }

  /**
   * The one with a name, {@code x86_64} or {@code arm64}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Architecture parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x86_64", "x86-64", "amd64" -> X86_64;
      case "arm64", "aarch64" -> ARM64;
      default ->
          throw new IllegalArgumentException(
              "'" + name + "' is no architecture that programs are compiled for: x86_64, arm64");
    };
  }
}
