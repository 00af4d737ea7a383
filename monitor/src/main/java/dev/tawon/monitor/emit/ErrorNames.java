package dev.tawon.monitor.emit;

/**
 * The errors with which opens and connects fail, by {@code include/uapi/asm-generic/errno.h} and errno-base.h, which x86-64
 * and aarch64 share, in the words of the GNU C library.
 */
final class ErrorNames {
  private record Text(String name, String message) {}

  private ErrorNames() {}

  /** {@code EACCES} and the like; {@code errno 123} for one that these calls do not have. */
  static String name(int errno) {
    return text(errno).name;
  }

  /** What {@code strerror(3)} says in the C locale; empty for an error that these calls do not have. */
  static String message(int errno) {
    return text(errno).message;
  }

  private static Text text(int errno) {
    return switch (errno) {
      case 1 -> new Text("EPERM", "Operation not permitted");
      case 2 -> new Text("ENOENT", "No such file or directory");
      case 4 -> new Text("EINTR", "Interrupted system call");
      case 5 -> new Text("EIO", "Input/output error");
      case 9 -> new Text("EBADF", "Bad file descriptor");
      case 11 -> new Text("EAGAIN", "Resource temporarily unavailable");
      case 12 -> new Text("ENOMEM", "Cannot allocate memory");
      case 13 -> new Text("EACCES", "Permission denied");
      case 14 -> new Text("EFAULT", "Bad address");
      case 16 -> new Text("EBUSY", "Device or resource busy");
      case 20 -> new Text("ENOTDIR", "Not a directory");
      case 22 -> new Text("EINVAL", "Invalid argument");
      case 23 -> new Text("ENFILE", "Too many open files in system");
      case 24 -> new Text("EMFILE", "Too many open files");
      case 28 -> new Text("ENOSPC", "No space left on device");
      case 40 -> new Text("ELOOP", "Too many levels of symbolic links");
      case 71 -> new Text("EPROTO", "Protocol error");
      case 88 -> new Text("ENOTSOCK", "Socket operation on non-socket");
      case 90 -> new Text("EMSGSIZE", "Message too long");
      case 91 -> new Text("EPROTOTYPE", "Protocol wrong type for socket");
      case 92 -> new Text("ENOPROTOOPT", "Protocol not available");
      case 93 -> new Text("EPROTONOSUPPORT", "Protocol not supported");
      case 95 -> new Text("EOPNOTSUPP", "Operation not supported");
      case 97 -> new Text("EAFNOSUPPORT", "Address family not supported by protocol");
      case 98 -> new Text("EADDRINUSE", "Address already in use");
      case 99 -> new Text("EADDRNOTAVAIL", "Cannot assign requested address");
      case 100 -> new Text("ENETDOWN", "Network is down");
      case 101 -> new Text("ENETUNREACH", "Network is unreachable");
      case 102 -> new Text("ENETRESET", "Network dropped connection on reset");
      case 103 -> new Text("ECONNABORTED", "Software caused connection abort");
      case 104 -> new Text("ECONNRESET", "Connection reset by peer");
      case 105 -> new Text("ENOBUFS", "No buffer space available");
      case 106 -> new Text("EISCONN", "Transport endpoint is already connected");
      case 107 -> new Text("ENOTCONN", "Transport endpoint is not connected");
      case 110 -> new Text("ETIMEDOUT", "Connection timed out");
      case 111 -> new Text("ECONNREFUSED", "Connection refused");
      case 112 -> new Text("EHOSTDOWN", "Host is down");
      case 113 -> new Text("EHOSTUNREACH", "No route to host");
      case 114 -> new Text("EALREADY", "Operation already in progress");
      case 115 -> new Text("EINPROGRESS", "Operation now in progress");
      default -> new Text("errno " + errno, "");
    };
  }
}
