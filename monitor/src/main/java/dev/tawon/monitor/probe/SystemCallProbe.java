package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.monitor.probe.kernel.Dentry;
import dev.tawon.monitor.probe.kernel.FdTable;
import dev.tawon.monitor.probe.kernel.Inode;
import dev.tawon.monitor.probe.kernel.Mount;
import dev.tawon.monitor.probe.kernel.OpenFile;
import dev.tawon.monitor.probe.kernel.PtRegs;
import dev.tawon.monitor.probe.kernel.TaskStruct;
import dev.tawon.monitor.probe.kernel.VfsMount;

/**
 * Opens of files and connects of UDP sockets, seen at the end of the system call.
 *
 * <p>The kernel has opened the file by then: the descriptor that the call returns leads to it, and its name is the
 * kernel's own, with links and relative parts resolved. No string of the process decides anything, so there is none to
 * change between check and use. A call that failed left no file: of those that failed for lack of permission the string
 * that the process passed is reported as what it is ({@link FileRecord#ARGUMENT}), and may have been changed since.
 *
 * <p>For lack of a hook in the file system itself, opens that make no such call are not seen here: those by io_uring.
 * x86-64 alone.
 */
public final class SystemCallProbe {
  /** Where the 32-bit interface has its pointers. */
  private static final long LOW_HALF = 0xffff_ffffL;

  /** {@code EPERM} and {@code EACCES}. */
  private static final int NOT_PERMITTED = 1;

  private static final int ACCESS_DENIED = 13;

  /** How many names of directories are looked at above a file. */
  private static final int MAX_DEPTH = 40;

  /** Names longer than this share a bit. */
  private static final int LONGEST = 63;

  /** Whether opens are reported. */
  @Configurable public static boolean reportFiles = true;

  /** Whether connects of UDP sockets, and connects that fail at once, are reported. */
  @Configurable public static boolean reportConnects = true;

  /** The lengths of the names in {@link MonitorModule#FILE_NAMES}: a bit for each from 0 to 63, the last for all longer. */
  @Configurable public static long fileNameLengths = 0;

  /** The lengths of the names in {@link MonitorModule#DIRECTORY_NAMES}, likewise. */
  @Configurable public static long directoryNameLengths = 0;

  /** Where an open's record is put together. */
  public static final PerCpuArray<FileRecord> FILE_SCRATCH = PerCpuArray.of(1);

  private SystemCallProbe() {}

  @BtfTracepoint("sys_exit")
  static void onSystemCallExit(PtRegs registers, long result) {
    report(registers, result);
  }

  static void report(PtRegs registers, long result) {
    int number = (int) registers.orig_ax;
    if (reportFiles && OpenCall.mayBe(number)) {
      TaskStruct task = Bpf.currentTask(TaskStruct.class);
      if (OpenCall.is(number, task)) {
        onOpen(task, registers, (int) result);
      }
    } else if (reportConnects) {
      onOtherCall(number, registers, (int) result);
    }
  }

  /** One call of what reports, whichever interface is used: the compiler copies a method to where it is called. */
  private static void onOtherCall(int number, PtRegs registers, int result) {
    if (number != SystemCalls.CONNECT
        && number != SystemCalls.CONNECT_32
        && number != SystemCalls.SOCKETCALL_32) {
      return;
    }
    TaskStruct task = Bpf.currentTask(TaskStruct.class);
    if (SystemCalls.is32Bit(task) == (number == SystemCalls.CONNECT)) {
      return;
    }
    int descriptor = (int) registers.di;
    long address = registers.si;
    if (number == SystemCalls.CONNECT_32) {
      descriptor = (int) registers.bx;
      address = registers.cx & LOW_HALF;
    } else if (number == SystemCalls.SOCKETCALL_32) {
      if ((int) registers.bx != SystemCalls.SYS_CONNECT) {
        return;
      }
      // The arguments are in memory, words of 32 bits: the descriptor, the address.
      long arguments = registers.cx & LOW_HALF;
      descriptor = OpenCall.userInt(arguments);
      address = OpenCall.userInt(arguments + 4) & LOW_HALF;
    }
    DatagramProbe.onConnect(task, descriptor, address, result);
  }

