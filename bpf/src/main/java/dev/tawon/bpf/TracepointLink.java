package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.PerfCalls;
import dev.tawon.object.ProgramSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program attached to a tracepoint by way of a perf event, since Linux 4.7. The target is the event's group and name, {@code
 * syscalls/sys_enter_openat}; tracefs must be mounted, which has its number.
 */
public final class TracepointLink implements Link {
  private static final List<String> TRACEFS =
      List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing");

  private final String target;
  private final PerfAttachment attachment;

  private TracepointLink(String target, PerfAttachment attachment) {
    this.target = target;
    this.attachment = attachment;
  }

  static TracepointLink attach(ProgramSpec spec, FileDescriptor program, long cookie) {
    String target = "tracepoint " + spec.target();
    int opened = PerfCalls.openTracepoint(number(spec.target()));
    return new TracepointLink(target, PerfAttachment.of(spec, program, target, cookie, opened));
  }

  /** Whether there is a tracefs to look tracepoints up in. */
  static boolean hasTracefs() {
    return TRACEFS.stream().anyMatch(tracefs -> Files.isDirectory(Path.of(tracefs, "events")));
  }

  private static long number(String target) {
    for (String tracefs : TRACEFS) {
      String number = HostFile.read(tracefs + "/events/" + target + "/id");
      if (!number.isEmpty()) {
        try {
          return Long.parseLong(number);
        } catch (NumberFormatException e) {
          throw new BpfException("the number of tracepoint " + target + " is " + number, e);
        }
      }
    }
    throw hasTracefs()
        ? new UnsupportedFeatureException("tracepoint " + target, "", "")
        : new BpfException(
            "tracepoint "
                + target
                + " cannot be found: mount tracefs at "
                + TRACEFS.getFirst()
                + ", or use a BTF tracepoint, which needs none");
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void close() {
    attachment.close();
  }
}
