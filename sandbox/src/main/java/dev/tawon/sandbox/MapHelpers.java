package dev.tawon.sandbox;

import dev.tawon.isa.HelperTable;
import java.util.Arrays;
import java.util.Map;

/** The helpers that work on maps. Source: {@code kernel/bpf/helpers.c} and {@code kernel/bpf/ringbuf.c}. */
final class MapHelpers {
  private static final long CREATE = 1; // BPF_LOCAL_STORAGE_GET_F_CREATE
  private static final int MAX_CPUS = 1 << 16;

  private final SimulatedKernel kernel;

  /** What the key of a callback is in. */
  private final Region key;

  private final long keyAddress;

  private MapHelpers(SimulatedKernel kernel) {
    this.kernel = kernel;
    this.key = new Region("the key", new byte[1], false);
    this.keyAddress = kernel.addRegion(key);
  }

  static void add(SimulatedKernel kernel, Map<Integer, Helper> table) {
    MapHelpers helpers = new MapHelpers(kernel);
    helpers.elements(table);
    helpers.lists(table);
    helpers.output(table);
    helpers.storage(table);
    Dynptrs.add(kernel, helpers, table);
  }

  private void elements(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_map_lookup_elem",
        (memory, map, at, _, _, _) -> {
          KernelMap found = map(memory, map);
          return found.lookup(memory.read(at, found.spec().keySize()));
        });
    KernelHelpers.add(
        table,
        "bpf_map_update_elem",
        (memory, map, at, value, flags, _) -> {
          KernelMap found = map(memory, map);
          return found.update(
              memory.read(at, found.spec().keySize()),
              memory.read(value, found.spec().valueSize()),
              flags);
        });
    KernelHelpers.add(
        table,
        "bpf_map_delete_elem",
        (memory, map, at, _, _, _) -> {
          KernelMap found = map(memory, map);
          return found.delete(memory.read(at, found.spec().keySize()));
        });
    KernelHelpers.add(
        table,
        "bpf_map_lookup_percpu_elem",
        (memory, map, at, cpu, _, _) -> {
          KernelMap found = map(memory, map);
          long processor = Integer.toUnsignedLong((int) cpu);
          if (processor >= Math.min(kernel.cpus(), MAX_CPUS)) {
            return 0;
          }
          int here = kernel.cpu();
          kernel.runOn((int) processor);
          long address = found.lookup(memory.read(at, found.spec().keySize()));
          kernel.runOn(here);
          return address;
        });
    KernelHelpers.add(
        table,
        "bpf_for_each_map_elem",
        (memory, map, function, context, flags, _) -> {
          if (flags != 0) {
            return Errno.EINVAL;
          }
          KernelMap found = map(memory, map);
          long visited = 0;
          for (byte[] each : found.keys()) {
            long value = found.lookup(each);
            if (value == 0) {
              continue; // the callback has removed it
            }
            key.set(each, false);
            visited++;
            if (memory.callFunction(function, map, keyAddress, value, context, 0) != 0) {
              break;
            }
          }
          return visited;
        });
  }

  private void lists(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_map_push_elem",
        (memory, map, value, flags, _, _) -> {
          KernelMap found = map(memory, map);
          return found.push(memory.read(value, found.spec().valueSize()), flags);
        });
    KernelHelpers.add(
        table, "bpf_map_pop_elem", (memory, map, value, _, _, _) -> pop(memory, map, value, true));
    KernelHelpers.add(
        table,
        "bpf_map_peek_elem",
        (memory, map, value, _, _, _) -> pop(memory, map, value, false));
  }

  private long pop(Memory memory, long map, long value, boolean remove) {
    KernelMap found = map(memory, map);
    byte[] bytes = memory.read(value, found.spec().valueSize());
    int result = found.pop(bytes, remove);
    memory.write(value, bytes);
    return result;
  }

  private void output(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_ringbuf_output",
        (memory, map, data, size, flags, _) -> {
          byte[] record = memory.read(data, size);
          return (flags & ~3L) != 0 // BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP
              ? Errno.EINVAL
              : output(memory, map).output(record);
        });
    KernelHelpers.add(table, "bpf_perf_event_output", this::perfEvent);
    // The same for programs that get a pointer to a kernel structure as their context.
    for (String output : new String[] {"bpf_skb_output", "bpf_xdp_output"}) {
      KernelHelpers.add(table, output, this::perfEvent);
    }
    KernelHelpers.add(
        table,
        "bpf_ringbuf_reserve",
        (memory, map, size, flags, _, _) -> flags != 0 ? 0 : output(memory, map).reserve(size));
    KernelHelpers.add(
        table, "bpf_ringbuf_submit", (memory, record, _, _, _, _) -> finish(memory, record, true));
    KernelHelpers.add(
        table,
        "bpf_ringbuf_discard",
        (memory, record, _, _, _, _) -> finish(memory, record, false));
    KernelHelpers.add(
        table,
        "bpf_ringbuf_query",
        (memory, map, what, _, _, _) -> {
          OutputMap ring = output(memory, map);
          return switch ((int) what) {
            case 0 -> ring.used(); // BPF_RB_AVAIL_DATA
            case 1 -> ring.spec().capacity(); // BPF_RB_RING_SIZE
            case 2 -> ring.consumed(); // BPF_RB_CONS_POS
            case 3 -> ring.consumed() + ring.used(); // BPF_RB_PROD_POS
            default -> 0;
          };
        });
  }

  /** {@code bpf_perf_event_output}, with as much of the packet as the flags want ({@code BPF_F_CTXLEN_MASK}). */
  private long perfEvent(Memory memory, long context, long map, long flags, long data, long size) {
    OutputMap events = output(memory, map);
    byte[] record = memory.read(data, size);
    long cpu = flags & 0xffff_ffffL;
    if ((flags & 0xfff0_0000_0000_0000L) != 0) {
      return Errno.EINVAL;
    }
    if (cpu != 0xffff_ffffL && cpu >= kernel.cpus()) {
      return Errno.E2BIG;
    }
    int more = (int) (flags >>> Integer.SIZE);
    if (more != 0) {
      byte[] packet = ((Machine) memory).packetContext().read(0, more);
      if (packet == null) {
        return Errno.EFAULT;
      }
      record = Arrays.copyOf(record, record.length + more);
      System.arraycopy(packet, 0, record, record.length - more, more);
    }
    return events.output(record);
  }

  long finish(Memory memory, long record, boolean submit) {
    for (KernelMap map : kernel.maps()) {
      if (map instanceof OutputMap ring && ring.finish(record, submit)) {
        return 0;
      }
    }
    throw ((Machine) memory).badArgument("0x%x is no record that is reserved".formatted(record));
  }

  private void storage(Map<Integer, Helper> table) {
    for (String get :
        new String[] {
          "bpf_task_storage_get",
          "bpf_cgrp_storage_get",
          "bpf_inode_storage_get",
          "bpf_sk_storage_get"
        }) {
      if (HelperTable.number(get).isEmpty()) {
        continue;
      }
      KernelHelpers.add(
          table,
          get,
          (memory, map, owner, initial, flags, _) -> {
            KernelMap found = map(memory, map);
            byte[] of = owner(owner);
            long address = found.lookup(of);
            if (address != 0 || (flags & CREATE) == 0) {
              return address;
            }
            int size = found.spec().valueSize();
            found.update(of, initial == 0 ? new byte[size] : memory.read(initial, size), 0);
            return found.lookup(of);
          });
    }
    for (String delete :
        new String[] {
          "bpf_task_storage_delete",
          "bpf_cgrp_storage_delete",
          "bpf_inode_storage_delete",
          "bpf_sk_storage_delete"
        }) {
      if (HelperTable.number(delete).isPresent()) {
        KernelHelpers.add(
            table, delete, (memory, map, owner, _, _, _) -> map(memory, map).delete(owner(owner)));
      }
    }
    // Storage of cgroups, which is there before it is asked for: BPF_MAP_TYPE_CGROUP_STORAGE.
    KernelHelpers.add(
        table,
        "bpf_get_local_storage",
        (memory, map, _, _, _, _) -> {
          KernelMap found = map(memory, map);
          byte[] of = owner(kernel.cgroups().innermost());
          if (found.lookup(of) == 0) {
            found.update(of, new byte[found.spec().valueSize()], 0);
          }
          return found.lookup(of);
        });
  }

  private static byte[] owner(long pointer) {
    byte[] key = new byte[Long.BYTES];
    Machine.LONG.set(key, 0, pointer);
    return key;
  }

  private KernelMap map(Memory memory, long address) {
    KernelMap map = kernel.mapAt(address);
    if (map == null) {
      throw ((Machine) memory).badArgument("0x%x is no map".formatted(address));
    }
    return map;
  }

  OutputMap output(Memory memory, long address) {
    if (map(memory, address) instanceof OutputMap output) {
      return output;
    }
    throw ((Machine) memory).badArgument("the map takes no records");
  }
}
