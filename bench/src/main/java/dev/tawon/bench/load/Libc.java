package dev.tawon.bench.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls that workloads repeat. Each is the function of libc of that name, and fails with -1 as that does. */
@SuppressWarnings("restricted") // a workload is native calls, with as little around them as can be
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle GETPPID = function("getppid");
  private static final MethodHandle OPEN = function("open", ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = function("close", JAVA_INT);
  private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CONNECT = function("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = function("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT = function("accept", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETSOCKNAME =
      function("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle POSIX_SPAWN =
      function("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle WAITPID = function("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SCHED_SETAFFINITY =
      function("sched_setaffinity", JAVA_INT, JAVA_LONG, ADDRESS);

  private Libc() {}

  private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
  }

  static int getppid() {
    try {
      return (int) GETPPID.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int open(MemorySegment path, int flags) {
    try {
      return (int) OPEN.invokeExact(path, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(int descriptor) {
    try {
      return (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int socket(int family, int type) {
    try {
      return (int) SOCKET.invokeExact(family, type, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int connect(int socket, MemorySegment address) {
    try {
      return (int) CONNECT.invokeExact(socket, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(int socket, MemorySegment address) {
    try {
      return (int) BIND.invokeExact(socket, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int listen(int socket, int backlog) {
    try {
      return (int) LISTEN.invokeExact(socket, backlog);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int accept(int socket) {
    try {
      return (int) ACCEPT.invokeExact(socket, MemorySegment.NULL, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(int socket, MemorySegment address, MemorySegment length) {
    try {
      return (int) GETSOCKNAME.invokeExact(socket, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setsockopt(int socket, int level, int option, MemorySegment value) {
    try {
      return (int) SETSOCKOPT.invokeExact(socket, level, option, value, (int) value.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Unlike the others, returns the errno. */
  static int posixSpawn(
      MemorySegment pid, MemorySegment path, MemorySegment arguments, MemorySegment environment) {
    try {
      return (int)
          POSIX_SPAWN.invokeExact(
              pid, path, MemorySegment.NULL, MemorySegment.NULL, arguments, environment);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int waitpid(int pid, MemorySegment status) {
    try {
      return (int) WAITPID.invokeExact(pid, status, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Keeps the calling thread on the CPUs of a mask. */
  static int setAffinity(MemorySegment mask) {
    try {
      return (int) SCHED_SETAFFINITY.invokeExact(0, mask.byteSize(), mask);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Handles declare {@link Throwable}, but throw only what breaks the caller's contract. */
  private static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new AssertionError(thrown);
  }
}
