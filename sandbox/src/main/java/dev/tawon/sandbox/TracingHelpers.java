package dev.tawon.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The helpers of programs that trace, and those that have little to do where one thread runs. Source: {@code
 * kernel/trace/bpf_trace.c}, {@code kernel/bpf/stackmap.c} and {@code kernel/bpf/helpers.c}.
 */
final class TracingHelpers {
  private static final int SKIP = 0xff; // BPF_F_SKIP_FIELD_MASK
  private static final int USER_STACK = 1 << 8; // BPF_F_USER_STACK
  private static final int STACK_FLAGS = SKIP | USER_STACK | 1 << 11; // BPF_F_USER_BUILD_ID
  private static final int STACK_ID_FLAGS = SKIP | USER_STACK | 3 << 9;

  private final SimulatedKernel kernel;
  private final Map<Integer, Helper> table;

  private TracingHelpers(SimulatedKernel kernel, Map<Integer, Helper> table) {
    this.kernel = kernel;
    this.table = table;
  }

  static void add(SimulatedKernel kernel, Map<Integer, Helper> table) {
    TracingHelpers helpers = new TracingHelpers(kernel, table);
    helpers.stacks();
    helpers.processes();
    helpers.arguments();
    helpers.locks();
  }

  private void add(String name, Helper helper) {
    KernelHelpers.add(table, name, helper);
  }

  private void stacks() {
    add(
        "bpf_get_stackid",
        (memory, _, map, flags, _, _) -> {
          if (!(kernel.mapAt(map) instanceof StackMap stacks)) {
            throw ((Machine) memory).badArgument("0x%x is no map of stacks".formatted(map));
          }
          return (flags & ~STACK_ID_FLAGS) != 0
              ? Errno.EINVAL
              : stacks.add(kernel.stack((flags & USER_STACK) != 0), flags);
        });
    add("bpf_get_stack", (memory, _, to, size, flags, _) -> stack(memory, to, size, flags));
    add(
        "bpf_get_task_stack",
        (memory, task, to, size, flags, _) ->
            task == kernel.taskAddress() ? stack(memory, to, size, flags) : Errno.EFAULT);
  }

  private long stack(Memory memory, long to, long size, long flags) {
    long[] stack = kernel.stack((flags & USER_STACK) != 0);
    int skipped = (int) flags & SKIP;
    int bytes = (int) size;
    byte[] found = new byte[Math.clamp(bytes, 0, 1 << 16)];
    int depth = Math.min(stack.length - skipped, found.length / 8);
    for (int i = 0; i < depth; i++) {
      Machine.LONG.set(found, 8 * i, stack[skipped + i]);
    }
    memory.write(to, found); // zeros after the last address
    if ((flags & ~STACK_FLAGS) != 0 || bytes < 0 || bytes % 8 != 0) {
      return Errno.EINVAL;
    }
    return depth <= 0 ? Errno.EFAULT : 8L * depth;
  }

  private void processes() {
    add(
        "bpf_current_task_under_cgroup",
        (memory, map, index, _, _, _) -> {
          if (!(kernel.mapAt(map) instanceof ReferenceMap cgroups)) {
            throw ((Machine) memory).badArgument("0x%x is no array of cgroups".formatted(map));
          }
          int at = (int) index;
          if (Integer.compareUnsigned(at, cgroups.spec().capacity()) >= 0) {
            return Errno.E2BIG;
          }
          Long cgroup = cgroups.cgroup(at);
          return cgroup == null ? Errno.EAGAIN : kernel.cgroups().contains(cgroup) ? 1 : 0;
        });
    add("bpf_get_current_cgroup_id", (_, _, _, _, _, _) -> kernel.cgroups().innermost());
    add(
        "bpf_get_current_ancestor_cgroup_id",
        (_, level, _, _, _, _) -> kernel.cgroups().at((int) level));
    add(
        "bpf_get_ns_current_pid_tgid",
        (memory, _, _, to, size, _) -> {
          if ((int) size != 8) {
            return Errno.EINVAL;
          }
          memory.writeInt(to, kernel.task().pid());
          memory.writeInt(to + 4, kernel.task().tgid());
          return 0;
        });
    add("bpf_send_signal", (_, signal, _, _, _, _) -> signal(signal));
    add("bpf_send_signal_thread", (_, signal, _, _, _, _) -> signal(signal));
    add(
        "bpf_probe_write_user",
        (memory, to, from, size, _, _) -> {
          byte[] bytes = memory.read(from, Integer.toUnsignedLong((int) size));
          return ((Machine) memory).tryWrite(to, bytes) ? 0 : Errno.EPERM;
        });
    add(
        "bpf_copy_from_user",
        (memory, to, size, from, _, _) -> KernelHelpers.probeRead(memory, to, size, from));
    add(
        "bpf_copy_from_user_task",
        (memory, to, size, from, _, flags) ->
            flags != 0 ? Errno.EINVAL : KernelHelpers.probeRead(memory, to, size, from));
  }

