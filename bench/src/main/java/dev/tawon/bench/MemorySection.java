package dev.tawon.bench;

import dev.tawon.bench.load.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The monitor's memory, when it has started and when it has delivered many events. */
final class MemorySection implements Section {
  private static final long SETTLE_NS = 1_000_000_000;
  private static final double MEBI = 1024;

  /** Flat out for so long at most. */
  private static final int LONGEST_SECONDS = 60;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String measure(Settings settings) {
    try (LoadProcess load =
            LoadProcess.start(settings.directory(), List.of(Kind.OPEN), "threads=1", "every=1");
        MonitorProcess monitor = MonitorProcess.start(settings.root(), load.pid(), Map.of())) {
      monitor.awaitFirstEvent(load);
      LockSupport.parkNanos(SETTLE_NS);
      long rest = monitor.status("VmRSS");
      Duration cpuBefore = monitor.cpu();
      long begun = System.nanoTime();
      for (int second = 0;
          monitor.lines() < settings.events() && second < LONGEST_SECONDS;
          second++) {
        load.run(1);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      LockSupport.parkNanos(SETTLE_NS);
      long after = monitor.status("VmRSS");
      long most = monitor.status("VmHWM");
      double cpu = monitor.cpu().minus(cpuBefore).toNanos() / 1e9;
      Closing closing = monitor.stop();
      MarkdownTable table =
          new MarkdownTable("when", "MiB resident")
              .row("at rest, 1 s after the first event", mebibytes(rest))
              .row("after " + Format.count(closing.delivered()) + " events", mebibytes(after))
              .row("the most in between", mebibytes(most));
      return """
      ## Memory

      `./tawon monitor --scope tree:PID --output json` on a loop that opens a sensitive file, so that every open is an event.
      Resident memory of the process (`VmRSS`, `VmHWM`), with the pages of the JDK that it shares with other JVMs. The launcher
      gives it a heap of at most 256 MiB and the serial collector. The events came at %s/s; the monitor used %s µs of processor
      time for each; %s were lost.

      %s\
      """
          .formatted(
              Format.count(closing.delivered() / seconds),
              Format.decimal(cpu * 1e6 / closing.delivered(), 2),
              Format.count(closing.lost()),
              table);
    }
  }

  private static String mebibytes(long kibibytes) {
    return Format.decimal(kibibytes / MEBI, 0);
  }
}
