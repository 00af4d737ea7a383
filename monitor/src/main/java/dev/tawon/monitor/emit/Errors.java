package dev.tawon.monitor.emit;

/** Names of the errors with which opens and connects fail: {@code include/uapi/asm-generic/errno.h} and errno-base.h. */
final class Errors {
  private Errors() {}

  /** {@code EACCES} and the like; {@code errno 123} for one that these calls do not have. */
  static String name(int errno) {
    return switch (errno) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 4 -> "EINTR";
      case 9 -> "EBADF";
      case 11 -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 14 -> "EFAULT";
      case 22 -> "EINVAL";
      case 88 -> "ENOTSOCK";
      case 91 -> "EPROTOTYPE";
      case 97 -> "EAFNOSUPPORT";
      case 98 -> "EADDRINUSE";
      case 99 -> "EADDRNOTAVAIL";
      case 100 -> "ENETDOWN";
      case 101 -> "ENETUNREACH";
      case 103 -> "ECONNABORTED";
      case 104 -> "ECONNRESET";
      case 106 -> "EISCONN";
      case 110 -> "ETIMEDOUT";
      case 111 -> "ECONNREFUSED";
      case 112 -> "EHOSTDOWN";
      case 113 -> "EHOSTUNREACH";
      case 114 -> "EALREADY";
      case 115 -> "EINPROGRESS";
      default -> "errno " + errno;
    };
  }
}
