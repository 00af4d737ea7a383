package dev.tawon.monitor.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Paths as the kernel half sends them: components from the last to the first, each ending in a zero, without slashes.
 * {@code "cat\0bin\0usr\0"} is {@code /usr/bin/cat}, and no bytes at all are the root.
 */
final class KernelPath {
  private final byte[] text;

  /**
   * A decoder.
   *
   * @param longest the most bytes that a path may have
   */
  KernelPath(int longest) {
    text = new byte[longest + 1];
  }

  /**
   * The path as text.
   *
   * @param bytes holds the components
   * @param start where they begin
   * @param length how many bytes they take, at most what this decoder was made for
   * @param cut whether the beginning of the path is missing: then there is no slash in front
   * @return the path, or null if the bytes are not one
   */
  @Nullable String decode(byte[] bytes, int start, int length, boolean cut) {
    if (length == 0) {
      return cut ? "" : "/";
    }
    int end = start + length;
    if (bytes[end - 1] != 0) {
      return null;
    }
    int size = 0;
    while (end > start) {
      int last = end - 1; // the component's zero
      int first = last;
      while (first > start && bytes[first - 1] != 0) {
        first--;
      }
      if (first == last) {
        return null; // an empty component
      }
      if (size > 0 || !cut) {
        text[size++] = '/';
      }
      System.arraycopy(bytes, first, text, size, last - first);
      size += last - first;
      end = first;
    }
    return new String(text, 0, size, StandardCharsets.UTF_8);
  }
}
