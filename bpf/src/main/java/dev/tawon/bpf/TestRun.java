package dev.tawon.bpf;

import dev.tawon.bpf.sys.TestRunCalls;
import dev.tawon.object.ProgramType;
import java.util.List;

/**
 * Runs loaded programs once, on this thread, without attaching them: {@code BPF_PROG_TEST_RUN}.
 *
 * <p>The program is the one that the kernel verified and compiled; only what calls it is a test. Its maps are its own, and
 * keep what it writes. Since Linux 5.10 for raw tracepoints.
 */
public final class TestRun {
  /** {@code MAX_BPF_FUNC_ARGS} of {@code include/linux/bpf.h}. */
  private static final int MAX_ARGUMENTS = 12;

  private TestRun() {}

  /**
   * Runs a raw tracepoint's program.
   *
   * @param program the program
   * @param arguments the hook's arguments, as many as the program's method has at least; smaller types as longs
   * @return what the program returns
   * @throws IllegalArgumentException if it is a program of another kind, or there are more than 12 arguments
   * @throws SystemCallException if the kernel refuses: {@code EINVAL} if the program reads an argument that is not there
   * @throws UnsupportedFeatureException if this kernel cannot
   */
  public static int ofRawTracepoint(LoadedProgram program, long... arguments) {
    if (program.spec().type() != ProgramType.RAW_TRACEPOINT) {
      throw new IllegalArgumentException(
          program.name() + " is a " + program.spec().type() + " program, not a raw tracepoint's");
    }
    if (arguments.length > MAX_ARGUMENTS) {
      throw new IllegalArgumentException(
          "a hook has at most " + MAX_ARGUMENTS + " arguments, not " + arguments.length);
    }
    TestRunCalls.Outcome outcome = TestRunCalls.run(program.descriptor(), arguments);
    if (outcome.errno() != 0) {
      throw Explanation.here()
          .call(
              "running program " + program.name() + " once",
              List.of(Capability.CAP_BPF, Capability.CAP_PERFMON),
              -outcome.errno());
    }
    return outcome.result();
  }

  /**
   * What a run on a packet gave.
   *
   * @param result what the program returned
   * @param packet the packet as the program left it
   */
  @SuppressWarnings("ArrayRecordComponent") // the kernel's answer, never compared
  public record PacketResult(int result, byte[] packet) {}

  /**
   * Runs an XDP, traffic control, socket filter or {@code CGROUP_SKB} program on a packet. Nothing is sent.
   *
   * @param program the program
   * @param packet the packet from its Ethernet header, at least 14 bytes
   * @throws IllegalArgumentException if it is a program of another kind
   * @throws SystemCallException if the kernel refuses
   */
  public static PacketResult ofPacket(LoadedProgram program, byte[] packet) {
    return ofPacket(program, packet, new byte[0]);
  }

  /**
   * Runs a program on a packet, like {@link #ofPacket(LoadedProgram, byte[])}, and with fields of its context.
   *
   * @param program the program
   * @param packet the packet from its Ethernet header, at least 14 bytes
   * @param context the begin of {@code struct __sk_buff} or {@code struct xdp_md} in the kernel's layout; of the former a few
   *     fields may be other than zero: {@code mark}, {@code priority}, {@code cb}, {@code ifindex}, {@code tstamp}, {@code
   *     wire_len} (at least the packet's length and at most 65536) and {@code gso_segs}
   * @throws IllegalArgumentException if it is a program of another kind
   * @throws SystemCallException if the kernel refuses: {@code EINVAL} for another field, or another value
   */
  public static PacketResult ofPacket(LoadedProgram program, byte[] packet, byte[] context) {
    switch (program.spec().type()) {
      case XDP, SCHED_CLS, SOCKET_FILTER, CGROUP_SKB -> {}
      default ->
          throw new IllegalArgumentException(
              program.name() + " is a " + program.spec().type() + " program, which sees no packet");
    }
    TestRunCalls.PacketOutcome outcome =
        TestRunCalls.runOnPacket(program.descriptor(), packet, context);
    if (outcome.errno() != 0) {
      throw Explanation.here()
          .call(
              "running program " + program.name() + " once on a packet",
              List.of(Capability.CAP_BPF, Capability.CAP_NET_ADMIN),
              -outcome.errno());
    }
    return new PacketResult(outcome.result(), outcome.packet());
  }
}
