package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.CgroupStorage;
import dev.tawon.lang.map.InodeStorage;
import dev.tawon.lang.map.SocketStorage;
import dev.tawon.lang.map.TaskStorage;

/** Modules for tests: values that belong to objects of the kernel's. */
public final class StoragePrograms {
  private StoragePrograms() {}

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
    CssSet cgroups;
  }

  /** {@code struct css_set}. */
  @KernelType("css_set")
  static final class CssSet {
    Cgroup dfl_cgrp;
  }

  /** {@code struct cgroup}. */
  @KernelType("cgroup")
  static final class Cgroup {
    int level;
  }

  /** {@code struct inode}. */
  @KernelType("inode")
  static final class Inode {
    long i_ino;
  }

  /** {@code struct dentry}. */
  @KernelType("dentry")
  static final class Dentry {
    Inode d_inode;
  }

  /** {@code struct sock}. */
  @KernelType("sock")
  static final class Sock {
    int sk_mark;
  }

  /** Of tasks. */
  @BpfModule
  public static final class Tasks {
    private Tasks() {}

    @Configurable static int process = 0;

    public static final TaskStorage<Counter> FORKS = TaskStorage.create();
    public static final Array<Counter> COUNTS = Array.of(1);

    @BtfTracepoint("sched_process_fork")
    static void onFork(Task parent, Task child) {
      if (parent.tgid != process) {
        return;
      }
      Counter forks = FORKS.getOrCreate(parent);
      if (forks == null) {
        return;
      }
      forks.add(1);
      Counter counter = COUNTS.get(0);
      if (counter != null) {
        counter.add(forks.value);
      }
    }
  }

  /** Of inodes. */
  @BpfModule
  public static final class Inodes {
    private Inodes() {}

    @Configurable static int process = 0;

    public static final InodeStorage<Counter> USES = InodeStorage.create();
    public static final Array<Counter> COUNTS = Array.of(1);

    @Lsm("inode_rmdir")
    static int onRemove(Inode directory, Dentry dentry) {
      if ((int) (Bpf.currentPidTgid() >>> 32) != process) {
        return 0;
      }
      Counter uses = USES.getOrCreate(directory);
      if (uses == null) {
        return 0;
      }
      uses.add(1);
      Counter counter = COUNTS.get(0);
      if (counter != null) {
        counter.add(uses.value);
      }
      return 0;
    }
  }

  /** Of sockets. */
  @BpfModule
  public static final class Sockets {
    private Sockets() {}

    @Configurable static int process = 0;

    public static final SocketStorage<Counter> SENDS = SocketStorage.create();
    public static final Array<Counter> COUNTS = Array.of(1);

    @Fentry("udp_sendmsg")
    static void onSend(Sock socket) {
      if ((int) (Bpf.currentPidTgid() >>> 32) != process) {
        return;
      }
      Counter sends = SENDS.getOrCreate(socket);
      if (sends == null) {
        return;
      }
      sends.add(1);
      Counter counter = COUNTS.get(0);
      if (counter != null) {
        counter.add(sends.value);
      }
    }
  }

  /** Of cgroups. */
  @BpfModule
  public static final class Cgroups {
    private Cgroups() {}

    @Configurable static int process = 0;

    public static final CgroupStorage<Counter> FORKS = CgroupStorage.create();
    public static final Array<Counter> COUNTS = Array.of(1);

    @BtfTracepoint("sched_process_fork")
    static void onFork(Task parent, Task child) {
      if (parent.tgid != process) {
        return;
      }
      Counter forks = FORKS.getOrCreate(parent.cgroups.dfl_cgrp);
      if (forks == null) {
        return;
      }
      forks.add(1);
      Counter counter = COUNTS.get(0);
      if (counter != null) {
        counter.add(forks.value);
      }
    }
  }
}
