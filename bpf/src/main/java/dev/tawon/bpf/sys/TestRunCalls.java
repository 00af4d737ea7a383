package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The command of {@code bpf(2)} that runs a program once without attaching it. */
public final class TestRunCalls {
  private static final int BPF_PROG_TEST_RUN = 10;

  /** {@code test} of {@code union bpf_attr}, up to and with {@code cpu}: what Linux 5.10 knows. */
  private static final int SIZE = 72;

  private static final int RESULT = 4;

  private TestRunCalls() {}

  /**
   * What a run gave.
   *
   * @param errno 0, or a negated errno
   * @param result what the program returned
   */
  public record Outcome(int errno, int result) {}

  /**
   * Runs a program with a context and no data.
   *
   * @param program the program
   * @param context what it finds at its first argument
   */
  public static Outcome run(FileDescriptor program, long[] context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 40, context.length * Long.BYTES);
      if (context.length > 0) {
        attributes.set(JAVA_LONG, 48, arena.allocateFrom(JAVA_LONG, context).address());
      }
      attributes.set(JAVA_INT, 0, program.acquire());
      try {
        int status = BpfCall.invoke(BPF_PROG_TEST_RUN, attributes);
        return new Outcome(status, attributes.get(JAVA_INT, RESULT));
      } finally {
        program.release();
      }
    }
  }
}
