package dev.tawon.bpf.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Links libc's functions, and keeps the errno of the calling thread's last call. */
@SuppressWarnings("restricted") // the one place that makes native calls possible
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();

  /** {@code int errno}, the one value of {@link Linker.Option#captureStateLayout} on Linux. */
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /** Where the calls of a thread leave their errno. The memory lives as long as the thread's reference to it. */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private Libc() {}

  /** A function whose errno is captured: the handle's first parameter is {@link #state}. */
  static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, ERRNO);
  }

  /** A variadic function of which the first {@code fixed} parameters are named. */
  static MethodHandle variadic(String name, int fixed, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        type,
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  /** Where the calling thread's calls leave their errno. */
  static MemorySegment state() {
    return STATE.get();
  }

  /** A call's result, or the negated errno if it is -1. */
  static long result(long returned, MemorySegment state) {
    return returned == -1 ? -(long) state.get(ValueLayout.JAVA_INT, 0) : returned;
  }

  /** Handles declare {@link Throwable}, but what they call throws only what breaks the caller's contract. */
  static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return new AssertionError(thrown);
  }
}
