package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code x31_arguments.bpf.c}: commands with their arguments. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class CommandArguments {
  private static final int ARGUMENT = 64;
  private static final int ARGUMENTS = 16;

  private CommandArguments() {}

  /** A command. */
  @Struct
  public static final class Command {
    public int pid;
    public int ppid;
    public int uid;
    public int result;
    public int count;
    public int size;

    @Length(16)
    public byte[] comm;

    @Length(ARGUMENT * ARGUMENTS)
    public byte[] arguments;
  }

  @KernelType("task_struct")
  static final class Task {
    Task real_parent;
    int tgid;
  }

  /** As in C. */
  public static final HashMap<Integer, Command> RUNNING = HashMap.of(1024);

  /** As in C. */
  public static final RingBuffer<Command> COMMANDS = RingBuffer.ofBytes(1 << 20);

  @Configurable static int only = -1;

  @Tracepoint("syscalls/sys_enter_execve")
  static void enter(SystemCall.Enter call) {
    int uid = (int) Bpf.currentUidGid();
    if (only != -1 && only != uid) {
      return;
    }
    int pid = (int) (Bpf.currentPidTgid() >> 32);
    if (RUNNING.putIfAbsent(pid, new Command()) != 0) {
      return;
    }
    Command command = RUNNING.get(pid);
    if (command == null) {
      return;
    }
    command.pid = pid;
    command.uid = uid;
    command.ppid = Bpf.currentTask(Task.class).real_parent.tgid;
    long argv = call.args[1];
    int size = 0;
    long[] argument = new long[1];
    for (int i = 0; i < ARGUMENTS; i++) {
      if (Helpers.probeReadUser(argument, 8, argv + 8 * i) != 0 || argument[0] == 0) {
        break;
      }
      if (size > ARGUMENT * (ARGUMENTS - 1)) {
        break;
      }
      int length = Bpf.readUserString(command.arguments, size, ARGUMENT, argument[0]);
      if (length < 0 || length > ARGUMENT) {
        break;
      }
      size += length;
      command.count++;
    }
    command.size = size;
  }

  @Tracepoint("syscalls/sys_exit_execve")
  static void leave(SystemCall.Exit call) {
    int pid = (int) (Bpf.currentPidTgid() >> 32);
    Command command = RUNNING.get(pid);
    if (command == null) {
      return;
    }
    command.result = (int) call.ret;
    Bpf.currentComm(command.comm);
    COMMANDS.output(command);
    RUNNING.remove(pid);
  }
}
