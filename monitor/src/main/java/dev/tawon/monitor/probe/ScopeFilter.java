package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.map.HashMap;
import dev.tawon.monitor.probe.kernel.Cgroup;
import dev.tawon.monitor.probe.kernel.TaskStruct;
import org.jspecify.annotations.Nullable;

/** Which processes the monitor looks at, decided before anything else is done for an event. */
public final class ScopeFilter {
  /** {@link #kind}: every process. */
  public static final int ALL = 0;

  /** {@link #kind}: the processes of {@link #TREE}. */
  public static final int TREE_OF = 1;

  /** {@link #kind}: the processes of a cgroup and of those below it. */
  public static final int CGROUP = 2;

  /** A value of {@link #TREE}: the process is looked at, and so are its children. */
  public static final int MEMBER = 1;

  /** A value of {@link #TREE}: only the process's children are looked at. */
  public static final int PARENT = 2;

  /** {@link #ALL}, {@link #TREE_OF} or {@link #CGROUP}. */
  @Configurable public static int kind = ALL;

  /** The cgroup's id: its directory's inode number. */
  @Configurable public static long cgroupId = 0;

  /** How many levels the cgroup is below the root of the version 2 hierarchy. */
  @Configurable public static int cgroupLevel = 0;

  /** The tree's processes, by thread group id. */
  public static final HashMap<Integer, Integer> TREE = HashMap.of(65_536);

  private ScopeFilter() {}

  /** Whether the current process is looked at. */
  static boolean holdsCurrent() {
    if (kind == TREE_OF) {
      return holds((int) (Bpf.currentPidTgid() >>> 32));
    }
    return holdsCurrentCgroup();
  }

  /**
   * Counts an event of the current process, as produced, and if the process is not looked at as filtered.
   *
   * @param kind its {@link EventRecord#kind}
   * @return the kind's counters, or null if there is nothing more to do for the event
   */
  static @Nullable KindCounters admit(int kind) {
    KindCounters counters = MonitorModule.COUNTERS.get(kind);
    if (counters == null) {
      return null;
    }
    counters.produced.add(1);
    if (!holdsCurrent()) {
      counters.filtered.add(1);
      return null;
    }
    return counters;
  }

  private static boolean holdsCurrentCgroup() {
    return kind == ALL || currentAncestorCgroupId() == cgroupId;
  }

  /** Tracing programs may call the helper since Linux 5.14 alone; the ids it gives were in an array until 5.19. */
  private static long currentAncestorCgroupId() {
    if (!Kernel.hasField(Cgroup.class, "ancestor_ids")) {
      return Bpf.currentAncestorCgroupId(cgroupLevel);
    }
    Cgroup cgroup = Bpf.currentTask(TaskStruct.class).cgroups.dfl_cgrp;
    return cgroup.level < cgroupLevel ? 0 : cgroup.ancestor_ids[cgroupLevel];
  }

  /** Whether a process of the tree is looked at. */
  static boolean holds(int pid) {
    Integer member = TREE.get(pid);
    return member != null && member == MEMBER;
  }

  /**
   * Takes a child of the current process into the tree, if the tree is the scope and holds its parent.
   *
   * @return whether the child is looked at; a negative errno if it would be but there is no room
   */
  static int adopt(int parent, int child) {
    if (kind != TREE_OF) {
      return holdsCurrentCgroup() ? 1 : 0;
    }
    if (TREE.get(parent) == null) {
      return 0;
    }
    int status = TREE.put(child, MEMBER);
    return status == 0 ? 1 : status;
  }

  /** Forgets a process that has ended. */
  static void forget(int pid) {
    if (kind == TREE_OF) {
      TREE.remove(pid);
    }
  }
}
