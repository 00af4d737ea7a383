package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** {@code x19_block.bpf.c}: how long block devices take. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class BlockLatency {
  private BlockLatency() {}

  @KernelType("gendisk")
  static final class Disk {
    int major;
    int first_minor;
  }

  @KernelType("request_queue")
  static final class Queue {
    Disk disk;
  }

  @KernelType("request")
  static final class Request {
    Queue q;
    int cmd_flags;
  }

  /** Which device, and for what. */
  @Struct
  public static final class Key {
    public int dev;
    public int flags;
  }

  /** By powers of two. */
  @Struct
  public static final class Hist {
    @Length(27)
    public Counter[] slots;
  }

  /** As in C. */
  public static final HashMap<Long, Long> START = HashMap.of(10240);

  /** As in C. */
  public static final HashMap<Key, Hist> HISTS = HashMap.of(1024);

  private static int log2(int number) {
    int v = number;
    int r = Integer.compareUnsigned(v, 0xffff) > 0 ? 16 : 0;
    v >>>= r;
    int shift = Integer.compareUnsigned(v, 0xff) > 0 ? 8 : 0;
    v >>>= shift;
    r |= shift;
    shift = Integer.compareUnsigned(v, 0xf) > 0 ? 4 : 0;
    v >>>= shift;
    r |= shift;
    shift = Integer.compareUnsigned(v, 3) > 0 ? 2 : 0;
    v >>>= shift;
    r |= shift;
    return r | v >>> 1;
  }

  @Kprobe("blk_mq_start_request")
  static void issue(long rq) {
    START.put(rq, Bpf.monotonicTimeNs());
  }

  @Kprobe("blk_mq_end_request")
  static void complete(Request rq) {
    long address = dev.tawon.lang.Kernel.address(rq);
    Long ts = START.get(address);
    if (ts == null) {
      return;
    }
    long delta = Bpf.monotonicTimeNs() - ts;
    if (delta >= 0) {
      count(rq, delta);
    }
    START.remove(address);
  }

  private static void count(Request rq, long delta) {
    Key key = new Key();
    Disk disk = rq.q.disk;
    key.dev = disk != null ? disk.major << 20 | disk.first_minor : 0;
    key.flags = rq.cmd_flags & 0xff;
    Hist h = HISTS.get(key);
    if (h == null) {
      HISTS.put(key, new Hist());
      h = HISTS.get(key);
      if (h == null) {
        return;
      }
    }
    int slot = log2((int) Long.divideUnsigned(delta, 1000));
    if (slot >= 27) {
      slot = 26;
    }
    h.slots[slot].add(1);
  }
}
