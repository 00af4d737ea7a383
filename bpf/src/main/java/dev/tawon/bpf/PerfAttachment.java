package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.LinkCalls;
import dev.tawon.bpf.sys.PerfCalls;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import org.jspecify.annotations.Nullable;

/**
 * A program on a perf event. Closing it detaches the program and closes the event.
 *
 * @param event the event
 * @param link the link, since Linux 5.15; before that the event itself holds the program
 */
record PerfAttachment(FileDescriptor event, @Nullable FileDescriptor link)
    implements AutoCloseable {
  /**
   * Attaches a program.
   *
   * @param target what is told to the user if it fails
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program
   * @param opened the event's descriptor, or a negative errno if it could not be opened
   */
  static PerfAttachment of(
      ProgramSpec spec, FileDescriptor program, String target, long cookie, int opened) {
    if (opened < 0) {
      throw Explanation.here().attach(spec.name(), spec.type(), target, -opened);
    }
    FileDescriptor event = FileDescriptor.of(opened);
    int created = LinkCalls.create(program, event, AttachType.PERF_EVENT.number(), cookie);
    if (created >= 0) {
      return new PerfAttachment(event, FileDescriptor.of(created));
    }
    if (cookie != 0) {
      event.close();
      throw new UnsupportedFeatureException(
          "a number for a program's place (bpf_cookie)",
          "5.15",
          "program " + spec.name() + " cannot be attached to " + target + " with one");
    }
    int attached = PerfCalls.attach(event, program);
    if (attached < 0) {
      event.close();
      throw Explanation.here().attach(spec.name(), spec.type(), target, -attached);
    }
    return new PerfAttachment(event, null);
  }

  @Override
  public void close() {
    if (link != null) {
      link.close();
    }
    event.close();
  }
}
