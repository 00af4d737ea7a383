package dev.tawon.monitor;

import dev.tawon.monitor.emit.HostInfo;
import dev.tawon.monitor.enrich.Accounts;
import dev.tawon.monitor.enrich.Enricher;
import dev.tawon.monitor.enrich.EntityIds;
import dev.tawon.monitor.enrich.ProcFs;
import dev.tawon.monitor.enrich.ProcessTable;
import dev.tawon.monitor.enrich.Processes;
import dev.tawon.monitor.enrich.WallTime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of the monitor: takes records from a source, makes events of them, gives them to a sink. {@link #run} does it, on
 * the calling thread, until {@link #stop}, the end of the configured duration, or of the output.
 */
public final class Monitor {
  private static final long SHORTEST_PAUSE_NS = 1_000_000;
  private static final long LONGEST_PAUSE_NS = 5_000_000;

  /** How often the time of day is compared with the kernel's. */
  private static final long CLOCK_CHECK_NS = 10_000_000_000L;

  /** How often, after the last record, those are waited for that a program on another CPU may still be writing. */
  private static final int LAST_PASSES = 50;

  private static final System.Logger LOGGER = System.getLogger(Monitor.class.getName());

  private final MonitorConfig config;
  private final EventSource source;
  private final BootClock bootClock;
  private final Clock clock;
  private final Path root;
  private final Delivery delivery;
  private final Pause pause;
  private final Runnable onAttached;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopRequested;
  private volatile @Nullable Thread runner;

  /** How the monitor waits. */
  @FunctionalInterface
  interface Pause {
    /** Returns after a time, or before it if the thread is unparked. */
    void nanos(long nanos);
  }

  private Monitor(Builder builder) {
    config = builder.config;
    source = builder.source;
    bootClock = builder.bootClock;
    clock = builder.clock;
    root = builder.root;
    pause = builder.pause;
    onAttached = builder.onAttached;
    delivery = new Delivery(builder.sink, config.probes());
  }

  /**
   * A monitor.
   *
   * @param config what to look at
   * @param source the kernel half; attached and detached by the monitor, closed by the caller
   * @param sink where events go
   * @param bootClock the clock of the records
   */
  public static Builder builder(
      MonitorConfig config, EventSource source, EventSink sink, BootClock bootClock) {
    return new Builder(config, source, sink, bootClock);
  }

  /** Settings of a monitor. */
  public static final class Builder {
    private final MonitorConfig config;
    private final EventSource source;
    private final EventSink sink;
    private final BootClock bootClock;
    private Clock clock = Clock.systemUTC();
    private Path root = Path.of("/");
    private Pause pause = LockSupport::parkNanos;
    private Runnable onAttached = () -> {};

    private Builder(MonitorConfig config, EventSource source, EventSink sink, BootClock bootClock) {
      this.config = config;
      this.source = source;
      this.sink = sink;
      this.bootClock = bootClock;
    }

    /** The clock for times of day, instead of the system's. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Where {@code proc} and {@code etc} are, instead of {@code /}. */
    public Builder root(Path root) {
      this.root = root;
      return this;
    }

    /** What to do, on the thread that runs the monitor, once nothing that happens can be missed. */
    public Builder onAttached(Runnable action) {
      this.onAttached = action;
      return this;
    }

    /** How to wait, instead of by parking the thread. */
    Builder pause(Pause pause) {
      this.pause = pause;
      return this;
    }

    /** The monitor. */
    public Monitor build() {
      return new Monitor(this);
    }
  }

  /**
   * Runs, once.
   *
   * <p>The programs are attached before the processes are looked up, so that none can start between the two unseen. At the
   * end they are detached before the ring is emptied for the last time: everything that was produced is delivered or
   * counted.
   *
   * @return what became of every event
   * @throws IllegalStateException if it has been run before
   * @throws dev.tawon.bpf.BpfException if the kernel refuses something, or the ring makes no sense
   */
  public Summary run() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a monitor runs once");
    }
    runner = Thread.currentThread();
    WallTime wallTime = new WallTime(bootClock, clock);
    EntityIds ids = new EntityIds(HostInfo.bootId(root));
    ProcessTable.Bounds bounds = ProcessTable.Bounds.DEFAULT;
    Processes processes =
        new Processes(
            new ProcessTable(bounds),
            new ProcFs(root.resolve("proc"), ids, wallTime),
            ids,
            wallTime,
            bounds.capacity());
    Accounts users = new Accounts(root.resolve("etc/passwd"));
    Accounts groups = new Accounts(root.resolve("etc/group"));
    // Before the programs are attached: a scope that holds this process would see it open them.
    users.read();
    groups.read();
    Enricher enricher =
        new Enricher(processes, users, groups, wallTime, config.sensitive(), config.ports());
    Pipeline pipeline = new Pipeline(enricher, delivery);
    StopReason reason;
    try {
      source.attach();
      onAttached.run();
      delivery.begin();
      long begun = bootClock.nanos();
      processes.seed(config.scope());
      reason = loop(pipeline, wallTime, begun);
    } finally {
      runner = null;
      source.detach();
    }
    Summary summary = settle(pipeline, processes, reason);
    delivery.finish(summary);
    StopReason failure = delivery.failure();
    return failure == null || failure.equals(reason)
        ? summary
        : new Summary(
            summary.kinds(),
            summary.malformed(),
            summary.undelivered(),
            summary.processesEvicted(),
            failure);
  }

  /** Makes {@link #run} come to its end, soon. For any thread, at any time, and any number of times. */
  public void stop() {
    stopRequested = true;
    Thread thread = runner;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  private StopReason loop(Pipeline pipeline, WallTime wallTime, long begun) {
    Duration duration = config.duration();
    long runNs = duration == null ? Long.MAX_VALUE : duration.toNanos();
    long clockChecked = begun;
    long pauseNs = SHORTEST_PAUSE_NS;
    while (true) {
      int records = source.drain(pipeline);
      delivery.flush();
      StopReason failure = delivery.failure();
      if (failure != null) {
        return failure;
      }
      long now = bootClock.nanos();
      if (now - begun >= runNs) {
        return new StopReason.DurationOver();
      }
      if (stopRequested || Thread.currentThread().isInterrupted()) {
        return new StopReason.Requested();
      }
      if (now - clockChecked >= CLOCK_CHECK_NS) {
        clockChecked = now;
        if (wallTime.refresh()) {
          LOGGER.log(System.Logger.Level.INFO, "the time of day was set; events follow it");
        }
      }
      pauseNs = records > 0 ? SHORTEST_PAUSE_NS : Math.min(pauseNs * 2, LONGEST_PAUSE_NS);
      pause.nanos(Math.min(pauseNs, runNs - (now - begun)));
    }
  }

  /** Empties the ring until every event is accounted for, or it seems that some never will be. */
  private Summary settle(Pipeline pipeline, Processes processes, StopReason reason) {
    Summary summary = account(pipeline, processes, reason);
    for (int pass = 1; pass < LAST_PASSES && !summary.isExact(); pass++) {
      pause.nanos(SHORTEST_PAUSE_NS);
      summary = account(pipeline, processes, reason);
    }
    return summary;
  }

  private Summary account(Pipeline pipeline, Processes processes, StopReason reason) {
    while (source.drain(pipeline) > 0) {
      delivery.flush();
    }
    return delivery.summary(source.counters(), processes.evicted(), reason);
  }
}
