package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.Instruction;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.KfuncIterator;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.UprobeMulti;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.SocketStorage;
import dev.tawon.lang.map.UserRingBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What older kernels do not have is named with the version that has it, and compiled for that. */
class OlderKernelsTest {
  private static void assertSince(Class<?> module, String before, String since) {
    assertThatThrownBy(() -> compile(module, before))
        .isInstanceOfSatisfying(
            CompilationException.class,
            e ->
                assertThat(e.diagnostics())
                    .anySatisfy(diagnostic -> {
                      assertThat(diagnostic.rule()).isEqualTo(Rule.NEWER_KERNEL);
                      assertThat(diagnostic.message())
                          .contains("Linux " + since, "the target is Linux " + before);
                    }));
    assertThat(compile(module, since).object().programs()).hasSize(1);
  }

  private static CompiledModule compile(Class<?> module, String target) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.parse(target)));
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @BpfModule
  static final class CurrentTask {
    @RawTracepoint("sys_enter")
    static int run() {
      return Bpf.currentTask(Task.class).tgid;
    }
  }

  @Test
  void shouldKnowThatThereIsACurrentTaskOnEveryKernel() {
    for (String target : List.of("5.10", "6.1", "6.12")) {
      assertThat(compile(CurrentTask.class, target).object().programs().getFirst().instructions())
          .as(target)
          .noneMatch(Instruction.Branch.class::isInstance);
    }
  }

  @KernelType("cgroup")
  static final class Cgroup {
    @Length(0)
    long[] ancestor_ids;
  }

  @BpfModule
  static final class Chosen {
    @BtfTracepoint("sched_process_exit")
    static void run(Task task) {
      if (!Kernel.hasField(Cgroup.class, "ancestor_ids")) {
        LEVELS[0] =
            Bpf.currentAncestorCgroupId(1) + (task.tgid > 5 ? Bpf.currentAncestorCgroupId(2) : 0);
      }
    }

    static final long[] LEVELS = new long[1];
  }

  @BpfModule
  static final class NotChosen {
    @BtfTracepoint("sched_process_exit")
    static void run(Task task) {
      if (!Kernel.hasField(Cgroup.class, "ancestor_ids")) {
        LEVELS[0] = 1;
      }
      LEVELS[0] += Bpf.currentAncestorCgroupId(1);
    }

    static final long[] LEVELS = new long[1];
  }

  @Test
  void shouldLeaveToTheKernelWhatIsDoneOnItsAnswer() {
    assertThat(compile(Chosen.class, "5.10").object().programs()).hasSize(1);
    assertSince(NotChosen.class, "5.10", "6.1");
  }

  @KernelType("task_struct")
  static final class Child {
    Task real_parent;
    Child group_leader;
  }

  @BpfModule
  static final class Parent {
    @RawTracepoint("sys_enter")
    static int run() {
      Task parent = Bpf.currentTask(Child.class).real_parent;
      return parent == null ? 0 : parent.tgid;
    }
  }

  @BpfModule
  static final class GrandParent {
    @RawTracepoint("sys_enter")
    static int run() {
      Child leader = Bpf.currentTask(Child.class).group_leader;
      Task parent = leader != null ? leader.real_parent : null;
      return parent == null ? -1 : parent.tgid;
    }
  }

  private static long branches(CompiledModule compiled) {
    return compiled.object().programs().getFirst().instructions().stream()
        .filter(Instruction.Branch.class::isInstance)
        .count();
  }

  @Test
  void shouldLetAReadThroughNullAnswerWhereAHelperReads() {
    assertThat(branches(compile(Parent.class, "5.10"))).isZero();
    // The first question is answered by the read; -1 is not what is read through null.
    assertThat(branches(compile(GrandParent.class, "5.10"))).isOne();
    CompilerOptions newer = new CompilerOptions(Map.of(), true, Target.of(6, 12));
    assertThat(branches(Compiler.compile(Parent.class, newer))).isOne(); // the verifier may want it
  }

  @KernelType("vm_area_struct")
  static final class Area {
    long vm_start;
  }

  /** A record. */
  @Struct
  static final class Command {
    int number;
  }

  @BpfModule
  static final class Areas {
    static final Array<Command> FOUND = Array.of(1);

    @BtfTracepoint("sched_process_fork")
    static void run(Task parent) {
      Kernel.findArea(
          parent,
          4096,
          Area.class,
          area -> {
            Command found = FOUND.get(0);
            if (found != null) {
              found.number = (int) area.vm_start;
            }
          });
    }
  }

  @Test
  void shouldLookForAreasSince517() {
    assertSince(Areas.class, "5.16", "5.17");
  }

  @BpfModule
  static final class Loops {
    @RawTracepoint("sys_enter")
    static int run() {
      int sum = 0;
      for (int number : numbers(0, Bpf.randomInt() & 7)) {
        sum += number;
      }
      return sum;
    }

    @KfuncIterator(value = "bpf_iter_num", bytes = 8, since = "6.4")
    static native Iterable<Integer> numbers(int from, int to);
  }

  @Test
  void shouldLoopOverAnIteratorSinceItIsThere() {
    assertSince(Loops.class, "6.3", "6.4");
  }

  @BpfModule
  static final class Processes {
    @BtfTracepoint("sched_process_fork")
    static void run(Task parent) {
      for (Task task : Kernel.processes(Task.class)) {
        if (task.tgid == parent.tgid) {
          break;
        }
      }
    }
  }

  @Test
  void shouldLoopOverProcessesSince67() {
    assertSince(Processes.class, "6.6", "6.7");
  }

  @BpfModule
  static final class Commands {
    static final UserRingBuffer<Command> COMMANDS = UserRingBuffer.ofBytes(4096);
    static final Array<Command> LAST = Array.of(1);

    @RawTracepoint("sys_enter")
    static int run() {
      return COMMANDS.drain(command -> {
        Command last = LAST.get(0);
        if (last != null) {
          last.number = command.number;
        }
      });
    }
  }

  @Test
  void shouldTakeCommandsOfUserSpaceSince61() {
    assertSince(Commands.class, "6.0", "6.1");
  }

  @BpfModule
  static final class Many {
    @UprobeMulti
    static void run(int argument) {}
  }

  @Test
  void shouldProbeManyFunctionsOfUserSpaceSince66() {
    assertSince(Many.class, "6.5", "6.6");
  }

  @KernelType("sock")
  static final class Sock {}

  @BpfModule
  static final class SocketValues {
    static final SocketStorage<Long> VALUES = SocketStorage.create();

    @Fentry("tcp_close")
    static void close(Sock socket) {
      VALUES.remove(socket);
    }
  }

  @Test
  void shouldKeepValuesOfSocketsForFunctionsSince511() {
    assertSince(SocketValues.class, "5.10", "5.11");
  }

  @BpfModule
  static final class PacketsByProcess {
    @Xdp
    static int run() {
      return Helpers.getCurrentPidTgid() == 0 ? XdpAction.DROP : XdpAction.PASS;
    }
  }

  @Test
  void shouldCallAHelperFromTheKindsOfProgramThatAKernelLets() {
    assertSince(PacketsByProcess.class, "6.9", "6.10");
  }

  /** A value that holds a pointer. */
  @Struct
  static final class Holder {
    Task task;
  }

  @BpfModule
  static final class Kept {
    static final Array<Holder> HOLDERS = Array.of(1);

    @RawTracepoint("sys_enter")
    static int run() {
      return HOLDERS.get(0) == null ? 0 : 1;
    }
  }

  @Test
  void shouldSayThatPointersAreNotKeptYet() {
    assertThatThrownBy(() -> compile(Kept.class, "6.12"))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("field task is a pointer to a kernel structure")
        .hasMessageContaining("not supported yet");
  }
}
