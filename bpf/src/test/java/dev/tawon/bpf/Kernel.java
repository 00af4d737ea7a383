package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.BtfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What tests on this machine's own kernel share. Their programs do nothing for other processes: the first thing each does
 * is to compare the current process with this JVM.
 */
final class Kernel {
  /** {@code PROC_PID_INIT_INO} of {@code include/linux/proc_ns.h}: where pids are as programs see them. */
  private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

  private static final int LOOKUP = 1;
  private static final int CURRENT_PID_TGID = 14;
  private static final int RINGBUF_OUTPUT = 130;

  static final MapSpec COUNTS = new MapSpec("counts", MapType.ARRAY, 4, 8, 4, 0, 0, 0);
  static final MapSpec EVENTS = new MapSpec("events", MapType.RINGBUF, 0, 0, 1 << 16, 0, 0, 0);

  private Kernel() {}

  /** Skips the test in a process that may not use {@code bpf(2)}; any other failure is one. */
  static void require() {
    assumeTrue(
        Capabilities.current()
            .missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON))
            .isEmpty(),
        "needs CAP_BPF and CAP_PERFMON: run the build as root");
  }

  /** Skips the test where this JVM's pid is not the one that programs see. */
  static void requireFirstPidNamespace() throws IOException {
    require();
    assumeTrue(
        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().equals(FIRST_PID_NAMESPACE),
        "needs the first pid namespace: run outside a container");
  }

  /** Makes system calls in this process. */
  static void makeSystemCalls() throws IOException {
    assertThat(Files.readAllBytes(Path.of("/proc/self/status"))).isNotEmpty();
  }

  /** The file descriptors of this process. */
  static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  static ObjectSpec object(List<MapSpec> maps, ProgramSpec... programs) {
    return new ObjectSpec("test", "GPL", maps, List.of(programs), new BtfBuilder().build());
  }

  /** A program on every system call's entry that returns at once in other processes than this one. */
  static ProgramSpec onSystemCall(
      ProgramType type, AttachType attachType, String map, BiConsumer<CodeBuilder, Label> body) {
    CodeBuilder code = CodeBuilder.create();
    Label done = code.label("done");
    code.callHelper(CURRENT_PID_TGID);
    code.alu(AluOperator.RSH, Register.R0, new Immediate(32));
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    code.branch(JumpCondition.NE, true, Register.R0, new Immediate(pid), done);
    int reference =
        code.add(new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, Register.R1, 0, 0));
    body.accept(code, done);
    code.bind(done);
    code.move(Register.R0, new Immediate(0));
    code.exit();
    return program(
        "on_system_call",
        type,
        attachType,
        "sys_enter",
        code.build(),
        List.of(new MapReference(reference, map)));
  }

  static ProgramSpec program(
      String name,
      ProgramType type,
      AttachType attachType,
      String target,
      List<Instruction> code,
      List<MapReference> maps) {
    return new ProgramSpec(
        name, type, attachType, target, code, maps, List.of(), List.of(), List.of(), List.of());
  }

  /** With the map in R1: adds one to its value 0. */
  static void count(CodeBuilder code, Label done) {
    code.store(Width.WORD, Register.R10, -4, new Immediate(0));
    code.move(Register.R2, Register.R10);
    code.alu(AluOperator.ADD, Register.R2, new Immediate(-4));
    code.callHelper(LOOKUP);
    code.branch(JumpCondition.EQ, true, Register.R0, new Immediate(0), done);
    code.move(Register.R1, new Immediate(1));
    code.add(
        new Instruction.Atomic(
            AtomicOperator.ADD, false, Width.DOUBLE, Register.R0, (short) 0, Register.R1));
  }

  /** With the ring in R1: puts the sixteen bytes of 7 and 8 into it, with flags. */
  static BiConsumer<CodeBuilder, Label> emit(int flags) {
    return (code, _) -> {
      code.store(Width.DOUBLE, Register.R10, -16, new Immediate(7));
      code.store(Width.DOUBLE, Register.R10, -8, new Immediate(8));
      code.move(Register.R2, Register.R10);
      code.alu(AluOperator.ADD, Register.R2, new Immediate(-16));
      code.move(Register.R3, new Immediate(16));
      code.move(Register.R4, new Immediate(flags));
      code.callHelper(RINGBUF_OUTPUT);
    };
  }
}
