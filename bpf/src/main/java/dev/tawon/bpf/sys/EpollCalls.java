package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code epoll(7)} on one descriptor: waiting until there is something to read. */
public final class EpollCalls implements AutoCloseable {
  private static final MethodHandle EPOLL_CREATE =
      Libc.function("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      Libc.function(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      Libc.function(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;

  /** {@code struct epoll_event} is packed on x86-64, 12 bytes, and has 16 elsewhere; its first word is the same. */
  private static final int EVENT_SIZE = 16;

  private final FileDescriptor epoll;

  /** Written by every wait and read by none. */
  private final MemorySegment event = Arena.ofAuto().allocate(EVENT_SIZE, Long.BYTES);

  /** Waits by a descriptor that {@link #create} returned. */
  public EpollCalls(FileDescriptor epoll) {
    this.epoll = epoll;
  }

  /**
   * Makes an epoll instance.
   *
   * @return a descriptor, or a negated errno
   */
  public static int create() {
    MemorySegment state = Libc.state();
    try {
      return (int) Libc.result((int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Adds the descriptor to wait for.
   *
   * @return 0, or a negated errno
   */
  public int add(FileDescriptor file) {
    MemorySegment state = Libc.state();
    event.fill((byte) 0);
    event.set(JAVA_INT, 0, EPOLLIN);
    int instance = epoll.acquire();
    try {
      int fd = file.acquire();
      try {
        int returned = (int) EPOLL_CTL.invokeExact(state, instance, EPOLL_CTL_ADD, fd, event);
        return (int) Libc.result(returned, state);
      } finally {
        file.release();
      }
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      epoll.release();
    }
  }

  /**
   * Waits until the descriptor can be read. Not by two threads at a time.
   *
   * @param milliseconds the longest wait; 0 for none
   * @return 1 if it can be read, 0 if the time is over, or a negated errno, {@code EINTR} when a signal came
   */
  public int await(int milliseconds) {
    MemorySegment state = Libc.state();
    int instance = epoll.acquire();
    try {
      return (int)
          Libc.result((int) EPOLL_WAIT.invokeExact(state, instance, event, 1, milliseconds), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      epoll.release();
    }
  }

  @Override
  public void close() {
    epoll.close();
  }
}
