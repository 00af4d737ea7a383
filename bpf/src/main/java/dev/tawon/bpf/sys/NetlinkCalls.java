package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Sockets of {@code NETLINK_ROUTE}, by which network interfaces are configured. */
public final class NetlinkCalls {
  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEND =
      Libc.function(
          "send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECV =
      Libc.function(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_ROUTE = 0;
  private static final int MSG_DONTWAIT = 0x40;

  private NetlinkCalls() {}

  /**
   * Opens a socket, which stays in the network namespace that the calling thread is in now.
   *
   * @return a descriptor, or a negated errno
   */
  public static int open() {
    MemorySegment state = Libc.state();
    try {
      return (int)
          Libc.result(
              (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Sends a request. The kernel has carried it out when this returns, and its answers wait.
   *
   * @return the number of bytes sent, or a negated errno
   */
  public static int send(FileDescriptor socket, byte[] message) {
    MemorySegment state = Libc.state();
    int fd = socket.acquire();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(message.length, Integer.BYTES);
      MemorySegment.copy(message, 0, memory, JAVA_BYTE, 0, message.length);
      return (int)
          Libc.result((long) SEND.invokeExact(state, fd, memory, (long) message.length, 0), state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      socket.release();
    }
  }

  /**
   * Takes answers that are there, without waiting for any.
   *
   * @return the number of bytes, or a negated errno: {@link Errno#EAGAIN} if there is none
   */
  public static int receive(FileDescriptor socket, byte[] into) {
    MemorySegment state = Libc.state();
    int fd = socket.acquire();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(into.length, Integer.BYTES);
      int received =
          (int)
              Libc.result(
                  (long) RECV.invokeExact(state, fd, memory, (long) into.length, MSG_DONTWAIT),
                  state);
      if (received > 0) {
        MemorySegment.copy(memory, JAVA_BYTE, 0, into, 0, received);
      }
      return received;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      socket.release();
    }
  }
}
