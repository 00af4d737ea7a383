package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Iter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** Modules for tests: iterators, each of which writes a number of every object that is looked for. */
public final class IteratorPrograms {
  private IteratorPrograms() {}

  /** {@code struct bpf_iter_meta}. */
  @KernelType("bpf_iter_meta")
  static final class Meta {
    Output seq;
  }

  /** {@code struct seq_file}. */
  @KernelType("seq_file")
  static final class Output {
    long index;
  }

  private static void write(Meta meta, long number) {
    long[] numbers = new long[1];
    numbers[0] = number;
    Helpers.seqWrite(meta.seq, numbers, 8);
  }

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;
  }

  /** {@code struct file}. */
  @KernelType("file")
  static final class File {
    int f_flags;
  }

  /** {@code struct vm_area_struct}. */
  @KernelType("vm_area_struct")
  static final class Area {
    long vm_start;
  }

  /** What belongs to a process. */
  @BpfModule
  public static final class Processes {
    private Processes() {}

    @Iter("task")
    static void onThread(Meta meta, Task task) {
      if (task != null) {
        write(meta, task.tgid);
      }
    }

    @Iter("task_file")
    static void onFile(Meta meta, Task task, int descriptor, File file) {
      if (file != null) {
        write(meta, descriptor);
      }
    }

    @Iter("task_vma")
    static void onArea(Meta meta, Task task, Area area) {
      if (area != null) {
        write(meta, area.vm_start);
      }
    }
  }

  /** A key. */
  @Struct
  public static final class Key {
    public int number;
  }

  /** A value. */
  @Struct
  public static final class Value {
    public long number;
  }

  /** {@code struct bpf_map}. */
  @KernelType("bpf_map")
  static final class Map {
    int id;
    int max_entries;
  }

  /** {@code struct bpf_prog}. */
  @KernelType("bpf_prog")
  static final class Program {
    Auxiliary aux;
    int len;
  }

  /** {@code struct bpf_prog_aux}. */
  @KernelType("bpf_prog_aux")
  static final class Auxiliary {
    int id;
  }

  /** {@code struct bpf_link}. */
  @KernelType("bpf_link")
  static final class Link {
    int id;
    Program prog;
  }

  /** BPF's own objects; of maps, programs and links, those with a given number. */
  @BpfModule
  public static final class Own {
    private Own() {}

    @Configurable static int wanted = 0;

    public static final HashMap<Key, Value> ENTRIES = HashMap.of(8);

    @Iter("bpf_map_elem")
    static void onEntry(Meta meta, Map map, Key key, Value value) {
      if (key != null && value != null) {
        write(meta, key.number * 1000L + value.number);
        value.number++;
      }
    }

    @Iter("bpf_map")
    static void onMap(Meta meta, Map map) {
      if (map != null && map.id == wanted) {
        write(meta, map.max_entries);
      }
    }

    @Iter("bpf_prog")
    static void onProgram(Meta meta, Program program) {
      if (program != null && program.aux.id == wanted) {
        write(meta, program.len);
      }
    }

    @Iter("bpf_link")
    static void onLink(Meta meta, Link link) {
      if (link != null && link.prog != null && link.prog.aux.id == wanted) {
        write(meta, link.id);
      }
    }
  }

  /** {@code struct sock_common}. */
  @KernelType("sock_common")
  static final class Common {
    short skc_num;
    byte skc_state;
  }

  /** {@code struct inet_sock}. */
  @KernelType("inet_sock")
  static final class Internet {
    @Embedded Socket sk;
  }

  /** {@code struct sock}. */
  @KernelType("sock")
  static final class Socket {
    @Embedded Common __sk_common;
  }

  /** {@code struct udp_sock}. */
  @KernelType("udp_sock")
  static final class Udp {
    @Embedded Internet inet;
  }

  /** {@code struct unix_sock}. */
  @KernelType("unix_sock")
  static final class Unix {
    @Embedded Socket sk;
  }

  /** {@code struct netlink_sock}. */
  @KernelType("netlink_sock")
  static final class Netlink {
    @Embedded Socket sk;
  }

  /** Sockets of a network namespace. */
  @BpfModule
  public static final class Sockets {
    private Sockets() {}

    @Iter("tcp")
    static void onTcp(Meta meta, Common socket, int user) {
      if (socket != null) {
        write(meta, socket.skc_num & 0xffff);
      }
    }

    @Iter("udp")
    static void onUdp(Meta meta, Udp socket, int user, int bucket) {
      if (socket != null) {
        write(meta, socket.inet.sk.__sk_common.skc_num & 0xffff);
      }
    }

    @Iter("unix")
    static void onUnix(Meta meta, Unix socket, int user) {
      if (socket != null) {
        write(meta, socket.sk.__sk_common.skc_state);
      }
    }

    @Iter("netlink")
    static void onNetlink(Meta meta, Netlink socket) {
      if (socket != null) {
        write(meta, socket.sk.__sk_common.skc_state);
      }
    }
  }

  /** {@code struct kallsym_iter}. */
  @KernelType("kallsym_iter")
  static final class Symbol {
    long value;
  }

  /** {@code struct cgroup}. */
  @KernelType("cgroup")
  static final class Cgroup {
    int level;
  }

  /** Symbols and cgroups. */
  @BpfModule
  public static final class Global {
    private Global() {}

    @Iter("ksym")
    static void onSymbol(Meta meta, Symbol symbol) {
      if (symbol != null && symbol.value != 0) {
        write(meta, symbol.value);
      }
    }

    @Iter("cgroup")
    static void onCgroup(Meta meta, Cgroup cgroup) {
      if (cgroup != null) {
        write(meta, cgroup.level);
      }
    }
  }
}
