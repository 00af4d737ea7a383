package dev.tawon.bench;

import dev.tawon.bench.load.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operation takes longer when it is looked at, beside the same under a monitor written in C. */
final class PeersSection implements Section {
  /** One operation in four states, in turn. */
  private static final class Row {
    private final String label;
    private final Kind kind;
    private final String option;
    private final Samples alone = new Samples();
    private final Samples outOfScope = new Samples();
    private final Samples delivered = new Samples();
    private final Samples peer = new Samples();
    private final Samples peerKernel = new Samples();

    Row(String label, Kind kind, String option) {
      this.label = label;
      this.kind = kind;
      this.option = option;
    }
  }

  private final List<Row> rows =
      List.of(
          new Row("`getppid`", Kind.CALL, "every=0"),
          new Row("open and close, name not listed", Kind.OPEN, "every=0"),
          new Row("open and close, sensitive", Kind.OPEN, "every=1"),
          new Row("exec, exit and wait", Kind.EXEC, "every=0"),
          new Row("TCP connect, accept, two closes", Kind.TCP, "every=0"),
          new Row("UDP connect", Kind.UDP, "every=0"));

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String measure(Settings settings) {
    List<String> missing = new ArrayList<>();
    Peer peer = Peer.build(settings.directory(), missing);
    try (OwnCgroup cgroup = OwnCgroup.make();
        KernelHalf kernel = KernelHalf.load()) {
      Map<Row, LoadProcess> loads = new LinkedHashMap<>();
      try {
        for (Row row : rows) {
          LoadProcess load =
              LoadProcess.start(settings.directory(), List.of(row.kind), row.option, "cpu=0");
          loads.put(row, load);
          cgroup.add(load.pid());
          load.run(settings.shortSeconds()); // until its code is compiled
        }
        for (int round = 0; round < settings.shortRounds(); round++) {
          loads.forEach((row, load) -> round(settings, kernel, cgroup, peer, row, load));
        }
      } finally {
        loads.values().forEach(LoadProcess::close);
      }
    }
    return text(missing);
  }

  private static void round(
      Settings settings,
      KernelHalf kernel,
      OwnCgroup cgroup,
      @Nullable Peer peer,
      Row row,
      LoadProcess load) {
    double seconds = settings.shortSeconds() / 2;
    row.alone.add(load.run(seconds).p10(row.kind));
    kernel.attach();
    row.outOfScope.add(load.run(seconds).p10(row.kind));
    kernel.watch(load.pid());
    row.delivered.add(load.run(seconds).p10(row.kind));
    kernel.ignore(load.pid());
    kernel.detach();
    if (peer == null) {
      return;
    }
    try (Peer.Running _ = peer.start(cgroup.directory())) {
      row.peer.add(load.run(seconds).p10(row.kind));
    }
    String program = program(row.kind);
    if (program != null) {
      try (Peer.Running running = peer.startWithStatistics(cgroup.directory())) {
        load.run(seconds);
        Double mean = Peer.parse(running.stop()).get(program);
        if (mean != null) {
          row.peerKernel.add(mean);
        }
      }
    }
  }

  /** The reference's program for what a load does. */
  private static @Nullable String program(Kind kind) {
    return switch (kind) {
      case EXEC -> "tp_exec";
      case OPEN -> "tp_open";
      case TCP, UDP -> "tp_conn";
      case CALL -> null;
    };
  }

  private String text(List<String> missing) {
    MarkdownTable table =
        new MarkdownTable(
            "operation",
            "alone",
            "attached, not in the scope",
            "delivered",
            "C, delivered",
            "C, its program");
    for (Row row : rows) {
      double alone = row.alone.min();
      table.row(
          row.label,
          Format.count(alone),
          added(row.outOfScope, alone),
          added(row.delivered, alone),
          added(row.peer, alone),
          Format.count(row.peerKernel.median()));
    }
    return """
    ## Added time, beside a monitor in C

    Nanoseconds of an operation in a loop on one processor, p10 of short windows; the least of %d runs of each kind, made in
    turn. The second and third columns are what the attached programs add to the first, for a process outside of the scope and
    for one in it, with a thread that empties the ring; the fourth is what the C reference adds, with BTF tracepoints and its ring
    emptied every 5 ms; the last is the mean run time of its program on the system call's own tracepoint, by `bpf_stats`, to
    be held against *Kernel cost of an event*. The reference reports less: no arguments, no resolved path, no working
    directory, no outcome of a connection, no parent's start time; and every open, sensitive or not.
    %s
    %s\
    """
        .formatted(
            rows.getFirst().alone.size(),
            missing.isEmpty()
                ? ""
                : "\nWithout the C reference: " + String.join("; ", missing) + ".\n",
            table);
  }

  private static String added(Samples samples, double alone) {
    return samples.size() == 0 ? "–" : Format.difference(samples.min() - alone);
  }
}
