package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/** {@code x2_ratelimit.bpf.c}: a token bucket for each IPv4 sender. */
@BpfModule(license = "GPL")
public final class RateLimiter {
  private static final int MOST = 100;

  /** A sender's bucket. */
  @Struct
  public static final class Bucket {
    public long filledNs;
    public int tokens;
    public int dropped;
  }

  /** By sender. */
  public static final LruHashMap<Integer, Bucket> BUCKETS = LruHashMap.of(16_384);

  private RateLimiter() {}

  @Xdp
  static int limit(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ethernet == null || ip == null || ethernet.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    int sender = Integer.reverseBytes(ip.source);
    long now = Bpf.monotonicTimeNs();
    Bucket bucket = BUCKETS.get(sender);
    if (bucket == null) {
      Bucket fresh = new Bucket();
      fresh.filledNs = now;
      fresh.tokens = MOST - 1;
      BUCKETS.put(sender, fresh);
      return XdpAction.PASS;
    }
    long gained = Long.divideUnsigned(now - bucket.filledNs, 1_000_000);
    if (gained != 0) {
      long tokens = bucket.tokens + gained;
      bucket.tokens = (int) Math.min(tokens, MOST);
      bucket.filledNs += gained * 1_000_000;
    }
    if (bucket.tokens == 0) {
      bucket.dropped++;
      return XdpAction.DROP;
    }
    bucket.tokens--;
    return XdpAction.PASS;
  }
}
