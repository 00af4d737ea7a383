package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.ArrayOfMaps;
import dev.tawon.lang.map.BloomFilter;
import dev.tawon.lang.map.CpuMap;
import dev.tawon.lang.map.DeviceMap;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.HashOfMaps;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.LruPerCpuHashMap;
import dev.tawon.lang.map.PerCpuHashMap;
import dev.tawon.lang.map.PerfEventArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.Queue;
import dev.tawon.lang.map.Stack;
import dev.tawon.lang.map.StackTraces;

/** Modules for tests: every kind of map. */
public final class MapPrograms {
  private MapPrograms() {}

  /** Bits of an address. */
  @Struct
  public static final class Prefix {
    public int bits;

    @Length(4)
    public byte[] address;
  }

  /** Values under keys. */
  @BpfModule
  public static final class Keyed {
    private Keyed() {}

    public static final HashMap<Integer, Counter> HASH = HashMap.of(4);
    public static final PerCpuHashMap<Long, Counter> PER_CPU = PerCpuHashMap.of(4);
    public static final LruPerCpuHashMap<Integer, Counter> LRU = LruPerCpuHashMap.of(64);
    public static final LpmTrie<Prefix, Counter> ROUTES = LpmTrie.of(8);

    @RawTracepoint("sys_enter")
    static int putIfAbsent(int key, long value) {
      Counter counter = new Counter();
      counter.value = value;
      return HASH.putIfAbsent(key, counter);
    }

    @RawTracepoint("sys_enter")
    static int replace(int key, long value) {
      Counter counter = new Counter();
      counter.value = value;
      return HASH.replace(key, counter);
    }

    @RawTracepoint("sys_enter")
    static int perCpu(long key) {
      PER_CPU.putIfAbsent(key, new Counter());
      LRU.putIfAbsent((int) key, new Counter());
      Counter one = PER_CPU.get(key);
      Counter two = LRU.get((int) key);
      if (one == null || two == null) {
        return -1;
      }
      one.add(2);
      two.add(3);
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int route(int a, int b) {
      Prefix prefix = new Prefix();
      prefix.bits = 32;
      prefix.address[0] = (byte) a;
      prefix.address[1] = (byte) b;
      Counter found = ROUTES.get(prefix);
      return found == null ? -1 : (int) found.value;
    }

    @RawTracepoint("sys_enter")
    static int exchange(int key, long expected, long value) {
      Counter counter = HASH.get(key);
      if (counter == null) {
        return -1;
      }
      return counter.compareAndSet(expected, value) ? 1 : 0;
    }

    @RawTracepoint("sys_enter")
    static int fetch(int key, long amount, long value) {
      Counter counter = HASH.get(key);
      if (counter == null) {
        return -1;
      }
      long before = counter.getAndAdd(amount);
      long sum = counter.getAndSet(value);
      return (int) (before * 1000 + sum);
    }
  }

  /** Values without keys. */
  @BpfModule
  public static final class Values {
    private Values() {}

    public static final Queue<Counter> QUEUE = Queue.of(2);
    public static final Stack<Counter> STACK = Stack.of(4);

    @RawTracepoint("sys_enter")
    static int push(long value) {
      Counter counter = new Counter();
      counter.value = value;
      int pushed = QUEUE.push(counter);
      STACK.push(counter);
      return pushed;
    }

    @RawTracepoint("sys_enter")
    static int pop() {
      Counter queued = new Counter();
      Counter stacked = new Counter();
      if (QUEUE.pop(queued) != 0 || STACK.peek(stacked) != 0) {
        return -1;
      }
      STACK.pop(stacked);
      return (int) (queued.value * 100 + stacked.value);
    }
  }

  /** A filter. */
  @BpfModule
  public static final class Filter {
    private Filter() {}

    public static final BloomFilter<Long> SEEN = BloomFilter.of(64);

    @RawTracepoint("sys_enter")
    static int add(long value) {
      return SEEN.add(value);
    }

    @RawTracepoint("sys_enter")
    static int ask(long value) {
      return SEEN.mayContain(value) ? 1 : 0;
    }
  }

  /** Records and stacks to user space. */
  @BpfModule
  public static final class Records {
    private Records() {}

    public static final PerfEventArray<Counter> EVENTS = PerfEventArray.create();
    public static final StackTraces STACKS = StackTraces.of(16);

    @RawTracepoint("sys_enter")
    static int output(long value) {
      Counter counter = new Counter();
      counter.value = value;
      return EVENTS.output(counter);
    }

    @RawTracepoint("sys_enter")
    static int stack() {
      return STACKS.record(0);
    }
  }

  /** Maps in maps. */
  @BpfModule
  public static final class Nested {
    private Nested() {}

    public static final ArrayOfMaps<HashMap<Integer, Counter>> ARRAY =
        ArrayOfMaps.of(4, HashMap.of(8));
    public static final HashOfMaps<Long, Array<Counter>> HASH = HashOfMaps.of(4, Array.of(2));

    @RawTracepoint("sys_enter")
    static int count(int outer, int key) {
      HashMap<Integer, Counter> inner = ARRAY.get(outer);
      if (inner == null) {
        return -1;
      }
      inner.putIfAbsent(key, new Counter());
      Counter counter = inner.get(key);
      if (counter == null) {
        return -2;
      }
      counter.add(1);
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int look(long outer, int key) {
      Array<Counter> inner = HASH.get(outer);
      if (inner == null) {
        return -1;
      }
      Counter counter = inner.get(key);
      return counter == null ? -2 : (int) counter.value;
    }
  }

  /** Programs that go on in others. */
  @BpfModule
  public static final class Tails {
    private Tails() {}

    public static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(Tails::drop, Tails::send);
    public static final ProgramArray<XdpPacket> LATER = ProgramArray.of(2);

    @Xdp
    static int choose(XdpPacket packet) {
      dev.tawon.lang.net.Ethernet ethernet = packet.at(0, dev.tawon.lang.net.Ethernet.class);
      if (ethernet == null) {
        return XdpAction.ABORTED;
      }
      NEXT.call(ethernet.type);
      LATER.call(0);
      return XdpAction.PASS;
    }

    @Xdp
    static int chooseByName(XdpPacket packet) {
      dev.tawon.lang.net.Ethernet ethernet = packet.at(0, dev.tawon.lang.net.Ethernet.class);
      if (ethernet != null && ethernet.type == 1) {
        NEXT.call(Tails::send);
      }
      NEXT.call(Tails::drop);
      return XdpAction.PASS;
    }

    @Xdp
    static int drop(XdpPacket packet) {
      return XdpAction.DROP;
    }

    @Xdp
    static int send(XdpPacket packet) {
      return XdpAction.TX;
    }
  }

  /** Where packets go. */
  @BpfModule
  public static final class Redirects {
    private Redirects() {}

    public static final DeviceMap DEVICES = DeviceMap.of(4);
    public static final CpuMap CPUS = CpuMap.of(4);

    @Xdp
    static int toDevice(XdpPacket packet) {
      return DEVICES.redirect(1, XdpAction.DROP);
    }

    @Xdp
    static int toCpu(XdpPacket packet) {
      return CPUS.redirect(0, XdpAction.PASS);
    }
  }
}
