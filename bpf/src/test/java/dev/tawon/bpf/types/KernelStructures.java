package dev.tawon.bpf.types;

import dev.tawon.lang.Bits;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Union;

/** Structures that differ between kernels, as programs declare them. */
final class KernelStructures {
  private KernelStructures() {}

  @KernelType("task_struct")
  static final class Task {
    int __state;
    int tgid;
    int exit_signal;
    int flags;
    @Embedded ThreadInfo thread_info;
    @Embedded Entity se;
    byte[] comm;
    @Bits boolean sched_reset_on_fork;
    @Bits int in_execve;
    Task real_parent;
    Signals signal;
  }

  @KernelType("task_struct___before_5_14")
  static final class OldTask {
    long state;
  }

  @KernelType("task_struct___before_5_16")
  static final class TaskWithCpu {
    int cpu;
  }

  @KernelType("thread_info")
  static final class ThreadInfo {
    int cpu;
  }

  @KernelType("sched_entity")
  static final class Entity {
    long sum_exec_runtime;
  }

  @KernelType("signal_struct")
  static final class Signals {
    @Embedded Limit[] rlim;
    Pid[] pids;
    @Bits boolean is_child_subreaper;
  }

  @KernelType("rlimit")
  static final class Limit {
    long rlim_cur;
    long rlim_max;
  }

  @KernelType("pid")
  static final class Pid {
    int level;

    @Embedded
    @Length(0)
    Number[] numbers;
  }

  @KernelType("upid")
  static final class Number {
    int nr;
  }

  @KernelType("bio")
  static final class Bio {
    Device bi_bdev;
    int bi_opf;
    char bi_vcnt;
    @Embedded Position bi_iter;

    @Embedded
    @Length(0)
    Segment[] bi_inline_vecs;
  }

  @KernelType("bio___before_5_12")
  static final class OldBio {
    Disk bi_disk;
  }

  @KernelType("bvec_iter")
  static final class Position {
    long bi_sector;
    int bi_size;
  }

  @KernelType("bio_vec")
  static final class Segment {
    int bv_len;
  }

  @KernelType("block_device")
  static final class Device {
    int bd_dev;
    Disk bd_disk;
  }

  @KernelType("gendisk")
  static final class Disk {
    int major;
    int minors;
    long state;
  }

  @KernelType("iov_iter")
  static final class Vectors {
    byte iter_type;
    long count;
    long nr_segs;
    long iov_offset;
  }

  @KernelType("iov_iter___before_5_14")
  static final class OldVectors {
    int type;
  }

  @KernelType("iov_iter___since_6_4")
  static final class NewVectors {
    long __iov;
  }

  @KernelType("sock")
  static final class Sock {
    @Embedded SockCommon __sk_common;
    short sk_protocol;
    @Bits boolean sk_kern_sock;
  }

  @KernelType("sock_common")
  static final class SockCommon {
    int skc_daddr;
    short skc_dport;
    byte skc_state;
    @Bits int skc_reuse;
    @Embedded Address skc_v6_daddr;
  }

  @KernelType("in6_addr")
  static final class Address {
    @Embedded AddressParts in6_u;
  }

  @Union
  @KernelType("parts")
  static final class AddressParts {
    byte[] u6_addr8;
    int[] u6_addr32;
  }

  @KernelType("tcp_options_received")
  static final class TcpOptions {
    @Bits int snd_wscale;
    @Bits int rcv_wscale;
  }

  @KernelType("printf_spec")
  static final class PrintSpec {
    @Bits int precision;
    @Bits int field_width;
  }

  @KernelType("socket")
  static final class Socket {
    int state;
    short type;
  }

  @KernelType("files_struct")
  static final class Files {
    boolean resize_in_progress;
    long[] open_fds_init;
    File[] fd_array;
  }

  @KernelType("file")
  static final class File {
    int f_flags;
  }

  @KernelType("cgroup")
  static final class Cgroup {
    int level;

    @Length(0)
    Cgroup[] ancestors;
  }

  @KernelType("cgroup___before_6_1")
  static final class OldCgroup {
    @Length(0)
    long[] ancestor_ids;
  }

  @KernelType("folio")
  static final class Folio {}

  @KernelType("maple_tree")
  static final class MapleTree {}

  @KernelType("bpf_arena")
  static final class Arena {}

  @KernelType("hd_struct")
  static final class Partition {}

  @Union
  @KernelType("bpf_attr")
  static final class Attributes {}
}
