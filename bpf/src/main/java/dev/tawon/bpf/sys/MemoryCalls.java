package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code mmap(2)} of a file descriptor, shared, and the page size. */
public final class MemoryCalls {
  private static final MethodHandle MMAP =
      Libc.function(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle SYSCONF =
      Libc.function("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  /** Linked when first used, which keeps it out of a program's start. */
  private static final class Unmapping {
    static final MethodHandle MUNMAP =
        Libc.function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  }

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final long MAP_FAILED = -1;

  /** {@code _SC_PAGESIZE} of Linux's C libraries. */
  private static final int SC_PAGESIZE = 30;

  private MemoryCalls() {}

  /**
   * A mapping, or why there is none.
   *
   * @param memory the memory, until the arena is closed; {@link MemorySegment#NULL} on an error
   * @param error 0, or a negated errno
   */
  public record Mapping(MemorySegment memory, int error) {}

  /**
   * Maps a part of what a descriptor stands for.
   *
   * @param file the descriptor, which may be closed afterwards
   * @param offset where the part begins, a multiple of the page size
   * @param length its bytes
   * @param writable whether it may be written
   * @param arena unmaps it when closed
   */
  @SuppressWarnings(
      "restricted") // gives the address that the kernel returned its length and end of life
  public static Mapping map(
      FileDescriptor file, long offset, long length, boolean writable, Arena arena) {
    MemorySegment state = Libc.state();
    int fd = file.acquire();
    try {
      MemorySegment mapped =
          (MemorySegment)
              MMAP.invokeExact(
                  state,
                  MemorySegment.NULL,
                  length,
                  writable ? PROT_READ | PROT_WRITE : PROT_READ,
                  MAP_SHARED,
                  fd,
                  offset);
      if (mapped.address() == MAP_FAILED) {
        return new Mapping(MemorySegment.NULL, (int) Libc.result(-1, state));
      }
      MemorySegment memory = mapped.reinterpret(length, arena, MemoryCalls::unmap);
      return new Mapping(writable ? memory : memory.asReadOnly(), 0);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      file.release();
    }
  }

  /** Bytes of a page. */
  public static int pageSize() {
    try {
      return (int) (long) SYSCONF.invokeExact(Libc.state(), SC_PAGESIZE);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Unmapping a whole mapping does not fail. */
  private static void unmap(MemorySegment memory) {
    try {
      int _ = (int) Unmapping.MUNMAP.invokeExact(Libc.state(), memory, memory.byteSize());
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
