package dev.tawon.sandbox;

import java.util.Arrays;

/** The cgroups that a process is in. */
final class Cgroups {
  private final long[] path;

  /**
   * Some cgroups.
   *
   * @param path their ids, from the root on; one at least
   */
  Cgroups(long... path) {
    this.path = path.clone();
  }

  /** The innermost. */
  long innermost() {
    return path[path.length - 1];
  }

  /** The one at a level, of which the root is 0; or 0. */
  long at(int level) {
    return level >= 0 && level < path.length ? path[level] : 0;
  }

  boolean contains(long cgroup) {
    return Arrays.stream(path).anyMatch(each -> each == cgroup);
  }
}
