package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code setsockopt(2)} for filters. */
public final class SocketCalls {
  private static final MethodHandle SETSOCKOPT =
      Libc.function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  // include/uapi/asm-generic/socket.h
  private static final int SOL_SOCKET = 1;
  private static final int SO_DETACH_FILTER = 27;
  private static final int SO_ATTACH_BPF = 50;

  private SocketCalls() {}

  /**
   * Makes a program the filter of a socket.
   *
   * @param socket the socket's descriptor
   * @return 0, or a negated errno
   */
  public static int attachFilter(int socket, FileDescriptor program) {
    int fd = program.acquire();
    try {
      return set(socket, SO_ATTACH_BPF, fd);
    } finally {
      program.release();
    }
  }

  /**
   * Takes a socket's filter away.
   *
   * @param socket the socket's descriptor
   * @return 0, or a negated errno
   */
  public static int detachFilter(int socket) {
    return set(socket, SO_DETACH_FILTER, 0);
  }

  private static int set(int socket, int option, int value) {
    MemorySegment state = Libc.state();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return (int)
          Libc.result(
              (int)
                  SETSOCKOPT.invokeExact(state, socket, SOL_SOCKET, option, memory, Integer.BYTES),
              state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
