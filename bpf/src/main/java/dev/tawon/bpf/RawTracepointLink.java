package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.LinkCalls;
import dev.tawon.object.ProgramSpec;

/** A program attached to a raw tracepoint by name, since Linux 4.17. */
public final class RawTracepointLink implements Link {
  private final String target;
  private final FileDescriptor link;

  private RawTracepointLink(String target, FileDescriptor link) {
    this.target = target;
    this.link = link;
  }

  static RawTracepointLink attach(ProgramSpec spec, FileDescriptor program, long cookie) {
    String target = "raw tracepoint " + spec.target();
    int result = LinkCalls.openRawTracepoint(program, spec.target(), cookie);
    if (result < 0) {
      Explanation.requireCookie(spec.name(), target, cookie, "6.10");
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new RawTracepointLink(target, FileDescriptor.of(result));
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void close() {
    link.close();
  }
}
