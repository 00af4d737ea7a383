package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
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

  /**
   * What a run on a packet gave.
   *
   * @param errno 0, or a negated errno
   * @param result what the program returned
   * @param packet the packet afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // the kernel's answer, never compared
  public record PacketOutcome(int errno, int result, byte[] packet) {}

  /** Room for what a program adds to a packet: {@code XDP_PACKET_HEADROOM}. */
  private static final int HEADROOM = 256;

  /**
   * Runs a program on a packet.
   *
   * @param program the program
   * @param packet the packet
   * @param context what the program finds in its context, or nothing
   */
  public static PacketOutcome runOnPacket(FileDescriptor program, byte[] packet, byte[] context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
      MemorySegment in = arena.allocate(Math.max(packet.length, 1), Long.BYTES);
      MemorySegment out = arena.allocate(packet.length + HEADROOM, Long.BYTES);
      MemorySegment.copy(packet, 0, in, JAVA_BYTE, 0, packet.length);
      attributes.set(JAVA_INT, 8, packet.length);
      attributes.set(JAVA_INT, 12, (int) out.byteSize());
      attributes.set(JAVA_LONG, 16, in.address());
      attributes.set(JAVA_LONG, 24, out.address());
      attributes.set(JAVA_INT, 32, 1); // repeat
      if (context.length > 0) {
        attributes.set(JAVA_INT, 40, context.length);
        attributes.set(JAVA_LONG, 48, arena.allocateFrom(JAVA_BYTE, context).address());
      }
      attributes.set(JAVA_INT, 0, program.acquire());
      try {
        int status = BpfCall.invoke(BPF_PROG_TEST_RUN, attributes);
        int length = status == 0 ? attributes.get(JAVA_INT, 12) : 0;
        return new PacketOutcome(
            status, attributes.get(JAVA_INT, RESULT), out.asSlice(0, length).toArray(JAVA_BYTE));
      } finally {
        program.release();
      }
    }
  }
}
