package dev.tawon.bpf;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What user space attaches a program to, of the kinds whose annotation does not say it.
 *
 * {@snippet :
 * bpf.attach("onPacket", AttachTarget.networkInterface("eth0"));
 * bpf.attach("onConnect", AttachTarget.cgroup(Path.of("/sys/fs/cgroup/web")));
 * }
 */
public sealed interface AttachTarget {
  /**
   * A network interface, for {@link dev.tawon.lang.Xdp} (since Linux 5.9) and {@link dev.tawon.lang.Tc} programs.
   *
   * @param index its number in the network namespace of this process
   */
  record Interface(int index) implements AttachTarget {
    @Override
    public String toString() {
      return "network interface " + index;
    }
  }

  /**
   * A cgroup of the version 2 hierarchy, for programs of cgroups; since Linux 5.7. They run for the processes in it and below.
   * {@link dev.tawon.lang.Iter} programs of {@code cgroup} run for it and those below (6.1).
   *
   * @param directory its directory
   */
  record Cgroup(Path directory) implements AttachTarget {
    @Override
    public String toString() {
      return "cgroup " + directory;
    }
  }

  /**
   * A function of a program or a library, for {@link dev.tawon.lang.Uprobe} and {@link dev.tawon.lang.Uretprobe}.
   *
   * @param file the ELF file
   * @param symbol the function's name in its symbol table, or empty for the file's offset itself
   * @param offset bytes from the start of the function, or of the file
   * @param pid the process; -1 for all
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program; other than 0 since Linux 5.15
   */
  record Function(Path file, String symbol, long offset, int pid, long cookie)
      implements AttachTarget {
    /** A function without a number of its own. */
    public Function(Path file, String symbol, long offset, int pid) {
      this(file, symbol, offset, pid, 0);
    }

    @Override
    public String toString() {
      return (symbol.isEmpty() ? "offset " : "function " + symbol + "+")
          + offset
          + " of "
          + file
          + (pid < 0 ? "" : " in process " + pid);
    }
  }

  /**
   * Functions of the kernel, for {@link dev.tawon.lang.KprobeMulti} and {@link dev.tawon.lang.KretprobeMulti} programs, instead
   * of those that the annotation names; since Linux 5.18.
   *
   * @param cookies what {@code bpf_get_attach_cookie} gives to the program, by the function's name, in which {@code *} stands
   *     for any characters and {@code ?} for one
   */
  record KernelFunctions(Map<String, Long> cookies) implements AttachTarget {
    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public KernelFunctions {
      if (cookies.isEmpty()) {
        throw new IllegalArgumentException("no function to attach to");
      }
      cookies = Collections.unmodifiableMap(new LinkedHashMap<>(cookies));
    }

    @Override
    public String toString() {
      return "functions " + String.join(", ", cookies.keySet());
    }
  }

  /**
   * Functions of a program or a library, for {@link dev.tawon.lang.UprobeMulti} and {@link dev.tawon.lang.UretprobeMulti}
   * programs; since Linux 6.6.
   *
   * @param file the ELF file
   * @param cookies what {@code bpf_get_attach_cookie} gives to the program, by the function's name, in which {@code *} stands
   *     for any characters and {@code ?} for one
   * @param pid the process; -1 for all
   */
  record Functions(Path file, Map<String, Long> cookies, int pid) implements AttachTarget {
    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Functions {
      if (cookies.isEmpty()) {
        throw new IllegalArgumentException("no function to attach to");
      }
      cookies = Collections.unmodifiableMap(new LinkedHashMap<>(cookies));
    }

    @Override
    public String toString() {
      return String.join(", ", cookies.keySet())
          + " of "
          + file
          + (pid < 0 ? "" : " in process " + pid);
    }
  }

  /**
   * What the program's annotation names, with a number: for {@link dev.tawon.lang.Kprobe}, {@link dev.tawon.lang.KprobeMulti} and
   * {@link dev.tawon.lang.Tracepoint} programs and those of returns since Linux 5.15, {@link dev.tawon.lang.Fentry}, {@link
   * dev.tawon.lang.Fexit}, {@link dev.tawon.lang.FmodRet} and {@link dev.tawon.lang.Lsm} since 6.0, {@link
   * dev.tawon.lang.RawTracepoint} and {@link dev.tawon.lang.BtfTracepoint} since 6.10.
   *
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program
   */
  record Declared(long cookie) implements AttachTarget {
    @Override
    public String toString() {
      return "what its annotation names, with the number " + cookie;
    }
  }

