package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that this object owns: closed exactly once, and not while a call uses it.
 *
 * <p>Thread-safe. {@link #close} returns at once; if a call is in progress on another thread, the descriptor closes when
 * that call ends, so that its number cannot be given to another file meanwhile.
 */
public final class FileDescriptor implements AutoCloseable {
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  /** Linked when first used. */
  private static final class Control {
    static final MethodHandle IOCTL =
        Libc.variadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  private static final int CLOSED = Integer.MIN_VALUE;

  private final int number;

  /** The calls in progress, and {@link #CLOSED} once the owner has closed. */
  private final AtomicInteger uses = new AtomicInteger();

  private FileDescriptor(int number) {
    this.number = number;
  }

  /**
   * Takes the ownership of a descriptor.
   *
   * @param number what a system call returned, not negative
   */
  public static FileDescriptor of(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    return new FileDescriptor(number);
  }

  /**
   * Begins a use: the descriptor stays open until {@link #release}.
   *
   * @return the descriptor's number
   * @throws IllegalStateException if it is closed
   */
  int acquire() {
    int before;
    do {
      before = uses.get();
      if (before < 0) {
        throw new IllegalStateException("the kernel object is closed: its owner was");
      }
    } while (!uses.compareAndSet(before, before + 1));
    return number;
  }

  /** Ends a use. */
  void release() {
    if (uses.decrementAndGet() == CLOSED) {
      closeNow();
    }
  }

  /**
   * The descriptor's number, for an instruction that names it while it is loaded. It says nothing once this is closed.
   */
  public int number() {
    return number;
  }

  /**
   * {@code ioctl(2)} with an integer argument.
   *
   * @return what it returns, or a negated errno
   */
  int ioctl(long request, long argument) {
    MemorySegment state = Libc.state();
    int fd = acquire();
    try {
      return (int)
          Libc.result((int) Control.IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      release();
    }
  }

  @Override
  public void close() {
    int before;
    do {
      before = uses.get();
      if (before < 0) {
        return;
      }
    } while (!uses.compareAndSet(before, before + CLOSED));
    if (before == 0) {
      closeNow();
    }
  }

  /** Linux frees the number even when {@code close} fails, so that there is nothing to do about an error. */
  private void closeNow() {
    try {
      int _ = (int) CLOSE.invokeExact(Libc.state(), number);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
