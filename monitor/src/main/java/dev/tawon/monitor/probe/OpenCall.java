package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.monitor.probe.kernel.PtRegs;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/** The system calls that open a file by its path, and what the process passed to one. */
final class OpenCall {
  /**
   * {@code O_CREAT}, {@code O_EXCL}, {@code O_NOCTTY} and {@code O_TRUNC}: what the kernel forgets once the file is open
   * ({@code do_dentry_open} of {@code fs/open.c}).
   */
  static final int CREATION_FLAGS = 0x3c0;

  /** Where the 32-bit interface has its pointers: registers are 64 bits wide, and what is above is not looked at. */
  private static final long LOW_HALF = 0xffff_ffffL;

  private OpenCall() {}

  /** Whether a number is that of an open in one of the two interfaces, which give some numbers to different calls. */
  static boolean mayBe(int number) {
    return number == SystemCalls.OPENAT
        || number == SystemCalls.OPEN
        || number == SystemCalls.OPENAT2
        || number == SystemCalls.CREAT
        || isOf32Bit(number);
  }

  /** Whether a number that {@link #mayBe} that of an open is one in the interface that the thread uses. */
  static boolean is(int number, TaskStruct task) {
    return number == SystemCalls.OPENAT2 || SystemCalls.is32Bit(task) == isOf32Bit(number);
  }

  private static boolean isOf32Bit(int number) {
    return number == SystemCalls.OPENAT_32
        || number == SystemCalls.OPEN_32
        || number == SystemCalls.CREAT_32;
  }

  /** The address of the path. */
  static long path(TaskStruct task, PtRegs registers) {
    int number = (int) registers.orig_ax;
    if (number == SystemCalls.OPEN || number == SystemCalls.CREAT) {
      return registers.di;
    }
    if (number == SystemCalls.OPEN_32 || number == SystemCalls.CREAT_32) {
      return registers.bx & LOW_HALF;
    }
    if (SystemCalls.is32Bit(task)) {
      return registers.cx & LOW_HALF;
    }
    return registers.si;
  }

  /** The {@code O_*} flags. */
  static int flags(TaskStruct task, PtRegs registers) {
    int number = (int) registers.orig_ax;
    if (number == SystemCalls.OPENAT || number == SystemCalls.OPENAT_32) {
      return (int) registers.dx;
    }
    if (number == SystemCalls.OPEN) {
      return (int) registers.si;
    }
    if (number == SystemCalls.OPEN_32) {
      return (int) registers.cx;
    }
    if (number == SystemCalls.OPENAT2) {
      // The lower half of the first member of struct open_how (include/uapi/linux/openat2.h):
      // flags.
      long how = registers.dx;
      if (SystemCalls.is32Bit(task)) {
        how &= LOW_HALF;
      }
      return userInt(how);
    }
    return FileRecord.CREAT_FLAGS;
  }

  /** An {@code int} in the process's memory, or 0 if it cannot be read. */
  static int userInt(long address) {
    byte[] bytes = new byte[4];
    if (Bpf.readUser(bytes, 4, address) != 0) {
      return 0;
    }
    return (bytes[0] & 0xff)
        | ((bytes[1] & 0xff) << 8)
        | ((bytes[2] & 0xff) << 16)
        | ((bytes[3] & 0xff) << 24);
  }
}
