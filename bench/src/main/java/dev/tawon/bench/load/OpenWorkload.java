package dev.tawon.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code open} and {@code close} of a file; every so often of another, which is sensitive. */
final class OpenWorkload implements Workload {
  /** {@code O_RDONLY | O_CLOEXEC} of {@code include/uapi/asm-generic/fcntl.h}. */
  private static final int FLAGS = 02000000;

  /** The directory that the sensitive file is in, which the monitor's default list has. */
  private static final String SENSITIVE_DIRECTORY = ".ssh";

  private final Arena arena = Arena.ofShared();
  private final MemorySegment plain;
  private final MemorySegment sensitive;
  private final int every;
  private int left;

  /**
   * A workload.
   *
   * @param directory where its files are made
   * @param every one open in so many is of the sensitive file; 0 for none
   */
  OpenWorkload(Path directory, int every) {
    this.plain = arena.allocateFrom(file(directory, "app/conf/settings.conf").toString());
    this.sensitive =
        arena.allocateFrom(file(directory, "home/" + SENSITIVE_DIRECTORY + "/id_x").toString());
    this.every = every;
    this.left = every;
  }

  private static Path file(Path directory, String name) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        Files.writeString(file, "nothing secret\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  @Override
  public boolean operate() {
    MemorySegment path = plain;
    if (--left == 0) {
      left = every;
      path = sensitive;
    }
    int descriptor = Libc.open(path, FLAGS);
    return descriptor >= 0 && Libc.close(descriptor) == 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
