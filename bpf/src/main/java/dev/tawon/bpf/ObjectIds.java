package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.InfoCalls;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids of all programs, maps and links that the kernel holds, whoever made them. Objects come and go while they are
 * listed. Needs {@code CAP_SYS_ADMIN}.
 *
 * @param programs since Linux 4.13
 * @param maps since Linux 4.13
 * @param links since Linux 5.8
 */
public record ObjectIds(Set<Integer> programs, Set<Integer> maps, Set<Integer> links) {
  /** Copies the sets. */
  public ObjectIds {
    programs = Set.copyOf(programs);
    maps = Set.copyOf(maps);
    links = Set.copyOf(links);
  }

  /**
   * Now.
   *
   * @throws SystemCallException if the kernel refuses
   */
  public static ObjectIds now() {
    return new ObjectIds(
        all(InfoCalls.ObjectKind.PROGRAM),
        all(InfoCalls.ObjectKind.MAP),
        all(InfoCalls.ObjectKind.LINK));
  }

  private static Set<Integer> all(InfoCalls.ObjectKind kind) {
    Set<Integer> ids = new TreeSet<>();
    int next = InfoCalls.nextId(kind, 0);
    while (next > 0) {
      ids.add(next);
      next = InfoCalls.nextId(kind, next);
    }
    if (-next != Errno.ENOENT.number()) {
      throw new SystemCallException(
          "listing the kernel's objects (" + kind + ")",
          -next,
          -next == Errno.EPERM.number()
              ? Explanation.here().permission(List.of(Capability.CAP_SYS_ADMIN), "")
              : "");
    }
    return ids;
  }
}
