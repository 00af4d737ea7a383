package dev.tawon.bench;

import dev.tawon.bench.KernelHalf.Counts;
import dev.tawon.bench.KernelHalf.Runs;
import dev.tawon.bench.load.Kind;
import dev.tawon.bpf.RunStatistics;
import dev.tawon.monitor.probe.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/** What the kernel half costs an event, by the kernel's own count of its programs' runs and their time. */
final class CostSection implements Section {
  private static final String SYSTEM_CALL = "onSystemCallExit";
  private static final String STATE_CHANGE = "onStateChange";

  /** Runs after the other, each time. */
  private static final String STATE_CHANGE_STAND_IN = "onStateChangeStandIn";

  private static final long WINDOW_NS = 50_000_000;

  /** Fewer events than this in a window say nothing. */
  private static final int FEWEST = 20;

  /** A row of the table: an event, delivered and filtered. */
  private static final class Row {
    private final Samples delivered = new Samples();
    private final Samples outOfScope = new Samples();
    private final Samples otherName = new Samples();
  }

  private final Row fork = new Row();
  private final Row exec = new Row();
  private final Row exit = new Row();
  private final Row open = new Row();
  private final Row tcp = new Row();
  private final Row tcpCall = new Row();
  private final Row udp = new Row();
  private final Row other = new Row();
  private final Samples statesPerConnection = new Samples();
  private long lost;

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public String measure(Settings settings) {
    try (KernelHalf kernel = KernelHalf.load();
        LoadProcess call = load(settings, Kind.CALL);
        LoadProcess execs = load(settings, Kind.EXEC);
        LoadProcess plain = load(settings, Kind.OPEN, "every=0");
        LoadProcess sensitive = load(settings, Kind.OPEN, "every=1");
        LoadProcess connects = load(settings, Kind.TCP);
        LoadProcess datagrams = load(settings, Kind.UDP);
        RunStatistics _ = RunStatistics.enable()) {
      kernel.attach();
      for (LoadProcess load : List.of(call, execs, plain, sensitive, connects, datagrams)) {
        load.run(settings.shortSeconds()); // until its code is compiled
      }
      for (int round = 0; round < settings.shortRounds(); round++) {
        double idle =
            run(kernel, call, settings, false).lowest(counts -> mean(counts, SYSTEM_CALL));
        other.outOfScope.add(idle);
        execs(run(kernel, execs, settings, true), true);
        execs(run(kernel, execs, settings, false), false);
        ToDoubleFunction<Counts> opening = counts -> perEvent(counts, EventRecord.FILE, idle);
        open.otherName.add(run(kernel, plain, settings, true).lowest(opening));
        open.outOfScope.add(run(kernel, plain, settings, false).lowest(opening));
        open.delivered.add(run(kernel, sensitive, settings, true).lowest(opening));
        connects(run(kernel, connects, settings, true), idle, true);
        connects(run(kernel, connects, settings, false), idle, false);
        ToDoubleFunction<Counts> naming = counts -> perEvent(counts, EventRecord.NETWORK, idle);
        udp.delivered.add(run(kernel, datagrams, settings, true).lowest(naming));
        udp.outOfScope.add(run(kernel, datagrams, settings, false).lowest(naming));
      }
      return text(kernel);
    }
  }

  private static LoadProcess load(Settings settings, Kind kind, String... options) {
    return LoadProcess.start(settings.directory(), List.of(kind), options);
  }

  /**
   * A run of a load.
   *
   * @param windows what the kernel counted in each short time of it
   */
  private record Run(List<Counts> windows) {
    /** The mean time in the quickest tenth of the windows: other work on the processors only adds to it. */
    double lowest(ToDoubleFunction<Counts> time) {
      Samples samples = new Samples();
      for (Counts window : windows) {
        double nanos = time.applyAsDouble(window);
        if (!Double.isNaN(nanos)) {
          samples.add(nanos);
        }
      }
      return samples.percentile(10);
    }
  }

