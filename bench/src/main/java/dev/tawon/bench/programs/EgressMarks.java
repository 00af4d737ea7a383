package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Direction;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/** {@code x15_marks.bpf.c}: packets marked by where they go. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class EgressMarks {
  private EgressMarks() {}

  /** A key. */
  @Struct
  public static final class Key {
    public int prefixLength;
    public int address;
  }

  /** A rule. */
  @Struct
  public static final class Rule {
    public int mark;
    public int priority;
    public long packets;
    public long bytes;
  }

  /** As in C. */
  public static final LpmTrie<Key, Rule> RULES = LpmTrie.of(1024);

  /** As in C. */
  public static final PerCpuArray<Counter> TOTALS = PerCpuArray.of(4);

  private static void count(int i) {
    Counter c = TOTALS.get(i);
    if (c != null) c.value++;
  }

  @Tc(Direction.EGRESS)
  static int mark(SkBuff skb) {
    Ethernet eth = skb.at(0, Ethernet.class);
    if (eth == null) {
      return TcAction.OK;
    }
    if (eth.type != Ethernet.IPV4) {
      count(0);
      return TcAction.OK;
    }
    Ipv4 ip = skb.at(14, Ipv4.class);
    if (ip == null) {
      return TcAction.SHOT;
    }
    Key k = new Key();
    k.prefixLength = 32;
    k.address = Integer.reverseBytes(ip.destination);
    Rule r = RULES.get(k);
    if (r == null) {
      count(1);
      return TcAction.OK;
    }
    r.packets++;
    r.bytes += skb.len;
    if (r.mark == -1) {
      count(2);
      return TcAction.SHOT;
    }
    skb.mark = r.mark;
    if (ip.protocol == 6 || ip.protocol == 17) skb.priority = r.priority;
    count(3);
    return TcAction.OK;
  }
}