  private static void onOpen(TaskStruct task, PtRegs registers, int result) {
    KindCounters counters = ScopeFilter.admit(EventRecord.FILE);
    if (counters == null) {
      return;
    }
    if (result < 0) {
      onFailedOpen(counters, task, registers, -result);
      return;
    }
    FdTable table = task.files.fdt;
    OpenFile file = Kernel.pointerAt(table.fd, result, OpenFile.class);
    // Another thread may have closed the descriptor already, or put another file there.
    if (file == null || !isCandidate(file)) {
      counters.filtered.add(1);
      return;
    }
    FileRecord record = FILE_SCRATCH.get(0);
    if (record == null) {
      return;
    }
    Headers.fill(record, EventRecord.FILE, task);
    Inode inode = file.f_inode;
    record.openFlags = file.f_flags | (OpenCall.flags(task, registers) & OpenCall.CREATION_FLAGS);
    record.error = 0;
    record.pathKind = FileRecord.RESOLVED;
    record.inode = inode.i_ino;
    record.device = inode.i_sb.s_dev;
    int end = Paths.append(record.path, 0, file.f_path.dentry, file.f_path.mnt);
    record.flags = 0;
    if ((end & Paths.CUT) != 0) {
      record.flags = FileRecord.PATH_CUT;
      end &= ~Paths.CUT;
    }
    record.pathLength = end;
    if (MonitorModule.EVENTS.output(record, FileRecord.HEADER_BYTES + end) == 0) {
      counters.submitted.add(1);
    }
  }

  private static void onFailedOpen(
      KindCounters counters, TaskStruct task, PtRegs registers, int error) {
    if (error != NOT_PERMITTED && error != ACCESS_DENIED) {
      counters.filtered.add(1);
      return;
    }
    FileRecord record = FILE_SCRATCH.get(0);
    if (record == null) {
      return;
    }
    int length = Bpf.readUserString(record.path, OpenCall.path(task, registers));
    if (length <= 0) {
      counters.filtered.add(1);
      return;
    }
    Headers.fill(record, EventRecord.FILE, task);
    record.openFlags = OpenCall.flags(task, registers);
    record.error = error;
    record.pathKind = FileRecord.ARGUMENT;
    record.inode = 0;
    record.device = 0;
    record.flags = 0;
    record.pathLength = length;
    if (MonitorModule.EVENTS.output(record, FileRecord.HEADER_BYTES + length) == 0) {
      counters.submitted.add(1);
    }
  }

  /** Whether a file's name, or that of a directory above it, is on a list. Lengths are compared first: they cost little. */
  private static boolean isCandidate(OpenFile file) {
    Dentry dentry = file.f_path.dentry;
    VfsMount mount = file.f_path.mnt;
    if (isListed(fileNameLengths, dentry.d_name.len) && isFileName(dentry.d_name.name)) {
      return true;
    }
    // A file that is mounted over another has the other's name.
    if (dentry == mount.mnt_root) {
      Dentry covered = Kernel.containerOf(mount, Mount.class, "mnt").mnt_mountpoint;
      if (isListed(fileNameLengths, covered.d_name.len) && isFileName(covered.d_name.name)) {
        return true;
      }
    }
    if (directoryNameLengths == 0) {
      return false;
    }
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Dentry parent = dentry.d_parent;
      if (isListed(directoryNameLengths, dentry.d_name.len)
          && isDirectoryName(dentry.d_name.name)) {
        return true;
      }
      if (dentry == mount.mnt_root) {
        Mount inner = Kernel.containerOf(mount, Mount.class, "mnt");
        Mount outer = inner.mnt_parent;
        if (Kernel.address(outer) == Kernel.address(inner)) {
          return false;
        }
        dentry = inner.mnt_mountpoint;
        mount = Kernel.cast(outer.mnt, VfsMount.class);
      } else if (dentry == parent) {
        return false;
      } else {
        dentry = parent;
      }
    }
    // So deep that nobody knows: user space looks at the whole path.
    return true;
  }

  private static boolean isListed(long lengths, int length) {
    int bit = length >= 0 && length < LONGEST ? length : LONGEST;
    return ((lengths >>> bit) & 1) != 0;
  }

  private static boolean isFileName(long name) {
    return MonitorModule.FILE_NAMES.get(NameKey.of(name)) != null;
  }

  private static boolean isDirectoryName(long name) {
    return MonitorModule.DIRECTORY_NAMES.get(NameKey.of(name)) != null;
  }
}
