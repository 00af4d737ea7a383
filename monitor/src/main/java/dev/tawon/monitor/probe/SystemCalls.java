package dev.tawon.monitor.probe;

import dev.tawon.monitor.probe.kernel.TaskStruct;

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

  /** {@code socketcall}'s number for a connect: {@code include/uapi/linux/net.h}. */
  static final int SYS_CONNECT = 3;

  /** {@code TS_COMPAT} of {@code arch/x86/include/asm/thread_info.h}. */
  private static final int TS_COMPAT = 2;

  private SystemCalls() {}

  /** Whether the thread is in a call by the 32-bit interface, as 64-bit programs too can make one. */
  static boolean is32Bit(TaskStruct task) {
    return (task.thread_info.status & TS_COMPAT) != 0;
  }
}
