package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code perf_event_open(2)} for tracepoints, and the {@code ioctl}s that attach a program to a perf event. */
public final class PerfCalls {
  private static final MethodHandle SYSCALL =
      Libc.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

  private static final long NUMBER = Architecture.current().perfEventOpen();

  /** {@code PERF_ATTR_SIZE_VER5}: what Linux 4.1 knows. */
  private static final int ATTRIBUTES_SIZE = 112;

  private static final int PERF_TYPE_TRACEPOINT = 2;
  private static final int PERF_TYPE_SOFTWARE = 1;
  private static final int PERF_COUNT_SW_BPF_OUTPUT = 10;
  private static final int PERF_SAMPLE_RAW = 1 << 10;
  private static final long PERF_FLAG_FD_CLOEXEC = 8;

  /** {@code _IO('$', 0)}. */
  private static final long PERF_EVENT_IOC_ENABLE = 0x2400;

  /** {@code _IOW('$', 8, __u32)}. */
  private static final long PERF_EVENT_IOC_SET_BPF = 0x4004_2408L;

  private PerfCalls() {}

  /**
   * Opens a perf event on a tracepoint, for every process. A program attached to it runs on every CPU, whichever CPU the
   * event is for.
   *
   * @param id the tracepoint's number, from tracefs
   * @return a descriptor, or a negated errno
   */
  public static int openTracepoint(long id) {
    MemorySegment state = Libc.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 0, PERF_TYPE_TRACEPOINT);
      attributes.set(JAVA_INT, 4, ATTRIBUTES_SIZE);
      attributes.set(JAVA_LONG, 8, id);
      attributes.set(JAVA_LONG, 16, 1); // sample_period
      attributes.set(JAVA_LONG, 24, PERF_SAMPLE_RAW);
      attributes.set(JAVA_INT, 48, 1); // wakeup_events
      long returned =
          (long) SYSCALL.invokeExact(state, NUMBER, attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
      return (int) Libc.result(returned, state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Opens a perf event on a function of the kernel or of user space.
   *
   * @param type the number of the event source, from sysfs
   * @param config 1 for the function's return
   * @param function the kernel function's name, or the file's
   * @param offset in the function, or in the file
   * @param pid the process, or -1 for all
   * @return a descriptor, or a negated errno
   */
  public static int openProbe(int type, long config, String function, long offset, int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 0, type);
      attributes.set(JAVA_LONG, 8, config);
      attributes.set(JAVA_LONG, 56, arena.allocateFrom(function).address()); // config1
      attributes.set(JAVA_LONG, 64, offset); // config2
      return open(attributes, pid, pid < 0 ? 0 : -1);
    }
  }

  /**
   * Opens a perf event that samples.
   *
   * @param type {@code PERF_TYPE_*}
   * @param event its number in the type
   * @param period after how many there is a sample
   * @param pid the process, or -1 for all
   * @param cpu the CPU, or -1 for all
   * @return a descriptor, or a negated errno
   */
  public static int openEvent(int type, long event, long period, int pid, int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 0, type);
      attributes.set(JAVA_LONG, 8, event);
      attributes.set(JAVA_LONG, 16, period);
      return open(attributes, pid, cpu);
    }
  }

  /**
   * Opens the event through which programs send records on a CPU: {@code PERF_COUNT_SW_BPF_OUTPUT}.
   *
   * @return a descriptor, or a negated errno; {@code ENODEV} for a CPU that is off
   */
  public static int openOutput(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 0, PERF_TYPE_SOFTWARE);
      attributes.set(JAVA_LONG, 8, PERF_COUNT_SW_BPF_OUTPUT);
      attributes.set(JAVA_LONG, 16, 1); // sample_period
      attributes.set(JAVA_LONG, 24, PERF_SAMPLE_RAW);
      attributes.set(JAVA_INT, 48, 1); // wakeup_events
      return open(attributes, -1, cpu);
    }
  }

  /**
   * Turns an event on.
   *
   * @return 0, or a negated errno
   */
  public static int enable(FileDescriptor event) {
    return event.ioctl(PERF_EVENT_IOC_ENABLE, 0);
  }

  private static int open(MemorySegment attributes, int pid, int cpu) {
    MemorySegment state = Libc.state();
    attributes.set(JAVA_INT, 4, ATTRIBUTES_SIZE);
    try {
      long returned =
          (long) SYSCALL.invokeExact(state, NUMBER, attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
      return (int) Libc.result(returned, state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Attaches a program to a perf event and turns the event on.
   *
   * @return 0, or a negated errno
   */
  public static int attach(FileDescriptor event, FileDescriptor program) {
    int fd = program.acquire();
    try {
      int set = event.ioctl(PERF_EVENT_IOC_SET_BPF, fd);
      return set < 0 ? set : event.ioctl(PERF_EVENT_IOC_ENABLE, 0);
    } finally {
      program.release();
    }
  }
}
