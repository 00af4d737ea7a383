import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;

/**
 * Writes at an offset that only the kernel checks (Linux 5.19): nothing is attached: {@code examples/run Dynptrs}.
 */
@BpfModule
public final class Dynptrs {
  private Dynptrs() {}

  /** Room for 32 bytes. */
  @Struct
  public static final class Room {
    public long first;
    public long second;
    public long third;
    public long fourth;
  }

  public static final Array<Room> ROOMS = Array.of(1);

  @RawTracepoint("sys_enter")
  static int write(int offset, long value) {
    Room room = ROOMS.get(0);
    if (room == null) {
      return -1;
    }
    Dynptr pointer = new Dynptr();
    if (Helpers.dynptrFromMem(room, 32, 0, pointer) != 0) {
      return -1;
    }
    long[] data = new long[1];
    data[0] = value;
    return (int) Helpers.dynptrWrite(pointer, offset, data, 8, 0);
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Dynptrs.class)) {
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("write"), 8, 42));
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("write"), 30, 42));
      System.out.println(bpf.map(ROOMS).get(0).orElseThrow().second);
    }
  }
}
