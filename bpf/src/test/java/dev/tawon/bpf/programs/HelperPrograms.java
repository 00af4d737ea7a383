package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.HashMap;

/** A module for tests: helpers as the kernel declares them. */
@BpfModule
public final class HelperPrograms {
  private HelperPrograms() {}

  public static final HashMap<Integer, Counter> MAP = HashMap.of(4);

  @Tc
  static int load(SkBuff packet) {
    byte[] bytes = new byte[4];
    int size = packet.mark == 0 ? 4 : 2;
    if (Helpers.skbLoadBytes(packet, 14, bytes, size) != 0) {
      return -1;
    }
    return bytes[0] + bytes[3] > 10 ? 2 : 0;
  }

  @RawTracepoint("sys_enter")
  static int map(int key, long value) {
    int[] place = new int[2];
    place[0] = key;
    Counter counter = new Counter();
    counter.value = value;
    if (Helpers.mapUpdateElem(MAP, place, counter, 0) != 0) {
      return -1;
    }
    Counter found = Helpers.mapLookupElem(MAP, place, Counter.class);
    return found == null ? -2 : (int) found.value;
  }

  @RawTracepoint("sys_enter")
  static int output(long value) {
    long[] sum = new long[2];
    byte[] text = new byte[8];
    text[0] = '4';
    text[1] = '2';
    long parsed = Helpers.getSmpProcessorId() - Bpf.currentCpu();
    return (int) (parsed + Helpers.getPrandomU32() * 0L + sum[0] + text[0]);
  }

  /** Two strings of this process behind each other. */
  @RawTracepoint("sys_enter")
  static int strings(long first, long second) {
    byte[] bytes = new byte[16];
    int end = Bpf.readUserString(bytes, 0, 8, first);
    if (end < 0) {
      return -1;
    }
    int more = Bpf.readUserString(bytes, end, 8, second);
    return Text.equals(bytes, "ab") && Text.matches(bytes, 3, "cdefghi") ? end << 8 | more : -2;
  }
}
