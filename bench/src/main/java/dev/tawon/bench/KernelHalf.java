package dev.tawon.bench;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.ProgramInfo;
import dev.tawon.bpf.RingReader;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.KindCounters;
import dev.tawon.monitor.probe.MonitorModule;
import dev.tawon.monitor.probe.NameKey;
import dev.tawon.monitor.probe.ScopeFilter;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The monitor's programs with nothing behind them but a thread that empties the ring. They look at the processes that {@link
 * #watch} names and at no others.
 */
final class KernelHalf implements AutoCloseable {
  /** Programs that stand for the others where those can lose the processor; they need tracefs. */
  static final Set<String> OTHER_HOOKS =
      Set.of(
          "onSteadyFork",
          "onSteadyExec",
          "onSteadyExit",
          "onSteadySystemCallExit",
          "onSteadyStateChange");

  /** The sensitive names of {@code OpenWorkload} and of the monitor's default list. */
  private static final String[] FILE_NAMES = {"passwd", "shadow"};

  private static final String DIRECTORY_NAME = ".ssh";

  private final Bpf bpf;
  private final Thread reader;

  private KernelHalf(Bpf bpf) {
    this.bpf = bpf;
    RingReader ring = bpf.reader(MonitorModule.EVENTS);
    this.reader =
        Thread.ofPlatform().daemon().name("ring").start(() -> ring.consume((_, _, _) -> {}));
  }

  /** Loads the programs; nothing is attached yet. */
  static KernelHalf load() {
    Bpf.Loader loader =
        Bpf.loader(MonitorModule.class)
            .configure("kind", ScopeFilter.TREE_OF)
            .configure("exitSaysGroupDead", exitSaysGroupDead())
            .configure("fileNameLengths", 1L << FILE_NAMES[0].length())
            .configure("directoryNameLengths", 1L << DIRECTORY_NAME.length());
    OTHER_HOOKS.forEach(loader::without);
    Bpf bpf = loader.load();
    for (String name : FILE_NAMES) {
      bpf.map(MonitorModule.FILE_NAMES).put(key(name), 1);
    }
    bpf.map(MonitorModule.DIRECTORY_NAMES).put(key(DIRECTORY_NAME), 1);
    return new KernelHalf(bpf);
  }

  private static NameKey key(String name) {
    NameKey key = new NameKey();
    key.name = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), NameKey.BYTES);
    return key;
  }

  /** Whether {@code sched_process_exit} has the parameter {@code group_dead}, after its own data and the task. */
  private static boolean exitSaysGroupDead() {
    Btf kernel = Btf.open(Path.of("/sys/kernel/btf/vmlinux"));
    return kernel.find(BtfKind.TYPEDEF, "btf_trace_sched_process_exit").stream()
        .map(typedef -> kernel.target(kernel.target(typedef)))
        .anyMatch(prototype -> kernel.vlen(prototype) > 2);
  }

  /** Delivers the events of a process and of the children that it has from now on. */
  void watch(int pid) {
    bpf.map(ScopeFilter.TREE).put(pid, ScopeFilter.MEMBER);
  }

  /** Filters the events of a process that was watched. */
  void ignore(int pid) {
    bpf.map(ScopeFilter.TREE).remove(pid);
  }

  void attach() {
    bpf.attach();
  }

  void detach() {
    bpf.detach();
  }

  /** What the kernel has counted until now. */
  Counts counts() {
    Map<String, Runs> runs = new LinkedHashMap<>();
    for (LoadedProgram program : bpf.programs()) {
      ProgramInfo info = program.info();
      runs.put(program.name(), new Runs(info.runCount(), info.runTimeNs()));
    }
    long[] produced = new long[EventRecord.KINDS];
    long[] filtered = new long[EventRecord.KINDS];
    long[] submitted = new long[EventRecord.KINDS];
    for (int kind = 0; kind < EventRecord.KINDS; kind++) {
      for (KindCounters cpu : bpf.map(MonitorModule.COUNTERS).getPerCpu(kind)) {
        produced[kind] += cpu.produced.value;
        filtered[kind] += cpu.filtered.value;
        submitted[kind] += cpu.submitted.value;
      }
    }
    return new Counts(runs, produced, filtered, submitted);
  }

  /** The programs' sizes, by name. */
  Map<String, ProgramInfo> programs() {
    Map<String, ProgramInfo> programs = new LinkedHashMap<>();
    bpf.programs().forEach(program -> programs.put(program.name(), program.info()));
    return programs;
  }

  /**
   * How often a program ran, and how long.
   *
   * @param count runs
   * @param nanos their time, with about 50 ns a run of the measuring itself
   */
  record Runs(long count, long nanos) {
    Runs minus(Runs earlier) {
      return new Runs(count - earlier.count, nanos - earlier.nanos);
    }

    double mean() {
      return count == 0 ? Double.NaN : (double) nanos / count;
    }
  }

  /**
   * Counters.
   *
   * @param runs of each program
   * @param produced by {@link EventRecord#kind}
   * @param filtered likewise
   * @param submitted likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Counts(Map<String, Runs> runs, long[] produced, long[] filtered, long[] submitted) {
    /** What was counted since. */
    Counts since(Counts earlier) {
      Map<String, Runs> difference = new LinkedHashMap<>();
      runs.forEach((name, run) -> difference.put(name, run.minus(earlier.run(name))));
      return new Counts(
          difference,
          minus(produced, earlier.produced),
          minus(filtered, earlier.filtered),
          minus(submitted, earlier.submitted));
    }

    private static long[] minus(long[] a, long[] b) {
      long[] difference = a.clone();
      Arrays.setAll(difference, i -> a[i] - b[i]);
      return difference;
    }

    Runs run(String program) {
      Runs found = runs.get(program);
      if (found == null) {
        throw new IllegalArgumentException("no program " + program + " in " + runs.keySet());
      }
      return found;
    }

    /** How many events were neither filtered nor put into the ring. */
    long lost() {
      long lost = 0;
      for (int kind = 0; kind < produced.length; kind++) {
        lost += produced[kind] - filtered[kind] - submitted[kind];
      }
      return lost;
    }
  }

  /** Detaches and unloads the programs. */
  @Override
  public void close() {
    bpf.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
