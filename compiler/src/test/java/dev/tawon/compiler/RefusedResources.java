package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Timer;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.RingBuffer;

/** What is acquired and not given back as it has to be; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedResources {
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @Struct
  static final class Account {
    public SpinLock lock;
    public long left;
    public long right;
  }

  @Struct
  static final class Event {
    public int number;
  }

  static final Array<Account> ACCOUNTS = Array.of(2);
  static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);

  private RefusedResources() {}

  @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
  static native Task fromPid(int pid);

  @Kfunc(value = "bpf_task_release", releases = true)
  static native void release(Task task);

  @Kfunc(value = "bpf_cgroup_release", releases = true)
  static native void releaseGroup(Task task);

  @BtfTracepoint("sched_process_fork")
  static void forgotten() {
    fromPid(1);
    // error: is not released on this path: call bpf_task_release
  }

  @BtfTracepoint("sched_process_fork")
  static void usedBehind(Task parent) {
    Task task = fromPid(1);
    if (task != null) {
      release(task);
      // error: and is used here
      if (task.tgid == 1) {
        Bpf.currentCpu();
      }
    }
  }

  @BtfTracepoint("sched_process_fork")
  static void usedBehindOnAPath(Task parent) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return;
    }
    if (parent.tgid == 1) {
      EVENTS.submit(event);
    } else {
      EVENTS.discard(event);
    }
    // error: this was given back at line
    event.number = 3;
  }

  @BtfTracepoint("sched_process_fork")
  static void releasedByAnother(Task parent) {
    Task task = fromPid(1);
    if (task != null) {
      // error: this is not acquired here
      releaseGroup(task);
    }
  }

  @Tc
  static int lockKept(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return 0;
    }
    account.lock.lock();
    if (account.left == 0) {
      // error: is still held on this path: call unlock
      return 0;
    }
    account.lock.unlock();
    return 0;
  }

  @Tc
  static int lockTwice(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return 0;
    }
    account.lock.lock();
    // error: a lock is held since line
    account.lock.lock();
    account.lock.unlock();
    account.lock.unlock();
    return 0;
  }

  @Tc
  static int unlockTwice(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return 0;
    }
    account.lock.lock();
    account.lock.unlock();
    // error: this lock is not held here
    account.lock.unlock();
    return 0;
  }

  @Tc
  static int callUnderLock(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return 0;
    }
    account.lock.lock();
    // error: is held: get what is needed before lock
    account.left = Bpf.monotonicTimeNs();
    account.lock.unlock();
    return 0;
  }

  @Tc
  static int otherLock(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    Account other = ACCOUNTS.get(1);
    if (account == null || other == null) {
      return 0;
    }
    account.lock.lock();
    // error: this lock is not held here
    other.lock.unlock();
    return 0;
  }

  @Tc
  static int lockOnOnePath(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return 0;
    }
    if (packet.len > 60) {
      // error: is held on one of the paths that meet here and not on the other
      account.lock.lock();
    }
    account.left++;
    account.lock.unlock();
    return 0;
  }

  @Tc
  static int sectionInSection(SkBuff packet) {
    // error: is still open, and sections do not lie within others
    return Kernel.rcu(() -> Kernel.rcu(() -> packet.len));
  }

  @Kprobe("vfs_mkdir")
  static int lockInAKprobe() {
    // error: ACCOUNTS has locks in its values, which a @Kprobe program cannot use
    Account account = ACCOUNTS.get(0);
    return account == null ? 0 : 1;
  }

  @SocketFilter
  static int lockInASocketFilter(SkBuff packet) {
    // error: ACCOUNTS has locks in its values, which a @SocketFilter program cannot use
    Account account = ACCOUNTS.get(0);
    return account == null ? 0 : 1;
  }

  @Struct
  static final class Session {
    public Timer timer;
    public long rounds;
  }

  static final HashMap<Integer, Session> SESSIONS = HashMap.of(4);
  static final PerCpuArray<Session> PER_CPU = PerCpuArray.of(4);
  static final ProgramArray<SkBuff> NEXT = ProgramArray.of(RefusedResources::lockTwice);

  @Tc
  static int timerWithVariables(SkBuff packet) {
    Session session = SESSIONS.get(1);
    if (session != null && session.timer.init(SESSIONS, Timer.MONOTONIC) == 0) {
      int length = packet.len;
      // error: a timer's function runs when this program is over, and sees none of its variables
      session.timer.setCallback(SESSIONS, (key, value) -> value.rounds += length);
    }
    return 0;
  }

  @Tc
  static int timerWithThePacket(SkBuff packet) {
    Session session = SESSIONS.get(1);
    if (session != null && session.timer.init(SESSIONS, Timer.MONOTONIC) == 0) {
      // error: what the kernel handed to the program is gone
      session.timer.setCallback(SESSIONS, (key, value) -> value.rounds += packet.len);
    }
    return 0;
  }

  @Tc
  static int timerOfAnyClock(SkBuff packet) {
    Session session = SESSIONS.get(1);
    if (session != null) {
      // error: a timer's clock is a constant
      return session.timer.init(SESSIONS, packet.len);
    }
    return 0;
  }

  @Tc
  static int timerPerProcessor(SkBuff packet) {
    // error: PER_CPU has timers in its values, which a PERCPU_ARRAY map cannot have
    return PER_CPU.get(1) == null ? 0 : 1;
  }

  @Kprobe("vfs_mkdir")
  static int timerInAKprobe() {
    // error: SESSIONS has timers in its values, which a @Kprobe program cannot use
    return SESSIONS.get(1) == null ? 0 : 1;
  }

  @Tc
  static int timersOwn(SkBuff packet) {
    Session session = SESSIONS.get(1);
    if (session != null) {
      // error: Timer.first is the kernel's own
      session.rounds = session.timer.first;
    }
    return 0;
  }

  @Tc
  static int notInTheArray(SkBuff packet) {
    // error: NEXT does not have the program lockKept from the start
    NEXT.call(RefusedResources::lockKept);
    return 0;
  }
}
