package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;

/** {@code x9_hash.bpf.c}: spreads packets by a hash. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class QueueSpreader {
  /** The beginning of a packet. */
  @Struct
  static final class Start {
    @Length(64)
    byte[] bytes;
  }

  /** By queue. */
  public static final Array<Counter> QUEUES = Array.of(64);

  private QueueSpreader() {}

  @Xdp
  static int spread(XdpPacket packet) {
    Start start = packet.at(0, Start.class);
    if (start == null) {
      return XdpAction.PASS;
    }
    int hash = 0x811c9dc5;
    for (int i = 26; i < 38; i++) {
      hash ^= start.bytes[i] & 0xff;
      hash *= 16777619;
    }
    hash ^= hash >>> 16;
    int queue = Integer.remainderUnsigned(hash, 48);
    Counter count = QUEUES.get(queue);
    if (count != null) {
      count.add(1);
    }
    return (queue & 1) != 0 ? XdpAction.TX : XdpAction.PASS;
  }
}
