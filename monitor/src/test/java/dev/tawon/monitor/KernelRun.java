package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.BootTime;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventKind;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;

/**
 * A shell script under the monitor, on this machine's kernel. The shell waits until the programs are attached, and nothing
 * but the shell and its descendants, or a cgroup of the test's own, is looked at.
 */
final class KernelRun {
  final List<Event> events = new ArrayList<>();
  Summary summary;
  int pid;
  int exitCode;

  private KernelRun() {}

  static KernelRun of(String script, String... sensitive) throws Exception {
    return of(child -> new Scope.Tree(child, true), "read -r go; " + script, sensitive);
  }

  /** The script waits for a line at the beginning itself. */
  static KernelRun of(IntFunction<Scope> scope, String script, String... sensitive)
      throws Exception {
    KernelRun run = new KernelRun();
    Process child = new ProcessBuilder("/bin/bash", "-c", script).redirectErrorStream(true).start();
    try {
      run.pid = Math.toIntExact(child.pid());
      run.watch(scope.apply(run.pid), SensitivePaths.of(List.of(sensitive)), child);
    } finally {
      child.destroyForcibly();
    }
    return run;
  }

  private void watch(Scope scope, SensitivePaths sensitive, Process child) throws Exception {
    Set<EventKind> kinds = Set.copyOf(EventKind.ALL);
    MonitorConfig config =
        new MonitorConfig(scope, null, kinds, sensitive, Set.of(22), OutputFormat.JSON);
    CountDownLatch attached = new CountDownLatch(1);
    try (KernelEventSource kernel = KernelEventSource.load(scope, kinds, sensitive)) {
      Monitor monitor =
          Monitor.builder(config, kernel, new Collector(), BootTime::nanos)
              .onAttached(attached::countDown)
              .build();
      FutureTask<Summary> running =
          new FutureTask<>(monitor::run) {
            @Override
            protected void done() {
              attached.countDown(); // when it could not be attached
            }
          };
      Thread thread = new Thread(running, "monitor");
      thread.start();
      try {
        attached.await();
        try (OutputStream input = child.getOutputStream()) {
          input.write("go\n".getBytes(StandardCharsets.US_ASCII));
        }
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = child.waitFor();
        assertThat(output).as("what the script prints").isEmpty();
      } finally {
        monitor.stop();
        thread.join();
      }
      summary = result(running);
    }
    assertThat(summary.isExact()).as(summary.toLine()).isTrue();
    assertThat(summary.kinds()).as(summary.toLine()).allMatch(counts -> counts.lost() == 0);
  }

  private static Summary result(FutureTask<Summary> running) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** The events of a class, in their order. */
  <T extends Event> List<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What was counted of a kind. */
  Summary.KindCounts counts(EventKind kind) {
    return summary.kinds().get(kind.id());
  }

  private final class Collector implements EventSink {
    @Override
    public void write(Event event) {
      events.add(event);
    }

    @Override
    public void flush() {}

    @Override
    public void finish(Summary summary) {}
  }
}
