package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.InfoCalls;
import java.util.List;

/**
 * The kernel's counting of every program's runs and run time, on while this is open: {@code BPF_ENABLE_STATS}, since Linux
 * 5.8. It costs each run about 50 ns. The counts are {@link ProgramInfo#runCount} and {@link ProgramInfo#runTimeNs}.
 */
public final class RunStatistics implements AutoCloseable {
  private final FileDescriptor descriptor;

  private RunStatistics(FileDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Turns the counting on. It takes CAP_SYS_ADMIN.
   *
   * @throws SystemCallException if the kernel refuses
   */
  public static RunStatistics enable() {
    int result = InfoCalls.enableRunStatistics();
    if (result < 0) {
      throw Explanation.here()
          .call("turning on run statistics", List.of(Capability.CAP_SYS_ADMIN), -result);
    }
    return new RunStatistics(FileDescriptor.of(result));
  }

  /** Turns the counting off, unless another process keeps it on. */
  @Override
  public void close() {
    descriptor.close();
  }
}
