import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Lsm;

/**
 * Denies one process to open files whose names have a length (Linux 5.7, lsm=…,bpf): {@code examples/run LsmDeny PID LENGTH [SECONDS]}.
 */
@BpfModule
public final class LsmDeny {
  private LsmDeny() {}

  @KernelType("file")
  static final class File {
    @Embedded Path f_path;
  }

  @KernelType("path")
  static final class Path {
    Dentry dentry;
  }

  @KernelType("dentry")
  static final class Dentry {
    @Embedded Name d_name;
  }

  @KernelType("qstr")
  static final class Name {
    int len;
  }

  /** {@code -EACCES}. */
  private static final int DENIED = -13;

  @Configurable static int pid = 0;
  @Configurable static int length = 0;

  @Lsm("file_open")
  static int onOpen(File file) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) != pid) {
      return 0;
    }
    return file.f_path.dentry.d_name.len == length ? DENIED : 0;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf =
        Bpf.loader(LsmDeny.class)
            .configure("pid", Integer.parseInt(args[0]))
            .configure("length", Integer.parseInt(args[1]))
            .load()) {
      bpf.attach();
      Thread.sleep(args.length > 2 ? Integer.parseInt(args[2]) * 1000L : 10_000);
    }
  }
}
