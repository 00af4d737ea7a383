package dev.tawon.monitor;

import dev.tawon.monitor.Summary.KindCounts;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventKind;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives events to the sink, and counts what becomes of them. An event is delivered when the flush after it succeeds; when
 * one fails, all events since the last are lost, though some may have been written.
 *
 * <p>Once the output has failed nothing more is written, and every further event is lost.
 */
final class Delivery {
  /** So many events, and the buffer is passed on before the pass over the ring is over. */
  private static final int BATCH = 1024;

  private static final System.Logger LOGGER = System.getLogger(Delivery.class.getName());

  private final EventSink sink;
  private final boolean[] wanted = new boolean[EventKind.ALL.size()];
  private final long[] filtered = new long[EventKind.ALL.size()];
  private final long[] delivered = new long[EventKind.ALL.size()];
  private final long[] undelivered = new long[EventKind.ALL.size()];
  private final long[] malformed = new long[EventKind.ALL.size()];
  private final long[] pending = new long[EventKind.ALL.size()];
  private int pendingEvents;
  private long malformedOfNoKind;
  private boolean sinkErrorLogged;
  private @Nullable StopReason failure;

  Delivery(EventSink sink, Set<EventKind> kinds) {
    this.sink = sink;
    kinds.forEach(kind -> wanted[kind.id()] = true);
  }

  /** Whether events of a kind were asked for. */
  boolean wants(EventKind kind) {
    return wanted[kind.id()];
  }

  /** Counts an event that is none. */
  void filtered(EventKind kind) {
    filtered[kind.id()]++;
  }

  /** Counts a record that makes no sense. */
  void malformed(@Nullable EventKind kind) {
    if (kind == null) {
      malformedOfNoKind++;
    } else {
      malformed[kind.id()]++;
    }
  }

  /** Gives an event to the sink. */
  void deliver(Event event) {
    int kind = event.kind().id();
    if (failure != null) {
      undelivered[kind]++;
      return;
    }
    try {
      sink.write(event);
      pending[kind]++;
      if (++pendingEvents >= BATCH) {
        flush();
      }
    } catch (IOException e) {
      undelivered[kind]++;
      fail(e);
    } catch (RuntimeException e) {
      undelivered[kind]++;
      logOnce(e);
    }
  }

  /** Has the sink pass on what stands before all events. */
  void begin() {
    passOn();
  }

  /** Has the sink pass on what it has. */
  void flush() {
    if (pendingEvents > 0) {
      passOn();
    }
  }

  private void passOn() {
    try {
      sink.flush();
      settlePending(delivered);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      settlePending(undelivered);
      logOnce(e);
    }
  }

  /** Gives the sink the closing line, unless its output has failed. */
  void finish(Summary summary) {
    if (failure != null) {
      return;
    }
    try {
      sink.finish(summary);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      logOnce(e);
    }
  }

  /** Why nothing more can be written, or null. */
  @Nullable StopReason failure() {
    return failure;
  }

  /** What has become of the events so far. */
  Summary summary(KernelCounters kernel, long processesEvicted, StopReason reason) {
    List<KindCounts> kinds =
        EventKind.ALL.stream()
            .filter(this::wants)
            .map(kind ->
                new KindCounts(
                    kind,
                    kernel.produced(kind),
                    kernel.filtered(kind) + filtered[kind.id()],
                    delivered[kind.id()],
                    kernel.lost(kind) + malformed[kind.id()] + undelivered[kind.id()]))
            .toList();
    return new Summary(
        kinds, sum(malformed) + malformedOfNoKind, sum(undelivered), processesEvicted, reason);
  }

  private void fail(IOException e) {
    failure =
        e instanceof OutputClosedException
            ? new StopReason.OutputClosed()
            : new StopReason.OutputFailed(e);
    settlePending(undelivered);
  }

  private void settlePending(long[] counters) {
    for (int kind = 0; kind < pending.length; kind++) {
      counters[kind] += pending[kind];
      pending[kind] = 0;
    }
    pendingEvents = 0;
  }

  private void logOnce(RuntimeException e) {
    if (!sinkErrorLogged) {
      sinkErrorLogged = true;
      LOGGER.log(System.Logger.Level.ERROR, "the sink failed; further failures only count", e);
    }
  }

  private static long sum(long[] counters) {
    long sum = 0;
    for (long counter : counters) {
      sum += counter;
    }
    return sum;
  }
}
