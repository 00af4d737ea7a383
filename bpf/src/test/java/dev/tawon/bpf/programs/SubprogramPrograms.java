package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Text;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** Modules for tests: methods that several calls share, with what belongs to the kernel. */
public final class SubprogramPrograms {
  private SubprogramPrograms() {}

  /** Makes whatever calls it, once, a long method. */
  private static int blend(int number) {
    int x = number;
    x ^= x >>> 16;
    x *= 0x7feb352d;
    x ^= x >>> 15;
    x *= 0x846ca68b;
    x ^= x >>> 16;
    x += (x & 0xff) * 3 + (x >>> 8 & 0xff) * 5 + (x >>> 16 & 0xff) * 7 + (x >>> 24) * 11;
    return x ^ x << 9;
  }

  /** What {@link Packets} and {@link Memory} add up, by the test's own count. */
  static int expected(int number) {
    return blend(number);
  }

  /** Packets, and the context that they come from. */
  @BpfModule
  public static final class Packets {
    private Packets() {}

    public static final Array<Counter> SEEN = Array.of(4);
    public static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(Packets::last);

    /** The port at an offset, or -1. */
    private static int port(XdpPacket packet, int offset) {
      Udp udp = packet.at(offset, Udp.class);
      if (udp == null) {
        return -1;
      }
      Counter counter = SEEN.get(udp.destination & 3);
      if (counter != null) {
        counter.add(blend(udp.destination));
      }
      return udp.destination;
    }

    @Xdp
    static int ports(XdpPacket packet) {
      if (port(packet, 0) < 0) {
        return XdpAction.DROP;
      }
      int second = port(packet, 8);
      int third = port(packet, 16);
      return second == third ? XdpAction.TX : XdpAction.PASS;
    }

    /** Changes what a header says. */
    private static void rewrite(Ipv4 ip, Ethernet ethernet, int by) {
      ip.timeToLive += (byte) by;
      ip.identification ^= (char) blend(by);
      ethernet.type = (char) (ethernet.type + by);
      if (by == 99) {
        throw new IllegalArgumentException();
      }
    }

    @Xdp
    static int headers(XdpPacket packet) {
      Ethernet ethernet = packet.at(0, Ethernet.class);
      Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
      if (ip == null || ethernet == null) {
        return XdpAction.DROP;
      }
      rewrite(ip, ethernet, 1);
      rewrite(ip, ethernet, 0);
      rewrite(ip, ethernet, ethernet.type == 99 ? 99 : 2);
      return XdpAction.TX;
    }

    @Xdp
    static int callsAndGoesOn(XdpPacket packet) {
      if (port(packet, 0) + port(packet, 8) + port(packet, 16) == 3) {
        NEXT.call(0);
      }
      return XdpAction.PASS;
    }

    @Xdp
    static int last(XdpPacket packet) {
      return XdpAction.TX;
    }
  }

  /** Bytes at odd places of an array on the stack, by an index that the verifier does not know (Linux 5.12). */
  @BpfModule
  public static final class OddPlaces {
    private OddPlaces() {}

    /** A name at an odd place. */
    @Struct
    public static final class Row {
      public byte first;

      @Length(8)
      public byte[] name;

      public byte second;
      public byte third;
    }

    /** Names at odd places. */
    @Struct
    public static final class Rows {
      @Length(2)
      public Row[] rows;
    }

    private static int initial(byte[] name, int by) {
      int x = Text.equals(name, "abcdefgh") ? 1 : Text.startsWith(name, "ab") ? 2 : 3;
      name[0] = 'a';
      name[by] = (byte) ('a' + by);
      return x + (blend(by) & 0) + (blend(by + 1) & 0);
    }

    @RawTracepoint("sys_enter")
    static int rows(long a, long b) {
      Rows rows = new Rows();
      Row row = rows.rows[(int) b & 1];
      row.first = 1;
      row.name[0] = 'b';
      row.name[1] = 2;
      row.second = 3;
      row.third = 4;
      int sum = 0;
      for (int i = 0; i < 8; i++) {
        sum = initial(rows.rows[(int) a & 1].name, i);
      }
      return sum * 100
          + initial(rows.rows[(int) b & 1].name, 1) * 10
          + initial(rows.rows[0].name, 1);
    }
  }

