package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;

/** {@code x17_chains.bpf.c}: files that are opened, by chains of kernel pointers. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class OpenedFiles {
  private OpenedFiles() {}

  @KernelType("qstr")
  static final class Qstr {
    int len;
    long name;
  }

  @KernelType("dentry")
  static final class Dentry {
    @Embedded Qstr d_name;
    Dentry d_parent;
    Inode d_inode;
  }

  @KernelType("inode")
  static final class Inode {
    long i_ino;
    char i_mode;
    SuperBlock i_sb;
  }

  @KernelType("super_block")
  static final class SuperBlock {
    int s_dev;
  }

  @KernelType("path")
  static final class Path {
    Dentry dentry;
  }

  @KernelType("file")
  static final class File {
    @Embedded Path f_path;
    int f_flags;
    Inode f_inode;
  }

  @KernelType("mm_struct")
  static final class Mm {
    File exe_file;
  }

  @KernelType("nsproxy")
  static final class Ns {
    Mnt mnt_ns;
  }

  @KernelType("ns_common")
  static final class NsCommon {
    int inum;
  }

  @KernelType("mnt_namespace")
  static final class Mnt {
    @Embedded NsCommon ns;
  }

  @KernelType("task_struct")
  static final class Task {
    Mm mm;
    Task real_parent;
    int tgid;
    Ns nsproxy;
  }

  /** A event. */
  @Struct
  public static final class Event {
    public long ino;
    public int dev;
    public int mode;
    public int ppid;
    public int mntns;
    public int pid;
    public int flags;

    @Length(64)
    public byte[] exe;

    @Length(64)
    public byte[] name;

    @Length(64)
    public byte[] parent;
  }

  /** As in C. */
  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 18);

  @Kprobe("security_file_open")
  static void open(File file) {
    Task task = Bpf.currentTask(Task.class);
    Inode inode = file.f_inode;
    int mode = inode.i_mode;
    if ((mode & 0170000) != 0100000) {
      return;
    }
    Event e = EVENTS.reserve(Event.class);
    if (e == null) {
      return;
    }
    e.ino = inode.i_ino;
    e.dev = inode.i_sb.s_dev;
    e.mode = mode;
    e.flags = file.f_flags;
    e.pid = task.tgid;
    e.ppid = task.real_parent.tgid;
    e.mntns = task.nsproxy.mnt_ns.ns.inum;
    Dentry d = file.f_path.dentry;
    Bpf.readKernelString(e.name, d.d_name.name);
    Bpf.readKernelString(e.parent, d.d_parent.d_name.name);
    Bpf.readKernelString(e.exe, task.mm.exe_file.f_path.dentry.d_name.name);
    EVENTS.submit(e);
  }
}
