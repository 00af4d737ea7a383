package dev.tawon.monitor.enrich;

import dev.tawon.monitor.Scope;
import dev.tawon.monitor.decode.RecordDecoder;
import dev.tawon.monitor.event.ProcessInfo;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import dev.tawon.monitor.probe.ExecRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who the processes in the records are: from the records themselves, from {@code /proc} for those that started before the
 * monitor, and where neither knows, from what little the record at hand says. Each process is looked for in {@code /proc}
 * once at most.
 *
 * <p>One thread at a time.
 */
public final class Processes {
  /** How deep cgroups within the scope's are looked through for processes. */
  private static final int CGROUP_DEPTH = 32;

  private final ProcessTable table;
  private final ProcFs procFs;
  private final EntityIds ids;
  private final WallTime wallTime;
  private final int seedLimit;

  /**
   * Knows nobody.
   *
   * @param seedLimit how many processes {@link #seed} reads at most
   */
  public Processes(
      ProcessTable table, ProcFs procFs, EntityIds ids, WallTime wallTime, int seedLimit) {
    this.table = table;
    this.procFs = procFs;
    this.ids = ids;
    this.wallTime = wallTime;
    this.seedLimit = seedLimit;
  }

  /**
   * Gets to know the processes that are there: those of the scope, and no others. A parent outside of it is looked up when
   * a child has an event.
   */
  public void seed(Scope scope) {
    switch (scope) {
      case Scope.All _ -> procFs.forEachPid(this::seed);
      case Scope.Tree(int root, _) -> seedTree(root);
      case Scope.Cgroup cgroup -> seedCgroup(cgroup.path(), 0);
    }
  }

  private boolean seed(int pid) {
    if (table.size() >= seedLimit) {
      return false;
    }
    ProcessInfo info = procFs.read(pid);
    if (info == null) {
      return false;
    }
    long key = ProcessKey.of(pid, info.startNs());
    if (table.contains(key)) {
      return false;
    }
    table.put(key, info);
    return true;
  }

  private void seedTree(int root) {
    Deque<Integer> pending = new ArrayDeque<>(List.of(root));
    while (!pending.isEmpty()) {
      int pid = pending.remove();
      // One that is known already was visited: processes that move while we walk cannot make a
      // circle.
      if (seed(pid)) {
        pending.addAll(procFs.children(pid));
      }
    }
  }

  private void seedCgroup(Path cgroup, int depth) {
    try {
      for (String line : Files.readAllLines(cgroup.resolve("cgroup.procs"))) {
        int pid = ProcFs.pid(line);
        if (pid > 0) {
          seed(pid);
        }
      }
      if (depth < CGROUP_DEPTH) {
        try (DirectoryStream<Path> inner = Files.newDirectoryStream(cgroup, Files::isDirectory)) {
          inner.forEach(child -> seedCgroup(child, depth + 1));
        }
      }
    } catch (IOException _) {
      // Gone, or threaded: its processes are looked up when they have an event.
    }
  }

  /** The process of a record. */
  public ProcessInfo of(RecordDecoder record) {
    ProcessInfo info = find(record.pid(), record.startTimeNs());
    if (info.name() != null) {
      return info;
    }
    ProcessInfo named = info.named(record.threadName());
    table.put(ProcessKey.of(named.pid(), named.startNs()), named);
    return named;
  }

  /** The parent of a record's process, or null if the kernel itself is. */
  public @Nullable ProcessInfo parentOf(RecordDecoder record) {
    return record.parentPid() == 0 ? null : find(record.parentPid(), record.parentStartTimeNs());
  }

  /** The new process of a fork record. */
  public ProcessInfo forked(RecordDecoder record) {
    int pid = record.pid();
    long startNs = record.startTimeNs();
    ProcessInfo parent = parentOf(record);
    // A child that is known was found in /proc, after this fork: what is known of it is newer.
    if (parent == null || table.contains(ProcessKey.of(pid, startNs))) {
      return of(record);
    }
    ProcessInfo child = parent.forked(ids.of(pid, startNs), pid, startNs, wallTime.at(startNs));
    if (child.name() == null) {
      child = child.named(record.threadName());
    }
    table.put(ProcessKey.of(pid, startNs), child);
    return child;
  }

  /** The process of an exec record, which runs another program from now on. */
  public ProcessInfo executed(RecordDecoder record) {
    int flags = record.execFlags();
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    mark(marks, Mark.ARGS_CUT, record.areArgsCut());
    mark(marks, Mark.ARGS_UNREADABLE, (flags & ExecRecord.ARGS_UNREADABLE) != 0);
    mark(marks, Mark.EXECUTABLE_CUT, (flags & ExecRecord.EXECUTABLE_CUT) != 0);
    mark(marks, Mark.EXECUTABLE_UNLINKED, (flags & ExecRecord.EXECUTABLE_UNLINKED) != 0);
    mark(marks, Mark.DIRECTORY_CUT, (flags & ExecRecord.DIRECTORY_CUT) != 0);
    long startNs = record.startTimeNs();
    ProcessInfo info =
        new ProcessInfo(
            ids.of(record.pid(), startNs),
            record.pid(),
            startNs,
            wallTime.at(startNs),
            ProcFs.fileName(record.executable()),
            record.executable(),
            record.args(),
            record.argsCount(),
            record.directory(),
            marks);
    table.put(ProcessKey.of(record.pid(), startNs), info);
    return info;
  }

  /** The process of an exit record, which is no more. */
  public ProcessInfo ended(RecordDecoder record) {
    ProcessInfo info = of(record);
    table.end(ProcessKey.of(record.pid(), record.startTimeNs()), record.bootTimeNs());
    return info;
  }

  /** How many went for lack of room. */
  public long evicted() {
    return table.evicted();
  }

  private ProcessInfo find(int pid, long startNs) {
    long key = ProcessKey.of(pid, startNs);
    ProcessInfo info = table.get(key);
    if (info != null && info.startNs() == startNs) {
      return info;
    }
    if (info == null) {
      ProcessInfo found = procFs.read(pid);
      if (found != null && ProcessKey.of(pid, found.startNs()) == key) {
        info = found;
      }
    }
    ProcessInfo exact =
        info != null
            ? info.startedAt(startNs, wallTime.at(startNs))
            : new ProcessInfo(
                ids.of(pid, startNs),
                pid,
                startNs,
                wallTime.at(startNs),
                null,
                null,
                List.of(),
                0,
                null,
                Set.of());
    table.put(key, exact);
    return exact;
  }

  private static void mark(Set<Mark> marks, Mark mark, boolean present) {
    if (present) {
      marks.add(mark);
    }
  }
}
