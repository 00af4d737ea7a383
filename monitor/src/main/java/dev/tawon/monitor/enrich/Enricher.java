package dev.tawon.monitor.enrich;

import dev.tawon.monitor.SensitivePaths;
import dev.tawon.monitor.decode.RecordDecoder;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventContext;
import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.monitor.event.ForkEvent;
import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.monitor.event.ProcessInfo;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of records, and keeps the {@link Processes} up to date with them. One thread at a time. */
public final class Enricher {
  private final Processes processes;
  private final Accounts users;
  private final Accounts groups;
  private final WallTime wallTime;
  private final SensitivePaths sensitive;
  private final BitSet suspiciousPorts = new BitSet();
  private long sequence;

  /** An enricher. */
  public Enricher(
      Processes processes,
      Accounts users,
      Accounts groups,
      WallTime wallTime,
      SensitivePaths sensitive,
      Set<Integer> suspiciousPorts) {
    this.processes = processes;
    this.users = users;
    this.groups = groups;
    this.wallTime = wallTime;
    this.sensitive = sensitive;
    suspiciousPorts.forEach(this.suspiciousPorts::set);
  }

  /** Learns from a record of a kind that nobody asked for. */
  public void observe(EventKind kind, RecordDecoder record) {
    switch (kind) {
      case FORK -> processes.forked(record);
      case EXEC -> processes.executed(record);
      case EXIT -> processes.ended(record);
      case FILE, NETWORK -> {}
    }
  }

  /**
   * The event of a record, or null if it is one of a file that only looked sensitive from the kernel.
   *
   * @param kind what the decoder said it is
   * @param record the decoder, with the record taken up
   */
  public @Nullable Event enrich(EventKind kind, RecordDecoder record) {
    return switch (kind) {
      case FORK -> new ForkEvent(context(record, processes.forked(record)));
      case EXEC ->
          new ExecEvent(
              context(record, processes.executed(record)),
              users.of(record.effectiveUid(), record.bootTimeNs()),
              groups.of(record.effectiveGid(), record.bootTimeNs()),
              record.argsTotal());
      case EXIT ->
          new ExitEvent(
              context(record, processes.ended(record)),
              record.exitStatus(),
              Math.max(record.bootTimeNs() - record.startTimeNs(), 0));
      case FILE -> file(record);
      case NETWORK -> network(record);
    };
  }

  private EventContext context(RecordDecoder record, ProcessInfo process) {
    long nowNs = record.bootTimeNs();
    return new EventContext(
        ++sequence,
        wallTime.at(nowNs),
        process,
        processes.parentOf(record),
        record.threadId(),
        record.threadName(),
        users.of(record.uid(), nowNs),
        groups.of(record.gid(), nowNs));
  }

  private @Nullable Event file(RecordDecoder record) {
    ProcessInfo process = processes.of(record);
    String path = record.filePath();
    if (record.pathKind() == PathKind.ARGUMENT) {
      String absolute = ArgumentPath.absolute(path, process.workingDirectory());
      if (absolute != null && sensitive.matches(absolute)) {
        path = absolute;
      } else if (path.startsWith("/") || !sensitive.matchesEnd(path)) {
        return null;
      }
    } else if (record.isPathCut() ? !sensitive.mayMatch(path) : !sensitive.matches(path)) {
      return null;
    }
    return new FileEvent(
        context(record, process),
        path,
        record.pathKind(),
        record.isPathCut(),
        record.openFlags(),
        record.fileError(),
        record.inode(),
        record.device());
  }

  private Event network(RecordDecoder record) {
    Transport transport = record.transport();
    NetworkEvent.Endpoint destination = record.destination();
    return new NetworkEvent(
        context(record, processes.of(record)),
        transport,
        record.source(),
        destination,
        record.connectError(),
        transport == Transport.TCP ? record.bootTimeNs() - record.connectTimeNs() : 0,
        suspiciousPorts.get(destination.port()));
  }
}
