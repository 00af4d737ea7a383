package dev.tawon.monitor.enrich;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths as processes pass them. Nothing is looked up: the file system may have changed since. */
final class ArgumentPath {
  private ArgumentPath() {}

  /**
   * A path without {@code .}, {@code ..} and doubled slashes, as if no component were a symbolic link.
   *
   * @param path what the process passed
   * @param directory the directory that a relative path begins in, or null if it is not known
   * @return the absolute path, or null for a relative one in an unknown directory
   */
  static @Nullable String absolute(String path, @Nullable String directory) {
    String whole = path;
    if (!path.startsWith("/")) {
      if (directory == null || !directory.startsWith("/")) {
        return null;
      }
      whole = directory + "/" + path;
    }
    Deque<String> components = new ArrayDeque<>();
    for (String component : whole.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." -> components.pollLast();
        default -> components.add(component);
      }
    }
    return "/" + String.join("/", components);
  }
}
