package dev.tawon.monitor.emit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The machine, as ECS describes one. What is not known is empty, and left out.
 *
 * @param name the node's name
 * @param id {@code /etc/machine-id}
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param architecture as {@code uname -m} has it
 * @param kernel the kernel's release
 * @param osName the distribution's name
 * @param osVersion its version
 * @param osPlatform its short name
 */
public record HostInfo(
    String name,
    String id,
    String bootId,
    String architecture,
    String kernel,
    String osName,
    String osVersion,
    String osPlatform) {
  private static final int FILE_MAX = 16 * 1024;

  /**
   * This machine.
   *
   * @param root {@code /}
   */
  public static HostInfo read(Path root) {
    Map<String, String> release = osRelease(text(root.resolve("etc/os-release")));
    return new HostInfo(
        text(root.resolve("proc/sys/kernel/hostname")),
        text(root.resolve("etc/machine-id")),
        bootId(root),
        architecture(System.getProperty("os.arch", "")),
        text(root.resolve("proc/sys/kernel/osrelease")),
        release.getOrDefault("NAME", ""),
        release.getOrDefault("VERSION_ID", ""),
        release.getOrDefault("ID", ""));
  }

  /** What tells this boot from all others: 36 characters, or none if the kernel does not say. */
  public static String bootId(Path root) {
    return text(root.resolve("proc/sys/kernel/random/boot_id"));
  }

  /** {@code os-release(5)}: {@code KEY=value} or {@code KEY="value"} a line. */
  static Map<String, String> osRelease(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            values.put(line.substring(0, equals), unquoted(line.substring(equals + 1).strip()));
          }
        });
    return values;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static String architecture(String java) {
    return java.equals("amd64") ? "x86_64" : java;
  }

  private static String text(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(FILE_MAX), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
