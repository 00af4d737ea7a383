package dev.tawon.sandbox;

import dev.tawon.isa.HelperTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The helpers of a {@link SimulatedKernel} that have to do with time, processes and memory. Source: {@code
 * include/uapi/linux/bpf.h}, whose comments say what each does, {@code kernel/bpf/helpers.c} and {@code
 * kernel/trace/bpf_trace.c}.
 */
final class KernelHelpers {
  private static final long NANOSECONDS_OF_A_JIFFY = 4_000_000; // CONFIG_HZ=250
  private static final int MAX_LOOPS = 1 << 23; // BPF_MAX_LOOPS

  private final SimulatedKernel kernel;
  private final Map<Integer, Helper> table = new HashMap<>();

  private KernelHelpers(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** All helpers, by number. */
  static Map<Integer, Helper> of(SimulatedKernel kernel) {
    KernelHelpers helpers = new KernelHelpers(kernel);
    helpers.timeAndTask();
    helpers.memory();
    helpers.text();
    MapHelpers.add(kernel, helpers.table);
    PacketHelpers.add(kernel, helpers.table);
    TracingHelpers.add(kernel, helpers.table);
    TracingHelpers.addSequences(kernel, helpers.table);
    kernel.timers().add(helpers.table);
    kernel.areas().addHelper(helpers.table);
    return helpers.table;
  }

  /** Adds a helper by its name. */
  static void add(Map<Integer, Helper> table, String name, Helper helper) {
    table.put(HelperTable.number(name).orElseThrow(), helper);
  }

  private void add(String name, Helper helper) {
    add(table, name, helper);
  }

  private void timeAndTask() {
    for (String clock :
        new String[] {
          "bpf_ktime_get_ns",
          "bpf_ktime_get_boot_ns",
          "bpf_ktime_get_coarse_ns",
          "bpf_ktime_get_tai_ns"
        }) {
      add(clock, (_, _, _, _, _, _) -> kernel.time());
    }
    add("bpf_jiffies64", (_, _, _, _, _, _) -> kernel.time() / NANOSECONDS_OF_A_JIFFY);
    add("bpf_get_prandom_u32", (_, _, _, _, _, _) -> Integer.toUnsignedLong(kernel.random()));
    add("bpf_get_smp_processor_id", (_, _, _, _, _, _) -> kernel.cpu());
    add("bpf_get_numa_node_id", (_, _, _, _, _, _) -> 0);
    add(
        "bpf_get_current_pid_tgid",
        (_, _, _, _, _, _) ->
            (long) kernel.task().tgid() << 32 | Integer.toUnsignedLong(kernel.task().pid()));
    add(
        "bpf_get_current_uid_gid",
        (_, _, _, _, _, _) ->
            (long) kernel.task().gid() << 32 | Integer.toUnsignedLong(kernel.task().uid()));
    add("bpf_get_current_task", (_, _, _, _, _, _) -> kernel.taskAddress());
    add("bpf_get_current_task_btf", (_, _, _, _, _, _) -> kernel.taskAddress());
    add(
        "bpf_get_current_comm",
        (memory, to, size, _, _, _) -> {
          byte[] comm = new byte[Math.clamp(size, 0, Region.MAX_SIZE)];
          byte[] name = kernel.task().comm().getBytes(StandardCharsets.UTF_8);
          System.arraycopy(name, 0, comm, 0, Math.clamp(comm.length - 1, 0, name.length));
          memory.write(to, comm);
          return 0;
        });
    add(
        "bpf_loop",
        (memory, count, function, context, flags, _) -> {
          long times = Integer.toUnsignedLong((int) count);
          if (flags != 0) {
            return Errno.EINVAL;
          }
          if (times > MAX_LOOPS) {
            return Errno.E2BIG;
          }
          for (long i = 0; i < times; i++) {
            if (memory.callFunction(function, i, context, 0, 0, 0) != 0) {
              return i + 1;
            }
          }
          return times;
        });
  }

  private void memory() {
    for (String read :
        new String[] {"bpf_probe_read", "bpf_probe_read_user", "bpf_probe_read_kernel"}) {
      add(read, (memory, to, size, from, _, _) -> probeRead(memory, to, size, from));
    }
    for (String read :
        new String[] {
          "bpf_probe_read_str", "bpf_probe_read_user_str", "bpf_probe_read_kernel_str"
        }) {
      add(
          read,
          (memory, to, size, from, _, _) -> readString((Machine) memory, to, (int) size, from));
    }
    add(
        "bpf_strncmp",
        (memory, s1, size, s2, _, _) -> {
          for (long i = 0; i < Integer.toUnsignedLong((int) size); i++) {
            int a = memory.readByte(s1 + i);
            int b = memory.readByte(s2 + i);
            if (a != b) {
              return Integer.compare(a, b);
            } else if (a == 0) {
              break;
            }
          }
          return 0;
        });
  }

  /** Copies from any address; there are zeros if that cannot be read. */
  static long probeRead(Memory memory, long to, long size, long from) {
    long bytes = Integer.toUnsignedLong((int) size);
    byte[] found = ((Machine) memory).tryRead(from, bytes);
    memory.write(to, found == null ? new byte[(int) Math.min(bytes, Region.MAX_SIZE)] : found);
    return found == null ? Errno.EFAULT : 0;
  }

  /** Copies up to a zero, which is always there; returns the bytes with it. */
  static long readString(Machine memory, long to, int size, long from) {
    if (size <= 0) {
      return size == 0 ? 0 : Errno.EINVAL;
    }
    byte[] text = new byte[Math.min(size, Region.MAX_SIZE)];
    int length = 0;
    while (length < text.length - 1) {
      byte[] next = memory.tryRead(from + length, 1);
      if (next == null) {
        memory.write(to, new byte[text.length]);
        return Errno.EFAULT;
      }
      if (next[0] == 0) {
        break;
      }
      text[length++] = next[0];
    }
    memory.write(to, Arrays.copyOf(text, length + 1));
    return length + 1L;
  }

  private void text() {
    add(
        "bpf_trace_printk",
        (memory, format, size, a, b, c) ->
            print(kernel, memory, format, size, new long[] {a, b, c}));
    add(
        "bpf_snprintf",
        (memory, to, size, format, data, length) -> {
          long[] arguments = TracingHelpers.arguments(memory, data, length);
          String formatted =
              arguments == null
                  ? null
                  : PrintFormat.apply(
                      (Machine) memory, string((Machine) memory, format), arguments);
          if (formatted == null) {
            return Errno.EINVAL;
          }
          byte[] text = formatted.getBytes(StandardCharsets.ISO_8859_1);
          if ((int) size > 0) {
            byte[] cut = Arrays.copyOf(text, Math.min(text.length, (int) size - 1) + 1);
            cut[cut.length - 1] = 0;
            memory.write(to, cut);
          }
          return text.length + 1L;
        });
    add(
        "bpf_strtol",
        (memory, from, size, flags, to, _) ->
            number((Machine) memory, from, size, flags, to, true));
    add(
        "bpf_strtoul",
        (memory, from, size, flags, to, _) ->
            number((Machine) memory, from, size, flags, to, false));
  }

  /** Prints a line with the arguments that lie in memory. */
  static long print(
      SimulatedKernel kernel, Memory memory, long format, long size, long data, long length) {
    long[] arguments = TracingHelpers.arguments(memory, data, length);
    return arguments == null ? Errno.EINVAL : print(kernel, memory, format, size, arguments);
  }

  private static long print(
      SimulatedKernel kernel, Memory memory, long format, long size, long[] arguments) {
    byte[] text = memory.read(format, Integer.toUnsignedLong((int) size));
    String line = PrintFormat.apply((Machine) memory, text, arguments);
    if (line == null) {
      return Errno.EINVAL;
    }
    kernel.print(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line);
    return line.length();
  }

  private static byte[] string(Machine memory, long address) {
    int length = 0;
    while (memory.readByte(address + length) != 0) {
      length++;
    }
    return memory.read(address, length + 1L);
  }

  /** {@code __bpf_strtoull}: blanks, a sign, a prefix of base 8 or 16 if none is given, digits. */
  private static long number(
      Machine memory, long from, long size, long flags, long to, boolean signed) {
    String text =
        new String(
            memory.read(from, Integer.toUnsignedLong((int) size)), StandardCharsets.ISO_8859_1);
    int base = (int) flags & 31;
    if ((flags & ~31L) != 0 || (base != 0 && base != 8 && base != 10 && base != 16)) {
      return Errno.EINVAL;
    }
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (negative) {
      if (!signed) {
        return Errno.EINVAL;
      }
      at++;
    }
    boolean prefix = text.startsWith("0x", at) || text.startsWith("0X", at);
    if (base == 0) {
      base = prefix ? 16 : text.startsWith("0", at) ? 8 : 10;
    }
    if (base == 16 && prefix) {
      at += 2;
    }
    int end = at;
    while (end < text.length() && Character.digit(text.charAt(end), base) >= 0) {
      end++;
    }
    if (end == at) {
      return Errno.EINVAL;
    }
    try {
      memory.writeLong(
          to,
          signed
              ? Long.parseLong((negative ? "-" : "") + text.substring(at, end), base)
              : Long.parseUnsignedLong(text.substring(at, end), base));
    } catch (NumberFormatException _) {
      return Errno.ERANGE;
    }
    return end;
  }
}
