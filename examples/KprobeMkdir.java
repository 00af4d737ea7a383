import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Kretprobe;
import dev.tawon.lang.map.Array;

/**
 * Counts the directories that a process makes, and those that security refuses, by kprobes: {@code examples/run KprobeMkdir PID [SECONDS]}.
 */
@BpfModule
public final class KprobeMkdir {
  private KprobeMkdir() {}

  @Configurable static int pid = 0;

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  private static boolean isWanted() {
    return (int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) == pid;
  }

  @Kprobe("security_inode_mkdir")
  static void onCall() {
    if (isWanted()) {
      count(0);
    }
  }

  @Kretprobe("security_inode_mkdir")
  static void onReturn(long result) {
    if (isWanted() && result < 0) {
      count(1);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf =
        Bpf.loader(KprobeMkdir.class).configure("pid", Integer.parseInt(args[0])).load()) {
      bpf.attach();
      Thread.sleep(args.length > 1 ? Integer.parseInt(args[1]) * 1000L : 10_000);
      System.out.println(bpf.map(COUNTS).get(0).orElseThrow().value + " directories to be made");
      System.out.println(bpf.map(COUNTS).get(1).orElseThrow().value + " were refused");
    }
  }
}
