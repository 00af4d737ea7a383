package dev.tawon.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Timers in the values of maps: {@code struct bpf_timer}. None runs by itself, since the clock stands still. Source: {@code
 * kernel/bpf/helpers.c}.
 */
final class Timers {
  private static final long FLAGS = 3; // BPF_F_TIMER_ABS, BPF_F_TIMER_CPU_PIN
  private static final int CLOCK_BITS = 0xf;

  /** A timer that {@code bpf_timer_init} has made. */
  private static final class Timer {
    private final long map;
    private final Machine machine;
    private long callback;
    private long due = -1;
    private long order;

    Timer(long map, Machine machine) {
      this.map = map;
      this.machine = machine;
    }
  }

  private final SimulatedKernel kernel;
  private final Map<Long, Timer> timers = new HashMap<>();
  private final Region key = new Region("the key", new byte[1], false);
  private long keyAddress;
  private long started;

  Timers(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  void add(Map<Integer, Helper> table) {
    keyAddress = kernel.addRegion(key);
    KernelHelpers.add(
        table,
        "bpf_timer_init",
        (memory, timer, map, flags, _, _) -> {
          // CLOCK_REALTIME is 0, CLOCK_MONOTONIC 1, CLOCK_BOOTTIME 7
          boolean clock = flags == 0 || flags == 1 || flags == 7;
          if ((flags & ~CLOCK_BITS) != 0 || !clock) {
            return Errno.EINVAL;
          }
          if (kernel.mapAt(map) == null) {
            throw ((Machine) memory).badArgument("0x%x is no map".formatted(map));
          }
          memory.readLong(timer);
          return timers.putIfAbsent(timer, new Timer(map, (Machine) memory)) == null
              ? 0
              : Errno.EBUSY;
        });
    KernelHelpers.add(
        table,
        "bpf_timer_set_callback",
        (_, at, callback, _, _, _) -> {
          Timer timer = timers.get(at);
          if (timer == null) {
            return Errno.EINVAL;
          }
          timer.callback = callback;
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_timer_start",
        (_, at, nanoseconds, flags, _, _) -> {
          Timer timer = timers.get(at);
          if ((flags & ~FLAGS) != 0 || timer == null || timer.callback == 0) {
            return Errno.EINVAL;
          }
          timer.due = (flags & 1) != 0 ? nanoseconds : kernel.time() + nanoseconds;
          timer.order = started++;
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_timer_cancel",
        (_, at, _, _, _, _) -> {
          Timer timer = timers.get(at);
          if (timer == null) {
            return Errno.EINVAL;
          }
          boolean active = timer.due >= 0;
          timer.due = -1;
          return active ? 1 : 0;
        });
  }

  /** Runs what is due now, but not what that starts anew. Returns how many ran. */
  int run() {
    List<Map.Entry<Long, Timer>> due = new ArrayList<>();
    for (Map.Entry<Long, Timer> entry : timers.entrySet()) {
      if (entry.getValue().due >= 0 && entry.getValue().due <= kernel.time()) {
        due.add(entry);
      }
    }
    due.sort(
        Comparator.comparingLong((Map.Entry<Long, Timer> entry) -> entry.getValue().due)
            .thenComparingLong(entry -> entry.getValue().order));
    int ran = 0;
    for (Map.Entry<Long, Timer> entry : due) {
      Timer timer = entry.getValue();
      if (timer.due < 0) {
        continue; // one before it has cancelled it
      }
      timer.due = -1;
      long value = value(timer.map, entry.getKey());
      if (value != 0) { // else it went with its element
        timer.machine.callBack(timer.callback, timer.map, keyAddress, value);
        ran++;
      }
    }
    return ran;
  }

  /** The value that a timer is in, whose key is put where the callback finds it. */
  private long value(long address, long timer) {
    KernelMap map = kernel.mapAt(address);
    if (map == null) {
      return 0;
    }
    for (byte[] each : map.keys()) {
      long value = map.lookup(each);
      if (value != 0 && timer >= value && timer - value < map.spec().valueSize()) {
        key.set(each, false);
        return value;
      }
    }
    return 0;
  }
}
