package dev.tawon.monitor;

import dev.tawon.monitor.probe.EventRecord;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that together see every kind of event, by their methods' names in {@link
 * dev.tawon.monitor.probe.MonitorModule}.
 *
 * @param fork takes children into the tree
 * @param exit takes ended processes out of the tree
 */
record Hooks(String fork, String exec, String exit, String systemCall, String socket) {
  /** On kernels that let these programs keep the CPU. */
  static final Hooks BTF_TRACEPOINTS =
      new Hooks("onFork", "onExec", "onExit", "onSystemCallExit", "onStateChange");

  /** On the others. */
  static final Hooks STEADY =
      new Hooks(
          "onSteadyFork",
          "onSteadyExec",
          "onSteadyExit",
          "onSteadySystemCallExit",
          "onSteadyStateChange");

  /** The second program of sockets, after either. */
  static final String STAND_IN = "onStateChangeStandIn";

  /** All programs of both. */
  static final Set<String> ALL =
      Stream.of(BTF_TRACEPOINTS, STEADY)
          .flatMap(hooks -> hooks.programs(true, true).stream())
          .collect(Collectors.toUnmodifiableSet());

  /** The programs for the kinds that are asked for; forks, executions and exits are always looked at. */
  Set<String> programs(boolean files, boolean connects) {
    Set<String> programs = new LinkedHashSet<>(Set.of(fork, exec, exit));
    if (files || connects) {
      programs.add(systemCall);
    }
    if (connects) {
      programs.add(socket);
      programs.add(STAND_IN);
    }
    return programs;
  }

  /** The {@link EventRecord#kind} of what a program sees; of system calls, that of most of them. */
  int kindOf(String program) {
    if (program.equals(fork)) {
      return EventRecord.FORK;
    }
    if (program.equals(exec)) {
      return EventRecord.EXEC;
    }
    if (program.equals(exit)) {
      return EventRecord.EXIT;
    }
    return program.equals(systemCall) ? EventRecord.FILE : EventRecord.NETWORK;
  }
}
