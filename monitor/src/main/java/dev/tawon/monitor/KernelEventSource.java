package dev.tawon.monitor;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.RingReader;
import dev.tawon.bpf.UserMap;
import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.KindCounters;
import dev.tawon.monitor.probe.MonitorModule;
import dev.tawon.monitor.probe.NameKey;
import dev.tawon.monitor.probe.ScopeFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** The records of this machine's kernel: {@link MonitorModule}, compiled and loaded. */
public final class KernelEventSource implements EventSource {
  private final Bpf bpf;
  private final RingReader ring;
  private final Scope scope;
  private final Hooks hooks;

  private KernelEventSource(Bpf bpf, Scope scope, Hooks hooks) {
    this.bpf = bpf;
    this.ring = bpf.reader(MonitorModule.EVENTS);
    this.scope = scope;
    this.hooks = hooks;
  }

  /**
   * Loads the kernel half. Nothing is attached yet.
   *
   * @param scope which processes are looked at
   * @param kinds the kinds that are asked for; forks, executions and exits are always looked at
   * @param sensitive the files whose opens are reported
   * @throws dev.tawon.bpf.BpfException if the kernel refuses, with what is missing
   */
  public static KernelEventSource load(
      Scope scope, Set<EventKind> kinds, SensitivePaths sensitive) {
    boolean files = kinds.contains(EventKind.FILE);
    boolean connects = kinds.contains(EventKind.NETWORK);
    Set<String> fileNames = sensitive.candidateFileNames();
    Set<String> directoryNames = sensitive.candidateDirectoryNames();
    KernelTraits traits = KernelTraits.here();
    Bpf.Loader loader =
        Bpf.loader(MonitorModule.class)
            .configure("exitSaysGroupDead", traits.exitSaysGroupDead())
            .configure("reportFiles", files)
            .configure("reportConnects", connects)
            .configure("fileNameLengths", lengths(fileNames))
            .configure("directoryNameLengths", lengths(directoryNames));
    switch (scope) {
      case Scope.All _ -> loader.configure("kind", ScopeFilter.ALL);
      case Scope.Tree _ -> loader.configure("kind", ScopeFilter.TREE_OF);
      case Scope.Cgroup cgroup ->
          loader
              .configure("kind", ScopeFilter.CGROUP)
              .configure("cgroupId", cgroup.id())
              .configure("cgroupLevel", cgroup.level());
    }
    Hooks hooks = traits.programsArePreemptible() ? Hooks.STEADY : Hooks.BTF_TRACEPOINTS;
    Set<String> wanted = hooks.programs(files, connects);
    Hooks.ALL.stream().filter(program -> !wanted.contains(program)).forEach(loader::without);
    Bpf bpf = loader.load();
    try {
      put(bpf.map(MonitorModule.FILE_NAMES), fileNames);
      put(bpf.map(MonitorModule.DIRECTORY_NAMES), directoryNames);
      return new KernelEventSource(bpf, scope, hooks);
    } catch (RuntimeException e) {
      bpf.close();
      throw e;
    }
  }

  /** A bit for each length of a name, as the kernel half reads them. */
  private static long lengths(Set<String> names) {
    long bits = 0;
    for (String name : names) {
      bits |= 1L << Math.min(name.getBytes(StandardCharsets.UTF_8).length, Long.SIZE - 1);
    }
    return bits;
  }

  private static void put(UserMap<NameKey, Integer> map, Set<String> names) {
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      NameKey key = new NameKey();
      // As bpf_probe_read_kernel_str cuts it: the last byte is a zero.
      key.name =
          Arrays.copyOf(
              Arrays.copyOf(bytes, Math.min(bytes.length, NameKey.BYTES - 1)), NameKey.BYTES);
      map.put(key, 1);
    }
  }

  @Override
  public void attach() {
    if (scope instanceof Scope.Tree tree) {
      UserMap<Integer, Integer> members = bpf.map(ScopeFilter.TREE);
      members.put(tree.pid(), tree.withRoot() ? ScopeFilter.MEMBER : ScopeFilter.PARENT);
      // From here on the kernel takes each new child of a member; those that are there already are
      // looked for.
      bpf.attach(hooks.fork());
      bpf.attach(hooks.exit());
      Descendants.of(tree.pid())
          .forEachUntilStable(pid -> members.put(pid, ScopeFilter.MEMBER), members::remove);
    }
    if (bpf.programs().stream().anyMatch(program -> program.name().equals(hooks.socket()))) {
      bpf.attach(hooks.socket()); // the kernel calls programs in the order in which they came
    }
    bpf.attach();
  }

  @Override
  public int drain(RingReader.Visitor visitor) {
    return ring.drain(visitor);
  }

  @Override
  public void detach() {
    bpf.detach();
  }

  /** How many processes the scope's tree holds now, without its root; 0 for another scope. */
  public int treeSize() {
    if (!(scope instanceof Scope.Tree tree)) {
      return 0;
    }
    int[] size = {0};
    bpf.map(ScopeFilter.TREE)
        .forEach((pid, _) -> {
          if (pid != tree.pid()) {
            size[0]++;
          }
        });
    return size[0];
  }

  @Override
  public KernelCounters counters() {
    long[] produced = new long[EventRecord.KINDS];
    long[] filtered = new long[EventRecord.KINDS];
    long[] submitted = new long[EventRecord.KINDS];
    UserMap<Integer, KindCounters> map = bpf.map(MonitorModule.COUNTERS);
    for (int kind = 0; kind < EventRecord.KINDS; kind++) {
      for (KindCounters cpu : map.getPerCpu(kind)) {
        // Where one program stood in for the other, the kernel counts a miss all the same.
        produced[kind] += cpu.produced.value - cpu.stoodIn.value;
        filtered[kind] += cpu.filtered.value;
        submitted[kind] += cpu.submitted.value;
      }
    }
    for (LoadedProgram program : bpf.programs()) {
      // What the second program of sockets has not seen, the first has missed too.
      if (!program.name().equals(Hooks.STAND_IN)) {
        produced[hooks.kindOf(program.name())] += program.info().recursionMisses();
      }
    }
    return new Counts(produced, filtered, submitted);
  }

  private static final class Counts implements KernelCounters {
    private final long[] produced;
    private final long[] filtered;
    private final long[] submitted;

    Counts(long[] produced, long[] filtered, long[] submitted) {
      this.produced = produced;
      this.filtered = filtered;
      this.submitted = submitted;
    }

    @Override
    public long produced(EventKind kind) {
      return produced[kind.id()];
    }

    @Override
    public long filtered(EventKind kind) {
      return filtered[kind.id()];
    }

    @Override
    public long lost(EventKind kind) {
      return produced[kind.id()] - filtered[kind.id()] - submitted[kind.id()];
    }
  }

  @Override
  public void close() {
    bpf.close();
  }
}
