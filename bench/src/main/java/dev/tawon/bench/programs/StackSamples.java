package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.PerfEvent;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.StackTraces;

/** {@code x27_profile.bpf.c}: stacks of what runs, counted. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class StackSamples {
  private StackSamples() {}

  /** What is counted. */
  @Struct
  public static final class Key {
    public int pid;
    public int kernel;
    public int user;

    @Length(16)
    public byte[] comm;
  }

  /** As in C. */
  public static final StackTraces STACKS = StackTraces.of(1024);

  /** As in C. */
  public static final HashMap<Key, Counter> COUNTS = HashMap.of(10240);

  @Configurable static int only;

  @PerfEvent
  static void sample() {
    int tgid = (int) (Bpf.currentPidTgid() >> 32);
    if (tgid == 0) {
      return;
    }
    if (only != 0 && tgid != only) {
      return;
    }
    Key key = new Key();
    key.pid = tgid;
    Bpf.currentComm(key.comm);
    key.kernel = STACKS.record(0);
    key.user = STACKS.record(StackTraces.USER);
    if (key.kernel < 0 && key.user < 0) {
      return;
    }
    Counter count = COUNTS.get(key);
    if (count != null) {
      count.add(1);
      return;
    }
    Counter one = new Counter();
    one.value = 1;
    COUNTS.putIfAbsent(key, one);
  }
}
