package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/** {@code x21_bucket.bpf.c}: a bucket of tokens for each prefix. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class PrefixLimiter {
  private static final long SECOND = 1_000_000_000;

  private PrefixLimiter() {}

  /** The key of a trie. */
  @Struct
  public static final class Prefix {
    public int bits;
    public int address;
  }

  /** Bytes that may pass. */
  @Struct
  public static final class Bucket {
    public long filled;
    public long rate;
    public long burst;
    public long tokens;
    public long passed;
    public long dropped;
  }

  /** A number. */
  @Struct
  public static final class Count {
    public long value;
  }

  /** As in C. */
  public static final LpmTrie<Prefix, Bucket> BUCKETS = LpmTrie.of(1024);

  /** As in C. */
  public static final PerCpuArray<Count> STATS = PerCpuArray.of(4);

  private static int verdict(int why, int action) {
    Count n = STATS.get(why);
    if (n != null) {
      n.value++;
    }
    return action;
  }

  @Xdp
  static int limit(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ethernet == null || ip == null) {
      return verdict(0, XdpAction.PASS);
    }
    if (ethernet.type != Ethernet.IPV4) {
      return verdict(0, XdpAction.PASS);
    }
    Prefix prefix = new Prefix();
    prefix.bits = 32;
    prefix.address = Integer.reverseBytes(ip.source);
    Bucket bucket = BUCKETS.get(prefix);
    if (bucket == null) {
      return verdict(1, XdpAction.PASS);
    }
    long now = Bpf.monotonicTimeNs();
    long size = packet.data_end - packet.data;
    long elapsed = now - bucket.filled;
    if (Long.compareUnsigned(elapsed, SECOND) > 0) {
      elapsed = SECOND;
    }
    long tokens = bucket.tokens + Long.divideUnsigned(elapsed * bucket.rate, SECOND);
    if (Long.compareUnsigned(tokens, bucket.burst) > 0) {
      tokens = bucket.burst;
    }
    bucket.filled = now;
    if (Long.compareUnsigned(tokens, size) < 0) {
      bucket.tokens = tokens;
      bucket.dropped++;
      return verdict(3, XdpAction.DROP);
    }
    bucket.tokens = tokens - size;
    bucket.passed++;
    return verdict(2, XdpAction.PASS);
  }
}
