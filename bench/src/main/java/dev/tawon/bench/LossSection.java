package dev.tawon.bench;

import dev.tawon.bench.Closing.Outcome;
import dev.tawon.bench.load.Kind;
import java.util.List;
import java.util.Map;

/** Whether events are lost when a load goes as fast as all processors go, the monitor having to run on the same. */
final class LossSection implements Section {
  private final MarkdownTable table =
      new MarkdownTable(
          "load", "events", "done/s", "done", "produced", "filtered", "delivered", "lost", "exact");

  @Override
  public String name() {
    return "loss";
  }

  @Override
  public String measure(Settings settings) {
    int threads = Runtime.getRuntime().availableProcessors();
    for (List<Kind> kinds :
        List.of(
            List.of(Kind.EXEC),
            List.of(Kind.OPEN),
            List.of(Kind.TCP),
            List.of(Kind.EXEC, Kind.OPEN, Kind.TCP))) {
      measure(settings, kinds, threads);
    }
    return """
    ## Loss at full speed

    `./tawon monitor --scope tree:PID --output json`, its output read and counted, on a load of %d threads a kind that go as
    fast as the processors let them for %s s. The monitor shares the processors with them. %d runs each: `done/s` is the
    median, the counts are the sums of the runs. Of the opens, one in 1,000 is of a sensitive file. *Exact*: the runs after
    which, for every kind, produced = filtered + delivered + lost, and as many lines were written as events delivered.

    %s\
    """
        .formatted(threads, Format.decimal(settings.lossSeconds(), 0), settings.rounds(), table);
  }

  private void measure(Settings settings, List<Kind> kinds, int threads) {
    LossTotals totals = new LossTotals(kinds);
    for (int round = 0; round < settings.rounds(); round++) {
      try (LoadProcess load =
              LoadProcess.start(settings.directory(), kinds, "threads=" + threads, "every=1000");
          MonitorProcess monitor = MonitorProcess.start(settings.root(), load.pid(), Map.of())) {
        monitor.awaitFirstEvent(load);
        LoadProcess.Result result = load.run(settings.lossSeconds());
        Closing closing = monitor.stop();
        totals.add(result, closing, monitor.lines());
      }
    }
    totals.rows(table);
  }

  /** The monitor's name for what a load of a kind makes. */
  static String event(Kind kind) {
    return switch (kind) {
      case EXEC -> "exec";
      case OPEN -> "file";
      case TCP, UDP -> "network";
      case CALL -> throw new IllegalArgumentException("no event is made of " + kind);
    };
  }

  /** The sums of some runs. */
  private static final class LossTotals {
    private final List<Kind> kinds;
    private final Samples[] perSecond;
    private final long[] done;
    private final Outcome[] outcomes;
    private int runs;
    private int exact;

    LossTotals(List<Kind> kinds) {
      this.kinds = kinds;
      perSecond = new Samples[kinds.size()];
      done = new long[kinds.size()];
      outcomes = new Outcome[kinds.size()];
      for (int i = 0; i < kinds.size(); i++) {
        perSecond[i] = new Samples();
        outcomes[i] = Outcome.NONE;
      }
    }

    void add(LoadProcess.Result result, Closing closing, long lines) {
      runs++;
      if (closing.isExact() && closing.delivered() == lines) {
        exact++;
      }
      for (int i = 0; i < kinds.size(); i++) {
        Kind kind = kinds.get(i);
        perSecond[i].add(result.perSecond(kind));
        done[i] += result.operations(kind);
        outcomes[i] = outcomes[i].plus(closing.of(event(kind)));
      }
    }

    void rows(MarkdownTable table) {
      String load = kinds.size() == 1 ? kinds.getFirst().label() + " loop" : "all " + kinds.size();
      for (int i = 0; i < kinds.size(); i++) {
        Outcome outcome = outcomes[i];
        table.row(
            load,
            event(kinds.get(i)),
            Format.count(perSecond[i].median()),
            Format.count(done[i]),
            Format.count(outcome.produced()),
            Format.count(outcome.filtered()),
            Format.count(outcome.delivered()),
            Format.count(outcome.lost()),
            exact + " of " + runs);
      }
    }
  }
}
