import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Iter;
import dev.tawon.lang.KernelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lists the open files of a process by the kernel's iterator over them (Linux 6.1): {@code examples/run OpenFiles PID}.
 */
@BpfModule
public final class OpenFiles {
  private OpenFiles() {}

  @KernelType("bpf_iter_meta")
  static final class Meta {
    Output seq;
  }

  @KernelType("seq_file")
  static final class Output {
    long index;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @KernelType("file")
  static final class File {
    long f_pos;
    Inode f_inode;
  }

  @KernelType("inode")
  static final class Inode {
    long i_ino;
  }

  @Iter("task_file")
  static void onFile(Meta meta, Task task, int descriptor, File file) {
    if (file == null) {
      return;
    }
    long[] row = new long[3];
    row[0] = descriptor;
    row[1] = file.f_inode.i_ino;
    row[2] = file.f_pos;
    Helpers.seqWrite(meta.seq, row, 24);
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(OpenFiles.class)) {
      AttachTarget process = AttachTarget.process(Integer.parseInt(args[0]));
      ByteBuffer rows =
          ByteBuffer.wrap(bpf.iterate("onFile", process)).order(ByteOrder.nativeOrder());
      while (rows.remaining() >= 24) {
        System.out.printf(
            "descriptor %d: inode %d, at %d%n", rows.getLong(), rows.getLong(), rows.getLong());
      }
    }
  }
}