  /**
   * The objects of one process, for {@link dev.tawon.lang.Iter} programs of {@code task}, {@code task_file} and {@code task_vma};
   * since Linux 6.1.
   *
   * @param pid the process
   */
  record OneProcess(int pid) implements AttachTarget {
    @Override
    public String toString() {
      return "process " + pid;
    }
  }

  /**
   * The elements of a map, for {@link dev.tawon.lang.Iter} programs of {@code bpf_map_elem} and {@code bpf_sk_storage_map}; since
   * Linux 5.9.
   *
   * @param map the map, which stays its owner's to close
   */
  record Elements(LoadedMap map) implements AttachTarget {
    @Override
    public String toString() {
      return "the elements of map " + map.spec().name();
    }
  }

  /**
   * A perf event, for {@link dev.tawon.lang.PerfEvent} programs.
   *
   * @param type {@code PERF_TYPE_HARDWARE} (0), {@code PERF_TYPE_SOFTWARE} (1) and so on
   * @param event the event's number in its type: {@code PERF_COUNT_SW_CPU_CLOCK} (0)
   * @param period after how many the program runs; of a clock, nanoseconds
   * @param pid the process; -1 for all
   * @param cpu the CPU; -1 for all, with a process
   */
  record Event(int type, long event, long period, int pid, int cpu) implements AttachTarget {
    @Override
    public String toString() {
      return "perf event " + type + ":" + event;
    }
  }

  /**
   * A socket of this process, for {@link dev.tawon.lang.SocketFilter} programs.
   *
   * @param descriptor its file descriptor, which stays the caller's
   */
  record Socket(int descriptor) implements AttachTarget {
    @Override
    public String toString() {
      return "socket " + descriptor;
    }
  }

  /**
   * A network interface by its name.
   *
   * @throws BpfException if there is none in the network namespace of this process
   */
  static AttachTarget networkInterface(String name) {
    @Nullable NetworkInterface found;
    try {
      found = NetworkInterface.getByName(name);
    } catch (SocketException e) {
      throw new BpfException("network interface " + name + " cannot be looked for", e);
    }
    if (found == null) {
      throw new BpfException(
          "there is no network interface " + name + " in this network namespace: see ip link");
    }
    return new Interface(found.getIndex());
  }

  /** A cgroup. */
  static AttachTarget cgroup(Path directory) {
    return new Cgroup(directory);
  }

  /** Functions of the kernel, by names or patterns, with 0 as their number. */
  static AttachTarget kernelFunctions(String... names) {
    Map<String, Long> cookies = new LinkedHashMap<>();
    for (String name : names) {
      cookies.put(name, 0L);
    }
    return new KernelFunctions(cookies);
  }

  /** The entry of a function, in every process that runs the file. */
  static AttachTarget function(Path file, String symbol) {
    return new Function(file, symbol, 0, -1);
  }

  /** The entry of a function, in one process. */
  static AttachTarget function(Path file, String symbol, int pid) {
    return new Function(file, symbol, 0, pid);
  }

  /**
   * Functions of a file, by names or patterns, with 0 as their number.
   *
   * @param pid the process; -1 for all
   */
  static AttachTarget functions(Path file, int pid, String... names) {
    Map<String, Long> cookies = new LinkedHashMap<>();
    for (String name : names) {
      cookies.put(name, 0L);
    }
    return new Functions(file, cookies, pid);
  }

  /** The objects of one process. */
  static AttachTarget process(int pid) {
    return new OneProcess(pid);
  }

  /** The elements of a map: {@code bpf.object().map("COUNTS")}. */
  static AttachTarget elements(LoadedMap map) {
    return new Elements(map);
  }

  /** What the program's annotation names, with a number. */
  static AttachTarget declared(long cookie) {
    return new Declared(cookie);
  }

  /**
   * Samples of one process's time on CPUs: {@code PERF_COUNT_SW_CPU_CLOCK}.
   *
   * @param pid the process, whose first thread is sampled
   * @param periodNs nanoseconds of run time from one sample to the next
   */
  static AttachTarget cpuClock(int pid, long periodNs) {
    return new Event(1, 0, periodNs, pid, -1);
  }

  /** A socket of this process. */
  static AttachTarget socket(int descriptor) {
    return new Socket(descriptor);
  }
}
