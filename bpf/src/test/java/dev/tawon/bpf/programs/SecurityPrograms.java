package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.FmodRet;
import dev.tawon.lang.Iter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.map.Array;

/** Modules for tests: programs that deny, to this process alone. */
public final class SecurityPrograms {
  private SecurityPrograms() {}

  /** {@code struct file}. */
  @KernelType("file")
  static final class File {
    @Embedded Path f_path;
  }

  /** {@code struct path}. */
  @KernelType("path")
  static final class Path {
    Dentry dentry;
  }

  /** {@code struct dentry}. */
  @KernelType("dentry")
  static final class Dentry {
    @Embedded QStr d_name;
  }

  /** {@code struct qstr}. */
  @KernelType("qstr")
  static final class QStr {
    int len;
  }

  private static boolean isOwn(int process) {
    return (int) (Bpf.currentPidTgid() >>> 32) == process;
  }

  /** LSM. */
  @BpfModule
  public static final class Lsms {
    private Lsms() {}

    @Configurable static int process = 0;

    /** Refuses files whose names have 23 characters; the result is not known to the compiler. */
    @Lsm("file_open")
    static int onOpen(File file) {
      if (!isOwn(process) || file.f_path.dentry.d_name.len != 23) {
        return 0;
      }
      return -(Bpf.randomInt() & 1) - 12;
    }
  }

  /** A program for each range of results, at both of its ends. */
  @BpfModule
  public static final class Ranges {
    private Ranges() {}

    @Lsm("file_open")
    static int refuses(File file) {
      return file.f_path.dentry.d_name.len == 23 ? -4095 : 0;
    }

    @Lsm("audit_rule_known")
    static int says() {
      return Bpf.randomInt() & 1;
    }

    @Lsm("task_free")
    static void watches(Task task) {
      Bpf.randomInt();
    }

    @Lsm("task_prctl")
    static int answers(int option) {
      return -(option & 63);
    }
  }

  /** fmod_ret. */
  @BpfModule
  public static final class Replacing {
    private Replacing() {}

    @Configurable static int process = 0;

    @FmodRet("security_file_open")
    static int onOpen(File file) {
      return isOwn(process) && file.f_path.dentry.d_name.len == 23 ? -2 : 0;
    }
  }

  /** {@code struct bpf_iter_meta}. */
  @KernelType("bpf_iter_meta")
  static final class Meta {
    long seq_num;
  }

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  /** An iterator. */
  @BpfModule
  public static final class Tasks {
    private Tasks() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(2);

    @Iter("task")
    static void onTask(Meta meta, Task task) {
      if (task == null) {
        Counter ends = COUNTS.get(1);
        if (ends != null) {
          ends.add(1);
        }
        return;
      }
      if (task.tgid == process && meta.seq_num >= 0) {
        Counter threads = COUNTS.get(0);
        if (threads != null) {
          threads.add(1);
        }
      }
    }
  }
}
