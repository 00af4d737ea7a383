package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code setrlimit(2)}. */
public final class ResourceCalls {
  private static final MethodHandle SETRLIMIT =
      Libc.function("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private static final int RLIMIT_MEMLOCK = 8;
  private static final long RLIM_INFINITY = -1;

  private ResourceCalls() {}

  /**
   * Lets this process lock any amount of memory, against which kernels before 5.11 count maps and programs.
   *
   * @return 0, or a negated errno
   */
  public static int unlimitLockedMemory() {
    MemorySegment state = Libc.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, RLIM_INFINITY, RLIM_INFINITY);
      return (int) Libc.result((int) SETRLIMIT.invokeExact(state, RLIMIT_MEMLOCK, limit), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