  private Run run(KernelHalf kernel, LoadProcess load, Settings settings, boolean watched) {
    if (watched) {
      kernel.watch(load.pid());
    }
    List<Counts> windows = new ArrayList<>();
    Counts begin = kernel.counts();
    Counts last = begin;
    load.begin(settings.shortSeconds());
    for (int i = 0; i < settings.shortSeconds() * 1e9 / WINDOW_NS; i++) {
      LockSupport.parkNanos(WINDOW_NS);
      Counts now = kernel.counts();
      windows.add(now.since(last));
      last = now;
    }
    load.end();
    if (watched) {
      kernel.ignore(load.pid());
    }
    lost += kernel.counts().since(begin).lost();
    return new Run(windows);
  }

  private void execs(Run run, boolean delivered) {
    (delivered ? fork.delivered : fork.outOfScope).add(run.lowest(it -> mean(it, "onFork")));
    (delivered ? exec.delivered : exec.outOfScope).add(run.lowest(it -> mean(it, "onExec")));
    (delivered ? exit.delivered : exit.outOfScope).add(run.lowest(it -> mean(it, "onExit")));
  }

  private void connects(Run run, double idle, boolean delivered) {
    (delivered ? tcp.delivered : tcp.outOfScope)
        .add(
            run.lowest(counts ->
                ratio(
                    counts.run(STATE_CHANGE).nanos() + counts.run(STATE_CHANGE_STAND_IN).nanos(),
                    connections(counts))));
    (delivered ? tcpCall.delivered : tcpCall.outOfScope)
        .add(
            run.lowest(counts -> {
              Runs runs = counts.run(SYSTEM_CALL);
              long connections = connections(counts);
              return ratio(runs.nanos() - idle * (runs.count() - connections), connections);
            }));
    statesPerConnection.add(
        run.lowest(counts -> ratio(counts.run(STATE_CHANGE).count(), connections(counts))));
  }

  private static long connections(Counts counts) {
    return counts.produced()[EventRecord.NETWORK];
  }

  private static double mean(Counts counts, String program) {
    Runs runs = counts.run(program);
    return ratio(runs.nanos(), runs.count());
  }

  /** The time of the runs that were of an event, when each of the others took as long as that of an idle call. */
  private static double perEvent(Counts counts, int kind, double idle) {
    Runs runs = counts.run(SYSTEM_CALL);
    long events = counts.produced()[kind];
    return ratio(runs.nanos() - idle * (runs.count() - events), events);
  }

  private static double ratio(double nanos, long count) {
    return count < FEWEST ? Double.NaN : nanos / count;
  }

  private String text(KernelHalf kernel) {
    MarkdownTable costs =
        new MarkdownTable("event", "delivered", "not in the scope", "name not listed")
            .row(cells("fork", fork))
            .row(cells("exec", exec))
            .row(cells("exit", exit))
            .row(cells("open", open))
            .row(cells("TCP connection, all its state changes", tcp))
            .row(cells("TCP connection, the end of its `connect`", tcpCall))
            .row(cells("UDP connect", udp))
            .row(cells("any other system call", other));
    MarkdownTable sizes =
        new MarkdownTable("program", "eBPF bytes", "machine code bytes", "instructions verified");
    kernel
        .programs()
        .forEach((name, info) ->
            sizes.row(
                "`" + name + "`",
                Format.count(info.translatedBytes()),
                Format.count(info.jitedBytes()),
                Format.count(info.verifiedInstructions())));
    return """
    ## Kernel cost of an event

    Nanoseconds in the kernel's programs, by `bpf_stats`: run time ÷ runs, of which the measuring itself is about 50. One
    thread of load, flat out; a thread empties the ring every millisecond and nothing else is behind it. The mean of the
    quickest tenth of windows of 50 ms; of %d such runs the median (least–most). An open's time is that of the `sys_exit`
    program less the runs for other calls of the loop, at the price of the last line. A TCP connection on loopback, with both
    ends, changes states %s times, at each of which two programs run, the second for little but its two readings of the
    clock. Lost: %d.

    %s
    %s\
    """
        .formatted(
            fork.delivered.size(),
            Format.decimal(statesPerConnection.median(), 1),
            lost,
            costs,
            sizes);
  }

  private static String[] cells(String event, Row row) {
    return new String[] {event, cell(row.delivered), cell(row.outOfScope), cell(row.otherName)};
  }

  private static String cell(Samples samples) {
    return samples.size() == 0 ? "" : Format.spread(samples);
  }
}
