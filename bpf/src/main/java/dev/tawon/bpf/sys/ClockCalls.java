package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code clock_gettime(2)}. */
public final class ClockCalls {
  private static final MethodHandle CLOCK_GETTIME =
      Libc.function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  /** {@code CLOCK_BOOTTIME} of {@code include/uapi/linux/time.h}. */
  private static final int CLOCK_BOOTTIME = 7;

  private static final long NANOS = 1_000_000_000;

  /** {@code struct timespec}: seconds and nanoseconds. The memory lives as long as the thread's reference to it. */
  private static final ThreadLocal<MemorySegment> TIME =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 2));

  private ClockCalls() {}

  /** Nanoseconds since the boot, those asleep included. */
  public static long bootTimeNanos() {
    MemorySegment state = Libc.state();
    MemorySegment time = TIME.get();
    try {
      long result =
          Libc.result((int) CLOCK_GETTIME.invokeExact(state, CLOCK_BOOTTIME, time), state);
      if (result < 0) {
        throw new AssertionError("CLOCK_BOOTTIME is there since Linux 2.6.39: errno " + -result);
      }
      return time.getAtIndex(JAVA_LONG, 0) * NANOS + time.getAtIndex(JAVA_LONG, 1);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
