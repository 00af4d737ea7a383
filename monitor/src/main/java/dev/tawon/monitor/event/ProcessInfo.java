package dev.tawon.monitor.event;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a process. The program, its arguments and its working directory are those of its last execution that
 * was seen, or what {@code /proc} had when the monitor first met it; a process that has only been forked has its parent's.
 *
 * @param entityId what tells it from every other process, before and after: see {@code docs/events.md}
 * @param pid the process id, in the first pid namespace
 * @param startNs when it started, in nanoseconds of {@code CLOCK_BOOTTIME}; of a process known from {@code /proc} alone, to
 *     10 ms
 * @param start the same as a time of day
 * @param name the executable's file name, or a thread's name where the executable is not known; null if neither is
 * @param executable the executable's absolute path, or null if it is not known; with {@link Mark#EXECUTABLE_CUT}, the end
 *     of it, without a slash in front
 * @param args the arguments, the program's name for itself first; with {@link Mark#ARGS_CUT}, the first of them
 * @param argsCount how many arguments there were, cut or not
 * @param workingDirectory the working directory when it was last looked at, or null if it is not known; with
 *     {@link Mark#DIRECTORY_CUT}, the end of it
 * @param marks what else there is to know
 */
public record ProcessInfo(
    String entityId,
    int pid,
    long startNs,
    Instant start,
    @Nullable String name,
    @Nullable String executable,
    List<String> args,
    int argsCount,
    @Nullable String workingDirectory,
    Set<Mark> marks) {
  /** What is special about a process's description. */
  public enum Mark {
    /** There were more arguments than are in the list, or the last is not whole. */
    ARGS_CUT,
    /** The arguments could not be read. */
    ARGS_UNREADABLE,
    /** The executable's path lacks its beginning. */
    EXECUTABLE_CUT,
    /** The executable has been unlinked, or never had a name in a file system: {@code memfd_create(2)}. */
    EXECUTABLE_UNLINKED,
    /** The working directory's path lacks its beginning. */
    DIRECTORY_CUT
  }

  /** Copies the collections. */
  public ProcessInfo {
    args = List.copyOf(args);
    marks = Set.copyOf(marks);
  }

  /** Whether there is a mark. */
  public boolean is(Mark mark) {
    return marks.contains(mark);
  }

  /** The arguments with a space between each two; ambiguous where an argument holds a space. */
  public String commandLine() {
    return String.join(" ", args);
  }

  /** The same process, of which only a thread's name is known besides. */
  public ProcessInfo named(String threadName) {
    return new ProcessInfo(
        entityId,
        pid,
        startNs,
        start,
        threadName,
        executable,
        args,
        argsCount,
        workingDirectory,
        marks);
  }

  /** The same process with its start known to the nanosecond. */
  public ProcessInfo startedAt(long startNs, Instant start) {
    return new ProcessInfo(
        entityId, pid, startNs, start, name, executable, args, argsCount, workingDirectory, marks);
  }

  /** Another process that runs the same program, as a fork makes it. */
  public ProcessInfo forked(String childEntityId, int childPid, long startNs, Instant start) {
    return new ProcessInfo(
        childEntityId,
        childPid,
        startNs,
        start,
        name,
        executable,
        args,
        argsCount,
        workingDirectory,
        marks);
  }
}
