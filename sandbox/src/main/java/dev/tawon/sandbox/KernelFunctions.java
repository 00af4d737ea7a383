package dev.tawon.sandbox;

import java.util.HashMap;
import java.util.Map;

/**
 * The kernel's functions (kfuncs) that are simulated, by name. Source: {@code kernel/bpf/helpers.c}, {@code
 * kernel/bpf/bpf_iter.c} and {@code kernel/bpf/verifier.c}, which implements some itself.
 */
final class KernelFunctions {
  private static final int MAX_LOOPS = 1 << 23; // BPF_MAX_LOOPS
  private static final int MAX_WORDS = 511; // BITS_ITER_NR_WORDS_MAX

  private final SimulatedKernel kernel;
  private final Map<String, Helper> table = new HashMap<>();

  private KernelFunctions(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  static Map<String, Helper> of(SimulatedKernel kernel) {
    KernelFunctions functions = new KernelFunctions(kernel);
    functions.pointers();
    functions.numbers();
    functions.bits();
    functions.reads();
    Dynptrs.addFunctions(functions.table);
    return functions.table;
  }

  private void pointers() {
    for (String same :
        new String[] {
          "bpf_rdonly_cast", "bpf_cast_to_kern_ctx", "bpf_task_acquire", "bpf_cgroup_acquire",
        }) {
      table.put(same, (_, pointer, _, _, _, _) -> pointer);
    }
    // One thread runs: there is nothing to keep out, and nothing goes away.
    for (String nothing :
        new String[] {
          "bpf_rcu_read_lock",
          "bpf_rcu_read_unlock",
          "bpf_preempt_disable",
          "bpf_preempt_enable",
          "bpf_task_release",
          "bpf_cgroup_release",
          "bpf_put_file",
          "bpf_key_put",
        }) {
      table.put(nothing, (_, _, _, _, _, _) -> 0);
    }
    // No keys, no files, and no metadata of a network card.
    for (String none :
        new String[] {"bpf_lookup_user_key", "bpf_lookup_system_key", "bpf_get_task_exe_file"}) {
      table.put(none, (_, _, _, _, _, _) -> 0);
    }
    for (String metadata :
        new String[] {
          "bpf_xdp_metadata_rx_timestamp",
          "bpf_xdp_metadata_rx_hash",
          "bpf_xdp_metadata_rx_vlan_tag"
        }) {
      table.put(metadata, (_, _, _, _, _, _) -> Errno.EOPNOTSUPP);
    }
    table.put(
        "bpf_task_from_pid",
        (_, pid, _, _, _, _) -> (int) pid == kernel.task().pid() ? kernel.taskAddress() : 0);
    table.put(
        "bpf_map_sum_elem_count",
        (memory, map, _, _, _, _) -> {
          KernelMap found = kernel.mapAt(map);
          if (found == null) {
            throw ((Machine) memory).unsupportedCall("0x%x is no map".formatted(map));
          }
          return found.keys().size();
        });
  }

  /** {@code struct bpf_iter_num_kern}: the number that it is at, and the end. */
  private void numbers() {
    table.put(
        "bpf_iter_num_new",
        (memory, iterator, start, end, _, _) -> {
          long count = (long) (int) end - (int) start;
          boolean good = count >= 0 && count <= MAX_LOOPS;
          memory.writeInt(iterator, good ? (int) start - 1 : 0);
          memory.writeInt(iterator + 4, good ? (int) end : 0);
          return good ? 0 : count < 0 ? Errno.EINVAL : Errno.E2BIG;
        });
    table.put(
        "bpf_iter_num_next",
        (memory, iterator, _, _, _, _) -> {
          int next = memory.readInt(iterator) + 1;
          if (next >= memory.readInt(iterator + 4)) {
            memory.writeLong(iterator, 0);
            return 0;
          }
          memory.writeInt(iterator, next);
          return iterator;
        });
    table.put(
        "bpf_iter_num_destroy",
        (memory, iterator, _, _, _, _) -> {
          memory.writeLong(iterator, 0);
          return 0;
        });
  }

  /** {@code struct bpf_iter_bits_kern}: the address of a copy of the bits, how many there are, the bit that it is at. */
  private void bits() {
    table.put(
        "bpf_iter_bits_new",
        (memory, iterator, words, count, _, _) -> {
          memory.write(iterator, new byte[16]);
          int number = (int) count;
          if (words == 0 || number == 0) {
            return Errno.EINVAL;
          }
          if (Integer.compareUnsigned(number, MAX_WORDS) > 0) {
            return Errno.E2BIG;
          }
          byte[] copy = ((Machine) memory).tryRead(words, 8L * number);
          if (copy == null) {
            return Errno.EFAULT;
          }
          memory.writeLong(iterator, kernel.addRegion(new Region("the bits", copy, false)));
          memory.writeInt(iterator + 8, 64 * number);
          memory.writeInt(iterator + 12, -1);
          return 0;
        });
    table.put(
        "bpf_iter_bits_next",
        (memory, iterator, _, _, _, _) -> {
          int count = memory.readInt(iterator + 8);
          int bit = memory.readInt(iterator + 12) + 1;
          long words = memory.readLong(iterator);
          for (; bit < count; bit++) {
            if ((memory.readLong(words + bit / 64 * 8L) >>> bit % 64 & 1) != 0) {
              memory.writeInt(iterator + 12, bit);
              return iterator + 12;
            }
          }
          memory.writeInt(iterator + 8, 0);
          return 0;
        });
    table.put(
        "bpf_iter_bits_destroy",
        (memory, iterator, _, _, _, _) -> {
          long words = memory.readLong(iterator);
          if (kernel.region(words >>> Region.SHIFT).name.equals("the bits")) {
            kernel.removeRegion(words);
          }
          memory.write(iterator, new byte[16]);
          return 0;
        });
  }

  private void reads() {
    table.put(
        "bpf_copy_from_user_str",
        (memory, to, size, from, flags, _) -> {
          if ((flags & ~1L) != 0) { // BPF_F_PAD_ZEROS
            return Errno.EINVAL;
          }
          if (flags == 1) {
            memory.write(to, new byte[Math.min(Math.max((int) size, 0), Region.MAX_SIZE)]);
          }
          return KernelHelpers.readString((Machine) memory, to, (int) size, from);
        });
    table.put(
        "bpf_local_irq_save",
        (memory, flags, _, _, _, _) -> {
          memory.writeLong(flags, 0);
          return 0;
        });
    table.put("bpf_local_irq_restore", (_, _, _, _, _, _) -> 0);
  }
}
