package dev.tawon.monitor;

import java.nio.file.Path;

/** Which processes the monitor looks at. The kernel half decides it, before it does anything else for an event. */
public sealed interface Scope {
  /** Every process of the machine. */
  Scope ALL = new All();

  /** Every process of the machine: {@code all}. */
  record All() implements Scope {
    @Override
    public String toString() {
      return "all";
    }
  }

  /**
   * A process and its descendants, forked before or after the start: {@code tree:PID}.
   *
   * @param pid the process, in the first pid namespace
   * @param withRoot whether the process itself is looked at, or its descendants alone
   */
  record Tree(int pid, boolean withRoot) implements Scope {
    @Override
    public String toString() {
      return "tree:" + pid;
    }
  }

  /**
   * The processes of a cgroup of the version 2 hierarchy and of those below it: {@code cgroup:PATH}.
   *
   * @param path its directory
   * @param id what the kernel calls it: the directory's inode number
   * @param level how far it is below the root of the hierarchy, which is at level 0; in a cgroup namespace, below the
   *     namespace's root
   */
  record Cgroup(Path path, long id, int level) implements Scope {
    @Override
    public String toString() {
      return "cgroup:" + path;
    }
  }
}
