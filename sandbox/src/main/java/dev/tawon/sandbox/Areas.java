package dev.tawon.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The areas of memory of the current process, as {@code bpf_find_vma} shows them. Source: {@code kernel/bpf/task_iter.c}. */
final class Areas {
  private record Area(long start, long end, long address) {
    boolean contains(long at) {
      return Long.compareUnsigned(at, start) >= 0 && Long.compareUnsigned(at, end) < 0;
    }
  }

  private final SimulatedKernel kernel;
  private final List<Area> areas = new ArrayList<>();

  Areas(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** Adds an area, whose structure is at an address. */
  void add(long start, long end, long address) {
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException(
          "an area from 0x%x to 0x%x has no memory".formatted(start, end));
    }
    areas.add(new Area(start, end, address));
  }

  /** Adds the helper. */
  void addHelper(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_find_vma",
        (memory, task, at, function, context, flags) -> {
          if (flags != 0) {
            return Errno.EINVAL;
          }
          if (task != kernel.taskAddress()) {
            return Errno.ENOENT; // of another process nothing is known
          }
          for (Area area : areas) {
            if (area.contains(at)) {
              memory.callFunction(function, task, area.address(), context, 0, 0);
              return 0;
            }
          }
          return Errno.ENOENT;
        });
  }
}
