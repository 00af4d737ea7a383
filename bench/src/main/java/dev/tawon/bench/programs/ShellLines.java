package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Uretprobe;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code x26_readline.bpf.c}: lines that shells read. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class ShellLines {
  private ShellLines() {}

  /** A line. */
  @Struct
  public static final class Line {
    public long ns;
    public int pid;
    public int uid;

    @Length(16)
    public byte[] comm;

    @Length(80)
    public byte[] text;
  }

  /** As in C. */
  public static final RingBuffer<Line> LINES = RingBuffer.ofBytes(1 << 18);

  /** As in C. */
  public static final HashMap<Integer, Counter> SEEN = HashMap.of(4096);

  @Uretprobe
  static void readline(long text) {
    if (text == 0) {
      return;
    }
    long id = Bpf.currentPidTgid();
    int uid = (int) Bpf.currentUidGid();
    Counter count = SEEN.get(uid);
    if (count != null) {
      count.add(1);
    } else {
      Counter one = new Counter();
      one.value = 1;
      SEEN.putIfAbsent(uid, one);
    }
    Line line = LINES.reserve(Line.class);
    if (line == null) {
      return;
    }
    line.ns = Bpf.monotonicTimeNs();
    line.pid = (int) (id >> 32);
    line.uid = uid;
    Bpf.currentComm(line.comm);
    if (Bpf.readUserString(line.text, text) <= 1 || line.text[0] == '#') {
      LINES.discard(line);
      return;
    }
    LINES.submit(line);
  }
}