  /** The signal is noted among what is printed: there is no process to get it. */
  private long signal(long signal) {
    if (Integer.compareUnsigned((int) signal, 64) > 0) {
      return Errno.EINVAL;
    }
    kernel.print("signal " + (int) signal + " to process " + kernel.task().pid());
    return 0;
  }

  /** The context of a trampoline is its arguments, and the word before it says how many there are; here it is the context's size. */
  private void arguments() {
    add("bpf_get_attach_cookie", (_, _, _, _, _, _) -> kernel.attachCookie());
    add("bpf_get_func_ip", (_, _, _, _, _, _) -> kernel.addressOfFunction("that is traced"));
    add("bpf_get_func_arg_cnt", (memory, _, _, _, _, _) -> arguments(memory));
    add(
        "bpf_get_func_arg",
        (memory, context, number, to, _, _) -> {
          if (Integer.compareUnsigned((int) number, arguments(memory)) >= 0) {
            return Errno.EINVAL;
          }
          memory.writeLong(to, memory.readLong(context + 8L * (int) number));
          return 0;
        });
    add(
        "bpf_get_func_ret",
        (memory, context, to, _, _, _) -> {
          memory.writeLong(to, memory.readLong(context + 8L * arguments(memory)));
          return 0;
        });
  }

  /** All words of the context but the last one, which is the result. */
  private static int arguments(Memory memory) {
    return Math.max(0, ((Machine) memory).context.length / 8 - 1);
  }

  private void locks() {
    for (String lock : new String[] {"bpf_spin_lock", "bpf_spin_unlock"}) {
      add(
          lock,
          (memory, at, _, _, _, _) -> {
            boolean locked = memory.readInt(at) != 0;
            if (locked == lock.endsWith("_lock")) { // it would wait for ever
              throw ((Machine) memory)
                  .badArgument(locked ? "the lock is held already" : "the lock is not held");
            }
            memory.writeInt(at, locked ? 0 : 1);
            return 0;
          });
    }
    add(
        "bpf_kptr_xchg",
        (memory, at, pointer, _, _, _) -> {
          long old = memory.readLong(at);
          memory.writeLong(at, pointer);
          return old;
        });
    add(
        "bpf_per_cpu_ptr",
        (_, pointer, cpu, _, _, _) ->
            Integer.compareUnsigned((int) cpu, kernel.cpus()) < 0 ? pointer : 0);
    add("bpf_this_cpu_ptr", (_, pointer, _, _, _, _) -> pointer);
    // Sockets: none is found, and one that a program was given is what it is taken for.
    for (String lookup :
        new String[] {"bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp"}) {
      add(lookup, (_, _, _, _, _, _) -> 0);
    }
    for (String cast :
        new String[] {
          "bpf_sk_fullsock",
          "bpf_tcp_sock",
          "bpf_skc_to_tcp_sock",
          "bpf_skc_to_tcp6_sock",
          "bpf_skc_to_udp6_sock",
          "bpf_skc_to_unix_sock",
          "bpf_skc_to_tcp_request_sock",
          "bpf_skc_to_tcp_timewait_sock"
        }) {
      add(cast, (_, socket, _, _, _, _) -> socket);
    }
    add("bpf_sk_release", (_, _, _, _, _, _) -> 0);
  }

  /** {@code bpf_seq_write} and {@code bpf_seq_printf} of iterators print to the kernel's lines. */
  static void addSequences(SimulatedKernel kernel, Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_seq_write",
        (memory, _, data, size, _, _) -> {
          byte[] bytes = memory.read(data, Integer.toUnsignedLong((int) size));
          kernel.print(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_seq_printf",
        (memory, _, format, size, data, length) ->
            KernelHelpers.print(kernel, memory, format, size, data, length) < 0 ? Errno.EINVAL : 0);
    KernelHelpers.add(
        table,
        "bpf_trace_vprintk",
        (memory, format, size, data, length, _) ->
            KernelHelpers.print(kernel, memory, format, size, data, length));
  }

  /** The arguments of a format, which lie one after the other; null if they make no sense. */
  static long @org.jspecify.annotations.Nullable [] arguments(
      Memory memory, long data, long length) {
    int bytes = (int) length;
    if (bytes % 8 != 0 || Integer.compareUnsigned(bytes, 96) > 0 || (bytes != 0 && data == 0)) {
      return null; // MAX_BPRINTF_VARARGS is 12
    }
    long[] arguments = new long[bytes / 8];
    Arrays.setAll(arguments, i -> memory.readLong(data + 8L * i));
    return arguments;
  }
}
