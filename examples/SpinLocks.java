import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.map.Array;

/**
 * Keeps two numbers in step under a lock, on packets of its own: nothing is attached: {@code examples/run SpinLocks}.
 */
@BpfModule
public final class SpinLocks {
  private SpinLocks() {}

  /** Two numbers whose sum stays 0. */
  @Struct
  public static final class Account {
    public SpinLock lock;
    public long spent;
    public long left;
  }

  public static final Array<Account> ACCOUNTS = Array.of(1);

  @Tc
  static int onPacket(SkBuff packet) {
    Account account = ACCOUNTS.get(0);
    if (account == null) {
      return TcAction.OK;
    }
    int bytes = packet.len;
    account.lock.lock();
    account.spent += bytes;
    account.left -= bytes;
    account.lock.unlock();
    return TcAction.OK;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(SpinLocks.class)) {
      TestRun.ofPacket(bpf.object().program("onPacket"), new byte[100]);
      Account account = bpf.map(ACCOUNTS).get(0).orElseThrow();
      System.out.println(account.spent + " " + account.left);
    }
  }
}
