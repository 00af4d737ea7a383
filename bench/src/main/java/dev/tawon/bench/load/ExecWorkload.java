package dev.tawon.bench.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** {@code posix_spawn}, which is {@code vfork} and {@code execve}, of a {@link TinyExecutable}, and {@code waitpid}. */
final class ExecWorkload implements Workload {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment path;
  private final MemorySegment arguments = arena.allocate(ADDRESS, 2);
  private final MemorySegment environment = arena.allocate(ADDRESS, 1);
  private final MemorySegment pid = arena.allocate(JAVA_INT);
  private final MemorySegment status = arena.allocate(JAVA_INT);

  ExecWorkload(Path executable) {
    path = arena.allocateFrom(executable.toString());
    arguments.set(ADDRESS, 0, path);
  }

  @Override
  public boolean operate() {
    if (Libc.posixSpawn(pid, path, arguments, environment) != 0) {
      return false;
    }
    int child = pid.get(JAVA_INT, 0);
    return Libc.waitpid(child, status) == child && status.get(JAVA_INT, 0) == 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
