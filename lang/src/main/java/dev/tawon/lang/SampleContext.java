package dev.tawon.lang;

/**
 * A sample in a {@link PerfEvent} program.
 *
 * <p>Source: {@code struct bpf_perf_event_data} of {@code include/uapi/linux/bpf_perf_event.h}: the registers, whose number depends
 * on the machine, and then these.
 */
@Context
public final class SampleContext {
  private SampleContext() {}

  /** The period of the event, in its own unit. */
  public long samplePeriod() {
    throw KernelOnly.call();
  }

  /** The address that the event is about, where it is about one. */
  public long address() {
    throw KernelOnly.call();
  }

  /** The address of the instruction that was interrupted. */
  public long instructionPointer() {
    throw KernelOnly.call();
  }
}
