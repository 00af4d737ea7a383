package dev.tawon.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tawon.bench.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that makes load. It prints {@code ready}, then obeys a line of standard input at a time, and ends with it:
 *
 * <ul>
 *   <li>{@code run SECONDS}: as fast as it goes;
 *   <li>{@code run SECONDS RATE}: each kind RATE times a second;
 *   <li>{@code once}: each kind once.
 * </ul>
 *
 * <p>It answers each with a JSON object in one line: {@code {"seconds":1.0,"exec":{"operations":9000,"failed":0,
 * "p10":101000.0,"median":102000.0}}}, times in nanoseconds an operation.
 */
public final class LoadMain {
  /** No run is longer, whatever it is told. */
  private static final double MAX_SECONDS = 60;

  private final LoadOptions options;
  private final List<Part> parts = new ArrayList<>();

  /** What one thread does. */
  private record Part(Kind kind, Workload workload) {}

  private LoadMain(LoadOptions options) {
    this.options = options;
  }

  /** See {@link LoadOptions}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    LoadOptions options = LoadOptions.parse(arguments);
    LoadMain load = new LoadMain(options);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(options.kinds().size() * options.threads())) {
      load.prepare();
      load.obey(threads);
    } finally {
      load.parts.forEach(part -> part.workload().close());
    }
  }

  private void prepare() throws IOException {
    for (Kind kind : options.kinds()) {
      for (int i = 0; i < options.threads(); i++) {
        parts.add(new Part(kind, workload(kind)));
      }
    }
  }

  private Workload workload(Kind kind) throws IOException {
    return switch (kind) {
      case EXEC -> new ExecWorkload(TinyExecutable.write(options.directory()));
      case OPEN -> new OpenWorkload(options.directory(), options.every());
      case TCP -> new TcpWorkload();
      case UDP -> new UdpWorkload();
      case CALL -> new CallWorkload();
    };
  }

  private void obey(ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    System.out.println("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("once")) {
        for (Part part : parts) {
          part.workload().operate();
        }
        System.out.println("{}");
      } else {
        double seconds = Math.min(Double.parseDouble(words[1]), MAX_SECONDS);
        double rate = words.length > 2 ? Double.parseDouble(words[2]) : 0;
        System.out.println(run(threads, seconds, rate));
      }
    }
  }

  private String run(ExecutorService threads, double seconds, double rate)
      throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    List<Future<Tally>> futures = new ArrayList<>();
    for (Part part : parts) {
      futures.add(threads.submit(() -> work(part, end, rate)));
    }
    List<Tally> tallies = new ArrayList<>();
    for (Future<Tally> future : futures) {
      tallies.add(future.get());
    }
    double took = (System.nanoTime() - begin) / 1e9;
    StringJoiner json = new StringJoiner(",", "{", "}");
    json.add(String.format(Locale.ROOT, "\"seconds\":%.3f", took));
    for (Kind kind : options.kinds()) {
      json.add("\"" + kind.label() + "\":" + json(kind, tallies));
    }
    return json.toString();
  }

  private Tally work(Part part, long end, double rate) {
    stay();
    Worker worker = new Worker(part.workload(), part.kind().window());
    return rate > 0 ? worker.paced(end, rate / options.threads()) : worker.flatOut(end);
  }

  private void stay() {
    if (options.cpu() >= 0) {
      try (Arena arena = Arena.ofConfined()) {
        Libc.setAffinity(arena.allocateFrom(JAVA_LONG, 1L << options.cpu()));
      }
    }
  }

  private String json(Kind kind, List<Tally> tallies) {
    long operations = 0;
    long failed = 0;
    Samples times = new Samples();
    for (int i = 0; i < tallies.size(); i++) {
      if (parts.get(i).kind() == kind) {
        operations += tallies.get(i).operations();
        failed += tallies.get(i).failed();
        for (double window : tallies.get(i).windows()) {
          times.add(window);
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "{\"operations\":%d,\"failed\":%d,\"p10\":%.1f,\"median\":%.1f}",
        operations,
        failed,
        times.percentile(10),
        times.median());
  }
}
