package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.RingReader;
import dev.tawon.monitor.Summary.KindCounts;
import dev.tawon.monitor.decode.RecordBytes;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MonitorTest {
  @TempDir private Path root;
  private final FakeSource source = new FakeSource();
  private final FakeSink sink = new FakeSink();
  private final AtomicLong clock = new AtomicLong();

  /** Produces what a test gives it, each pass a batch. */
  private static final class FakeSource implements EventSource, KernelCounters {
    final Deque<List<RecordBytes>> batches = new ArrayDeque<>();
    final long[] produced = new long[EventKind.ALL.size()];
    long lostExecutions;
    String calls = "";

    void add(RecordBytes... records) {
      batches.add(List.of(records));
    }

    @Override
    public void attach() {
      calls += "attach ";
    }

    @Override
    public int drain(RingReader.Visitor visitor) {
      List<RecordBytes> batch = batches.isEmpty() ? List.of() : batches.remove();
      for (RecordBytes record : batch) {
        visitor.record(record.memory(), 0, record.bytes().length);
      }
      return batch.size();
    }

    @Override
    public void detach() {
      calls += "detach ";
    }

    @Override
    public KernelCounters counters() {
      return this;
    }

    @Override
    public void close() {
      calls += "close";
    }

    @Override
    public long produced(EventKind kind) {
      return produced[kind.id()];
    }

    @Override
    public long filtered(EventKind kind) {
      return 0;
    }

    @Override
    public long lost(EventKind kind) {
      return kind == EventKind.EXEC ? lostExecutions : 0;
    }
  }

  private static final class FakeSink implements EventSink {
    final List<Event> events = new ArrayList<>();
    IOException onFlush;
    boolean failsAtOnce;
    RuntimeException onWrite;
    Summary finished;

    @Override
    public void write(Event event) {
      if (onWrite != null) {
        throw onWrite;
      }
      events.add(event);
    }

    @Override
    public void flush() throws IOException {
      if (onFlush != null && (failsAtOnce || !events.isEmpty())) {
        throw onFlush;
      }
    }

    @Override
    public void finish(Summary summary) {
      finished = summary;
    }
  }

  /** Runs until the fake clock has gone ten milliseconds. */
  private Summary run() {
    MonitorConfig defaults = MonitorConfig.defaults();
    MonitorConfig config =
        new MonitorConfig(
            Scope.ALL,
            Duration.ofMillis(10),
            defaults.probes(),
            defaults.sensitive(),
            defaults.ports(),
            OutputFormat.JSON);
    return Monitor.builder(config, source, sink, clock::get)
        .root(root)
        .pause(clock::addAndGet)
        .build()
        .run();
  }

  private static KindCounts of(Summary summary, EventKind kind) {
    return summary.kinds().stream()
        .filter(counts -> counts.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static RecordBytes exec() {
    return RecordBytes.exec("/bin/a", "/", "a");
  }

  @Test
  void shouldDeliverAndAccountForEveryEvent() {
    source.produced[EventKind.EXEC.id()] = 5;
    source.produced[EventKind.FILE.id()] = 2;
    source.lostExecutions = 2;
    source.add(exec(), RecordBytes.open("/etc/shadow", 0));
    source.add(exec(), RecordBytes.open("/home/x/shadow", 0), RecordBytes.fork());
    source.add(exec());
    Summary summary = run();
    assertThat(of(summary, EventKind.EXEC)).isEqualTo(new KindCounts(EventKind.EXEC, 5, 0, 3, 2));
    assertThat(of(summary, EventKind.FILE)).isEqualTo(new KindCounts(EventKind.FILE, 2, 1, 1, 0));
    assertThat(summary.isExact()).isTrue();
    assertThat(summary.reason()).isEqualTo(new StopReason.DurationOver());
    assertThat(summary.kinds()).extracting(KindCounts::kind).doesNotContain(EventKind.FORK);
    assertThat(sink.events).hasSize(4);
    assertThat(sink.events.stream().map(event -> event.context().sequence()))
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(sink.finished).isEqualTo(summary);
    assertThat(source.calls).isEqualTo("attach detach ");
    assertThat(summary.toLine())
        .startsWith("exec: 5 produced, 0 filtered, 3 delivered, 2 lost; exit: 0 produced");
  }

  @Test
  void shouldCountMalformedRecordsAsLost() {
    source.produced[EventKind.EXIT.id()] = 1;
    source.add(RecordBytes.exit(0).process(-1, 0), RecordBytes.fork().ofKind(77));
    Summary summary = run();
    assertThat(of(summary, EventKind.EXIT)).isEqualTo(new KindCounts(EventKind.EXIT, 1, 0, 0, 1));
    assertThat(summary.malformed()).isEqualTo(2);
    assertThat(summary.toLine()).endsWith("; 2 malformed records");
  }

  @Test
  void shouldStopWhenNobodyReadsAndCountTheRestAsLost() {
    sink.onFlush = new OutputClosedException(new IOException("Broken pipe"));
    source.produced[EventKind.EXEC.id()] = 3;
    source.add(exec());
    source.add(exec(), exec());
    Summary summary = run();
    assertThat(summary.reason()).isEqualTo(new StopReason.OutputClosed());
    assertThat(of(summary, EventKind.EXEC)).isEqualTo(new KindCounts(EventKind.EXEC, 3, 0, 0, 3));
    assertThat(summary.undelivered()).isEqualTo(3);
    assertThat(sink.events).as("nothing is written after the failure").hasSize(1);
    assertThat(source.calls).isEqualTo("attach detach ");
  }

  @Test
  void shouldStopAtOnceWhenNobodyReadsFromTheBeginning() {
    sink.onFlush = new OutputClosedException(new IOException("Broken pipe"));
    sink.failsAtOnce = true;
    assertThat(run().reason()).isEqualTo(new StopReason.OutputClosed());
    assertThat(sink.events).isEmpty();
    assertThat(source.calls).isEqualTo("attach detach ");
  }

  @Test
  void shouldSayHowTheOutputFailed() {
    IOException full = new IOException("No space left on device");
    sink.onFlush = full;
    source.add(exec());
    assertThat(run().reason()).isEqualTo(new StopReason.OutputFailed(full));
  }

  @Test
  void shouldGoOnWhenTheSinkHasAMistake() {
    sink.onWrite = new IllegalStateException("a test's");
    source.produced[EventKind.EXEC.id()] = 1;
    source.add(exec());
    Summary summary = run();
    assertThat(summary.reason()).isEqualTo(new StopReason.DurationOver());
    assertThat(of(summary, EventKind.EXEC).lost()).isEqualTo(1);
  }

  @Test
  void shouldStopWhenInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThat(run().reason()).isEqualTo(new StopReason.Requested());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void shouldRunOnceAndStopAtOnceWhenAskedBefore() {
    Monitor monitor =
        Monitor.builder(MonitorConfig.defaults(), source, sink, clock::get).root(root).build();
    monitor.stop();
    assertThat(monitor.run().reason()).isEqualTo(new StopReason.Requested());
    assertThatThrownBy(monitor::run).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldSayWhatIsNotAccountedFor() {
    source.produced[EventKind.EXIT.id()] = 4;
    source.add(RecordBytes.exit(0));
    Summary summary = run();
    assertThat(summary.isExact()).isFalse();
    assertThat(summary.toLine()).contains("exit: 3 not accounted for");
  }

  @Test
  void shouldDetachWhenTheSourceFails() {
    EventSource broken =
        new EventSource() {
          @Override
          public void attach() {
            throw new IllegalStateException("refused");
          }

          @Override
          public int drain(RingReader.Visitor visitor) {
            return 0;
          }

          @Override
          public void detach() {
            source.detach();
          }

          @Override
          public KernelCounters counters() {
            return source;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() ->
            Monitor.builder(MonitorConfig.defaults(), broken, sink, clock::get)
                .root(root)
                .build()
                .run())
        .hasMessage("refused");
    assertThat(source.calls).isEqualTo("detach ");
    assertThat(Set.copyOf(sink.events)).isEmpty();
  }
}
