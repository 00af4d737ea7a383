package dev.tawon.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Short files in which a kernel says something of itself. */
final class HostFile {
  private HostFile() {}

  /** What a file says, without white space at its ends; empty if it cannot be read. */
  static String read(String path) {
    try {
      return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /**
   * The choice in brackets of a file such as {@code none [integrity] confidentiality}; empty if there is none.
   */
  static String choice(String line) {
    int open = line.indexOf('[');
    int close = line.indexOf(']', open + 1);
    return open >= 0 && close > open ? line.substring(open + 1, close) : "";
  }
}
