package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.map.Array;

/** Modules for tests: functions of the kernel, locks, pointers with lengths. */
public final class KernelFunctions {
  private KernelFunctions() {}

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  /** Acquires tasks. */
  @BpfModule
  public static final class Tasks {
    private Tasks() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(2);

    @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
    static native Task taskFromPid(int pid);

    @Kfunc(value = "bpf_task_release", releases = true)
    static native void release(Task task);

    @BtfTracepoint("sched_process_fork")
    static void onFork(Task parent) {
      if (parent.tgid != process) {
        return;
      }
      Task found = taskFromPid(process);
      if (found == null) {
        return;
      }
      Counter counter = COUNTS.get(found.tgid == process ? 0 : 1);
      // A fault, if it were null, gives the task back.
      counter.add(1);
      release(found);
    }
  }

  /** A value with a lock. */
  @Struct
  public static final class Account {
    public SpinLock lock;
    public long left;
    public long right;
  }

  /** Locks. */
  @BpfModule
  public static final class Locks {
    private Locks() {}

    public static final Array<Account> ACCOUNTS = Array.of(1);

    @Tc
    static int move(SkBuff packet) {
      Account account = ACCOUNTS.get(0);
      if (account == null) {
        return 2;
      }
      int amount = packet.len;
      account.lock.lock();
      account.left -= amount;
      account.right += amount;
      account.lock.unlock();
      return 0;
    }
  }

  /** A value with a lock behind other fields. */
  @Struct
  public static final class Ledger {
    @Length(4)
    public long[] rows;

    public SpinLock lock;
  }

  /** Faults under a lock. */
  @BpfModule
  public static final class LockFaults {
    private LockFaults() {}

    public static final Array<Ledger> LEDGERS = Array.of(1);

    @Tc
    static int add(SkBuff packet) {
      Ledger ledger = LEDGERS.get(0);
      int row = packet.len - 60;
      ledger.lock.lock();
      ledger.rows[row]++;
      ledger.rows[0] += 100 / row;
      ledger.lock.unlock();
      return 1;
    }
  }

  /** Faults before what was asked for is looked at. */
  @BpfModule
  public static final class EarlyFaults {
    private EarlyFaults() {}

    @Configurable static int process = 0;

    static int seen;

    @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
    static native Task taskFromPid(int pid);

    @Kfunc(value = "bpf_task_release", releases = true)
    static native void release(Task task);

    @Tc
    static int find(SkBuff packet) {
      Task first = taskFromPid(process);
      Task second = taskFromPid(packet.len);
      int[] row = new int[4];
      row[packet.len - 60] = 7;
      if (first != null) {
        seen = first.tgid;
      }
      if (second != null) {
        release(second);
      }
      if (first != null) {
        release(first);
      }
      return row[0] + row[1] + row[2];
    }
  }

  /** 32 bytes. */
  @Struct
  public static final class Room {
    public long a;
    public long b;
    public long c;
    public long d;
  }

  /** Pointers with lengths. */
  @BpfModule
  public static final class Pointers {
    private Pointers() {}

    public static final Array<Room> ROOMS = Array.of(1);

    @RawTracepoint("sys_enter")
    static int write(int offset, long value) {
      Room room = ROOMS.get(0);
      if (room == null) {
        return -1;
      }
      Dynptr pointer = new Dynptr();
      if (Helpers.dynptrFromMem(room, 32, 0, pointer) != 0) {
        return -2;
      }
      long[] data = new long[1];
      data[0] = value;
      return (int) Helpers.dynptrWrite(pointer, offset, data, 8, 0);
    }
  }
}
