package dev.tawon.monitor.probe;

/**
 * Numbers of system calls of x86-64: {@code arch/x86/entry/syscalls/syscall_64.tbl} and, for 32-bit programs, {@code
 * syscall_32.tbl}.
 */
final class SystemCalls {
  static final int OPEN = 2;
  static final int CONNECT = 42;
  static final int CREAT = 85;
  static final int OPENAT = 257;
  static final int OPENAT2 = 437;

  static final int OPEN_32 = 5;
  static final int CREAT_32 = 8;
  static final int SOCKETCALL_32 = 102;
  static final int OPENAT_32 = 295;
  static final int CONNECT_32 = 362;

  private SystemCalls() {}
}
