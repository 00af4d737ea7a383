package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code open(2)} of directories, and {@code read(2)}, of what Java has no streams for. */
public final class FileCalls {
  private static final MethodHandle OPEN =
      Libc.variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      Libc.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private static final int O_CLOEXEC = 0x80000;

  private FileCalls() {}

  /**
   * Opens a directory, or what else can be opened for reading.
   *
   * @return a descriptor, or a negated errno
   */
  public static int openDirectory(String path) {
    MemorySegment state = Libc.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return (int) Libc.result((int) OPEN.invokeExact(state, name, O_CLOEXEC, 0), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Reads into an array from its start.
   *
   * @return the number of bytes, 0 at the end, or a negated errno
   */
  public static int read(FileDescriptor file, byte[] into) {
    MemorySegment state = Libc.state();
    int fd = file.acquire();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(into.length);
      int read =
          (int) Libc.result((long) READ.invokeExact(state, fd, memory, (long) into.length), state);
      if (read > 0) {
        MemorySegment.copy(memory, JAVA_BYTE, 0, into, 0, read);
      }
      return read;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      file.release();
    }
  }
}
