package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.object.ProgramSpec;

/**
 * A program attached to what makes it run. Closing it detaches the program; a second close does nothing. Thread-safe.
 */
public sealed interface Link extends AutoCloseable
    permits TracingLink, RawTracepointLink, TracepointLink {
  /** What the program is attached to, {@code tracepoint sched_process_exec}. */
  String target();

  /** Detaches the program. No run of it begins after this returns. */
  @Override
  void close();

  /** Attaches a program as its kind demands. */
  static Link attach(ProgramSpec spec, FileDescriptor program) {
    return switch (spec.type()) {
      case TRACING, LSM -> TracingLink.attach(spec, program);
      case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> RawTracepointLink.attach(spec, program);
      case TRACEPOINT -> TracepointLink.attach(spec, program);
      default ->
          throw new UnsupportedOperationException(
              "programs of type " + spec.type() + " can be loaded, but not attached yet");
    };
  }
}
