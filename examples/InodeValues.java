import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.InodeStorage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the directories that this process removes from each directory (Linux 5.10, with {@code bpf} among the kernel's security
 * modules), in a value that goes with the inode: {@code examples/run InodeValues}.
 */
@BpfModule
public final class InodeValues {
  private InodeValues() {}

  @KernelType("inode")
  static final class Inode {
    long i_ino;
  }

  @Configurable static int process = 0;

  public static final InodeStorage<Counter> REMOVALS = InodeStorage.create();
  public static final Array<Long> LAST = Array.of(1);

  @Lsm("inode_rmdir")
  static int onRemove(Inode directory) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) != process) {
      return 0;
    }
    Counter removals = REMOVALS.getOrCreate(directory);
    if (removals != null) {
      removals.add(1);
      LAST.put(0, removals.value);
    }
    return 0;
  }

  public static void main(String[] args) throws Exception {
    int pid = (int) ProcessHandle.current().pid();
    Path directory = Files.createTempDirectory("inode-values");
    try (Bpf bpf = Bpf.loader(InodeValues.class).configure("process", pid).load()) {
      bpf.attach();
      for (int i = 0; i < 3; i++) {
        Files.delete(Files.createDirectory(directory.resolve("each")));
      }
      bpf.detach();
      System.out.println(bpf.map(LAST).get(0).orElseThrow());
    } finally {
      Files.delete(directory);
    }
  }
}
