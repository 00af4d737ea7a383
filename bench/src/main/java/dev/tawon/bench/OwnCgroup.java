package dev.tawon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cgroup of the version 2 hierarchy that is made for a measurement, since the C reference looks at a cgroup. */
final class OwnCgroup implements AutoCloseable {
  private final Path directory;

  private OwnCgroup(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes one.
   *
   * @throws UncheckedIOException if there is no such hierarchy, or it cannot be written
   */
  static OwnCgroup make() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
        String[] fields = line.split(" ");
        if (fields[2].equals("cgroup2")) {
          Path directory = Path.of(fields[1], "tawon-bench-" + ProcessHandle.current().pid());
          Files.createDirectory(directory);
          return new OwnCgroup(directory);
        }
      }
      throw new IOException("no cgroup2 file system is mounted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Moves a process here; it leaves by ending. */
  void add(int pid) {
    try {
      Files.writeString(directory.resolve("cgroup.procs"), Integer.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
