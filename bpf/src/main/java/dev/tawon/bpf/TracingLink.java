package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileCalls;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.LinkCalls;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A program that was loaded for one place: a BTF tracepoint (since Linux 5.5), a function's entry or exit (5.5), an LSM hook
 * (5.7), an iterator (5.8).
 */
public final class TracingLink implements Link {
  private final String target;
  private final FileDescriptor link;

  private TracingLink(String target, FileDescriptor link) {
    this.target = target;
    this.link = link;
  }

  static TracingLink attach(ProgramSpec spec, FileDescriptor program, long cookie) {
    String target = target(spec);
    // BPF_LINK_CREATE attaches iterators since 5.8 and the others since 5.15,
    // BPF_RAW_TRACEPOINT_OPEN the others always.
    AttachType place = spec.attachType();
    if (place == AttachType.TRACE_ITER && cookie != 0) {
      throw new BpfException("program " + spec.name() + " is an iterator, which takes no number");
    }
    int result;
    if (place == AttachType.TRACE_ITER) {
      result = LinkCalls.create(program, null, AttachType.TRACE_ITER.number());
    } else if (place == null || place == AttachType.TRACE_RAW_TP || cookie == 0) {
      result = LinkCalls.openRawTracepoint(program, null, cookie);
    } else {
      result = LinkCalls.createTracing(program, place.number(), cookie);
    }
    if (result < 0) {
      Explanation.requireCookie(
          spec.name(), target, cookie, place == AttachType.TRACE_RAW_TP ? "6.10" : "6.0");
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new TracingLink(target, FileDescriptor.of(result));
  }

  /** Attaches an iterator to a part of the objects of its kind. */
  static TracingLink attach(ProgramSpec spec, FileDescriptor program, AttachTarget part) {
    if (spec.attachType() != AttachType.TRACE_ITER) {
      throw misplaced(spec, part);
    }
    String target = target(spec) + " over " + part;
    Integer result = IteratorParts.attach(spec, program, part);
    if (result == null) {
      throw misplaced(spec, part);
    }
    if (result < 0) {
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new TracingLink(target, FileDescriptor.of(result));
  }

  private static BpfException misplaced(ProgramSpec spec, AttachTarget part) {
    return new BpfException(
        "program " + spec.name() + " (" + spec.type() + ") cannot be attached to " + part);
  }

  private static String target(ProgramSpec spec) {
    if (spec.type() == ProgramType.LSM) {
      return "LSM hook " + spec.target();
    }
    AttachType place = spec.attachType();
    if (place == AttachType.TRACE_RAW_TP) {
      return "tracepoint " + spec.target();
    }
    return (place == AttachType.TRACE_ITER ? "iterator " : "function ") + spec.target();
  }

  /**
   * What an iterator's program writes, all of it: the program runs for each object meanwhile.
   *
   * @throws BpfException if it is no iterator's link, or the kernel refuses
   */
  public byte[] read() {
    int opened = LinkCalls.createIterator(link);
    if (opened < 0) {
      throw Explanation.here().call("reading from " + target, List.of(), -opened);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 14];
    try (FileDescriptor iterator = FileDescriptor.of(opened)) {
      while (true) {
        int read = FileCalls.read(iterator, part);
        if (read == 0) {
          return all.toByteArray();
        }
        if (read > 0) {
          all.write(part, 0, read);
        } else if (read != -Errno.EAGAIN.number() && read != -Errno.EINTR.number()) {
          throw Explanation.here().call("reading from " + target, List.of(), -read);
        }
      }
    }
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