  /** Maps, records and locks. */
  @BpfModule
  public static final class Memory {
    private Memory() {}

    /** What is reported. */
    @Struct
    public static final class Event {
      public long number;
      public int sum;

      @Length(16)
      public byte[] name;
    }

    /** Numbers that a lock keeps in step. */
    @Struct
    public static final class Account {
      public SpinLock lock;
      public long spent;
      public long left;
    }

    public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);
    public static final HashMap<Long, Counter> FIRST = HashMap.of(16);
    public static final HashMap<Long, Counter> SECOND = HashMap.of(16);
    public static final Array<Account> ACCOUNTS = Array.of(1);

    private static void fill(Event event, int divisor) {
      event.number += 100 / divisor;
      event.sum ^= blend(divisor);
      event.name[divisor & 15] = (byte) divisor;
      event.name[divisor] += 1;
    }

    /** A fault gives the record back: the kernel would not load the program otherwise. */
    @RawTracepoint("sys_enter")
    static int records(long a, long b) {
      Event event = EVENTS.reserve();
      if (event == null) {
        return -1;
      }
      event.number = 0;
      event.sum = 0;
      for (int i = 0; i < 16; i++) {
        event.name[i] = 0;
      }
      fill(event, (int) a);
      fill(event, (int) b);
      fill(event, 3);
      EVENTS.submit(event);
      return 1;
    }

    private static long count(HashMap<Long, Counter> map, long key, int by) {
      Counter counter = map.get(key);
      if (counter == null) {
        map.put(key, new Counter());
        counter = map.get(key);
      }
      long before = counter.value;
      counter.add(blend(by) & 7);
      return before;
    }

    @RawTracepoint("sys_enter")
    static int maps(long a, long b) {
      long sum = count(FIRST, a, 1) + count(FIRST, b, 2) + count(FIRST, a, 3);
      return (int) (sum + count(SECOND, a, 1) + count(SECOND, a, 2));
    }

    private static long value(Counter counter, long otherwise) {
      if (counter == null) {
        return otherwise;
      }
      counter.add(1);
      return counter.value * 1000 + blend((int) otherwise);
    }

    @RawTracepoint("sys_enter")
    static int perhapsAValue(long a, long b) {
      Counter first = FIRST.get(a);
      Counter second = FIRST.get(b);
      return (int) (value(first, 1) + value(second, 2) + value(first, 3));
    }

    private static void move(Account account, long by) {
      account.lock.lock();
      account.spent += by;
      account.left -= by;
      account.lock.unlock();
      account.lock.lock();
      account.spent += blend((int) by) & 1;
      account.spent -= blend((int) by) & 1;
      account.lock.unlock();
    }

    private static long balance(long number, int rounds) {
      long x = number + blend(rounds);
      for (int i = 0; i < rounds; i++) {
        x ^= x >>> 7;
      }
      return x & 1;
    }

    @Tc
    static int locks(SkBuff packet) {
      Account account = ACCOUNTS.get(0);
      if (account == null) {
        return TcAction.OK;
      }
      move(account, packet.len);
      move(account, 5);
      account.lock.lock();
      account.left += balance(account.spent, 1) + balance(account.spent, 3);
      account.lock.unlock();
      return TcAction.OK;
    }
  }

  /** The kernel's structures. */
  @BpfModule
  public static final class Tasks {
    private Tasks() {}

    /** {@code struct task_struct}. */
    @KernelType("task_struct")
    static final class Task {
      int pid;
      int tgid;
      Task real_parent;
      Task group_leader;
    }

    private static int family(Task task, int depth) {
      Task each = task;
      int sum = 0;
      for (int i = 0; i < depth; i++) {
        sum += each.tgid == each.group_leader.pid ? 1 : 1000;
        each = each.real_parent;
      }
      return sum + (blend(depth) & 0) + (blend(depth + 1) & 0);
    }

    @RawTracepoint("sys_enter")
    static int kernelPointers(long a, long b) {
      Task task = Bpf.currentTask(Task.class);
      return family(task, 1) * 100 + family(task.real_parent, 2) * 10 + family(task, 3);
    }
  }
}
