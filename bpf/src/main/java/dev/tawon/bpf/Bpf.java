package dev.tawon.bpf;

import dev.tawon.bpf.sys.Linking;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.CompiledModule.MapDescription;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogMessage;
import dev.tawon.compiler.Target;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.RunTimes;
import dev.tawon.lang.map.ArrayOfMaps;
import dev.tawon.lang.map.BloomFilter;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.HashOfMaps;
import dev.tawon.lang.map.KeyedMap;
import dev.tawon.lang.map.OwnedStorage;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.PerfEventArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.map.Queue;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.map.Stack;
import dev.tawon.lang.map.StackTraces;
import dev.tawon.lang.map.UserRingBuffer;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.btf.BtfKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A module in the kernel: its maps, programs and links. Closing it detaches and removes them all. Thread-safe.
 *
 * {@snippet :
 * try (Bpf bpf = Bpf.load(ExecProbe.class)) {
 *   bpf.attach();
 *   bpf.consume(ExecProbe.EVENTS, event -> System.out.println(event.pid));
 * }
 * }
 */
public final class Bpf implements AutoCloseable {
  private final CompiledModule module;
  private final BpfObject object;

  /** The links of the attached programs, by name. Guards the other collections too. */
  private final LinkedHashMap<String, Link> links = new LinkedHashMap<>();

  private final IdentityHashMap<BpfMap, UserMap<?, ?>> maps = new IdentityHashMap<>();
  private final IdentityHashMap<BpfMap, RingReader> readers = new IdentityHashMap<>();

  /** Ends the mapping of the variables, which keeps their map in the kernel. */
  private final Arena mappings = Arena.ofShared();

  private final @Nullable MemorySegment variables;
  private final List<LogThread> logThreads = new ArrayList<>();
  private @Nullable LogReader log;
  private boolean closed;

  private Bpf(CompiledModule module, BpfObject object) {
    this.module = module;
    this.object = object;
    try {
      this.variables = Variable.map(module, object, mappings);
    } catch (RuntimeException e) {
      mappings.close();
      throw e;
    }
  }

  /** Compiles a module with its default configuration and loads it. */
  public static Bpf load(Class<?> module) {
    return loader(module).load();
  }

  /** A loader for a module. */
  public static Loader loader(Class<?> module) {
    return new Loader(module);
  }

  /** Settings for a load. Not thread-safe. */
  public static final class Loader {
    private final Class<?> type;
    private final Map<String, Object> configuration = new HashMap<>();
    private final IdentityHashMap<BpfMap, Integer> capacities = new IdentityHashMap<>();
    private final Set<String> omitted = new HashSet<>();
    private LogLevel logLevel = LogLevel.INFO;
    private int logBytes;

    private Loader(Class<?> type) {
      this.type = type;
    }

    /**
     * Sets a {@link dev.tawon.lang.Configurable} field by its name.
     *
     * @param value an {@code Integer}, {@code Long} or {@code Boolean}, as the field is
     */
    public Loader configure(String field, Object value) {
      if (!(value instanceof Integer || value instanceof Long || value instanceof Boolean)) {
        throw new IllegalArgumentException(
            field + " is set to a number or a boolean, not to a " + value.getClass().getName());
      }
      configuration.put(field, value);
      return this;
    }

    /**
     * Sets a map's capacity instead of the one in the class.
     *
     * @param capacity entries, or bytes for a ring buffer, where it is rounded up to a power of two
     */
    public Loader capacity(BpfMap map, int capacity) {
      if (capacity <= 0) {
        throw new IllegalArgumentException("a map holds at least one entry, not " + capacity);
      }
      capacities.put(map, capacity);
      return this;
    }

    /** Leaves out a program, by its method's name. */
    public Loader without(String program) {
      omitted.add(program);
      return this;
    }

    /**
     * Sets the least level of what programs {@linkplain dev.tawon.lang.Log log}, {@link LogLevel#INFO} unless it is set; lines
     * of lower ones are not compiled, with {@link LogLevel#OFF} none.
     */
    public Loader logLevel(LogLevel level) {
      logLevel = level;
      return this;
    }

    /**
     * Sets the size of the ring through which programs log, 256 KiB unless it is set.
     *
     * @param bytes a power of two and at least 4096; on kernels with larger pages at least one of these
     */
    public Loader logCapacity(int bytes) {
      logBytes = RingBuffer.ofBytes(bytes).capacity();
      return this;
    }

    /**
     * Compiles, creates the maps, loads the programs. Nothing is attached yet.
     *
     * @throws dev.tawon.compiler.CompilationException if the class cannot become eBPF
     * @throws VerifierException if the kernel's verifier refuses a program
     * @throws KernelTypeException if a program uses types that this kernel lacks
     * @throws UnsupportedFeatureException if this kernel lacks something that the module needs
     * @throws SystemCallException if the kernel refuses for another reason, as for a missing capability
     * @throws IllegalArgumentException if a setting names a map or program that the module does not have
     */
    public Bpf load() {
      Linking.begin();
      KernelTypes kernel = new KernelTypes();
      boolean readOnlyCast = kernel.find(BtfKind.FUNC, "bpf_rdonly_cast").isPresent();
      CompiledModule compiled =
          Compiler.compile(
              type, new CompilerOptions(configuration, readOnlyCast, target(), omitted, logLevel));
      ObjectSpec adjusted = adjust(compiled);
      BpfObject object = BpfObject.load(adjusted, kernel, compiled.innerMaps());
      try {
        compiled
            .entries()
            .forEach(entry -> MapEntries.put(object, entry.map(), entry.index(), entry.program()));
        return new Bpf(compiled.withObject(adjusted), object);
      } catch (Throwable e) {
        object.close();
        throw e;
      }
    }

    /** This kernel, or the oldest that is supported: what an older one lacks it says itself. */
    private static Target target() {
      KernelRelease release = KernelRelease.current();
      return release.isAtLeast(Target.OLDEST.major(), Target.OLDEST.minor())
          ? Target.of(release.major(), release.minor())
          : Target.OLDEST;
    }

    private ObjectSpec adjust(CompiledModule compiled) {
      ObjectSpec object = compiled.object();
      Map<String, Integer> named = new HashMap<>();
      capacities.forEach((map, capacity) -> named.put(description(compiled, map).name(), capacity));
      if (logBytes > 0) {
        named.put(LogFormats.MAP, logBytes);
      }
      List<MapSpec> maps = new ArrayList<>();
      for (MapSpec map : object.maps()) {
        maps.add(resize(map, named.getOrDefault(map.name(), map.capacity())));
      }
      return new ObjectSpec(object.name(), object.license(), maps, object.programs(), object.btf());
    }

    private static MapSpec resize(MapSpec map, int capacity) {
      return new MapSpec(
          map.name(),
          map.type(),
          map.keySize(),
          map.valueSize(),
          capacity,
          map.flags(),
          map.keyTypeId(),
          map.valueTypeId());
    }
  }

  private static MapDescription description(CompiledModule module, BpfMap handle) {
    MapDescription description = module.maps().get(handle);
    if (description == null) {
      throw new IllegalArgumentException(
          "the map is no static field of the module " + module.object().name());
    }
    return description;
  }

  /** What was loaded, with the loader's settings. */
  public CompiledModule module() {
    return module;
  }

  /** The module as plain maps and programs, which stay this object's to close. */
  public BpfObject object() {
    return object;
  }

  /**
   * Attaches every program that is not attached. If one cannot be, those that this call attached are detached again.
   *
   * @throws BpfException if the kernel refuses one
   */
  public void attach() {
    synchronized (links) {
      List<String> attached = new ArrayList<>();
      try {
        for (LoadedProgram program : object.programs()) {
          if (!links.containsKey(program.name())) {
            attach(program.name());
            attached.add(program.name());
          }
        }
      } catch (RuntimeException e) {
        attached.reversed().forEach(this::detach);
        throw e;
      }
    }
  }

  /**
   * Attaches one program, by its method's name. An attached one stays as it is.
   *
   * @throws IllegalArgumentException if there is no such program
   * @throws BpfException if the kernel refuses
   */
  public void attach(String program) {
    synchronized (links) {
      requireOpen();
      if (!links.containsKey(program)) {
        links.put(program, object.program(program).attach());
      }
    }
  }

  /**
   * Attaches one program to what user space says, as those of packets, cgroups, sockets and user space need it.
   *
   * @return the link, which closing the module closes too
   * @throws IllegalArgumentException if there is no such program
   * @throws IllegalStateException if it is attached
   * @throws BpfException if the kernel refuses, or programs of its kind are not attached to such a target
   */
  public Link attach(String program, AttachTarget target) {
    synchronized (links) {
      requireOpen();
      if (links.containsKey(program)) {
        throw new IllegalStateException("program " + program + " is attached already");
      }
      Link link = object.program(program).attach(target);
      links.put(program, link);
      return link;
    }
  }

  /**
   * The output of an {@link dev.tawon.lang.Iter} program, which runs for each of the kernel's objects meanwhile.
   *
   * @throws IllegalArgumentException if there is no such program
   * @throws BpfException if it is no iterator, or the kernel refuses
   */
  public byte[] iterate(String program) {
    attach(program);
    synchronized (links) {
      if (links.get(program) instanceof TracingLink link) {
        return link.read();
      }
    }
    throw new BpfException("program " + program + " is no iterator");
  }

  /**
   * The output of an {@link dev.tawon.lang.Iter} program over a part of the objects of its kind: one process's, one map's, those of a
   * cgroup. The program is attached for this alone.
   *
   * @throws IllegalArgumentException if there is no such program
   * @throws BpfException if it is no iterator, or runs over no such part, or the kernel refuses
   */
  public byte[] iterate(String program, AttachTarget part) {
    synchronized (links) {
      requireOpen();
      try (Link link = object.program(program).attach(part)) {
        if (link instanceof TracingLink iterator) {
          return iterator.read();
        }
      }
    }
    throw new BpfException("program " + program + " is no iterator");
  }

  private void detach(String program) {
    Link link = links.remove(program);
    if (link != null) {
      link.close();
    }
  }

  /** Detaches every program, the one that was attached last first. The maps stay readable. */
  public void detach() {
    synchronized (links) {
      links.sequencedValues().reversed().forEach(Link::close);
      links.clear();
    }
  }

  /** The programs, loaded. */
  public List<LoadedProgram> programs() {
    return object.programs();
  }

  /**
   * The user half of a map.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   * @throws BpfException if the class of its keys or values cannot be accessed
   */
  @SuppressWarnings("unchecked") // the compiler read K and V from the handle's field
  public <K, V> UserMap<K, V> map(KeyedMap<K, V> map) {
    synchronized (links) {
      requireOpen();
      UserMap<?, ?> known = maps.get(map);
      if (known == null) {
        MapDescription description = description(module, map);
        known = UserMap.of(object.map(description.name()), description.key(), description.value());
        maps.put(map, known);
      }
      return (UserMap<K, V>) known;
    }
  }

  /**
   * The kernel's side of a static field that programs use as a variable, until the module is closed.
   *
   * @param owner the class that declares it
   * @param field its name
   * @throws IllegalArgumentException if no program uses such a field, or to programs it is a constant
   */
  public Variable variable(Class<?> owner, String field) {
    return Variable.of(module, variables, owner, field);
  }

  /**
   * The user half of values that belong to kernel objects: a key is a file descriptor of the object.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  @SuppressWarnings("unchecked") // the compiler read V from the handle's field
  public <V> UserMap<Integer, V> map(OwnedStorage<V> map) {
    MapDescription description = description(module, map);
    return UserMap.of(
        object.map(description.name()), Integer.class, (Class<V>) description.value());
  }

  /**
   * The user half of a queue.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  public <V> UserQueue<V> map(Queue<V> map) {
    return queue(map);
  }

  /**
   * The user half of a stack.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  public <V> UserQueue<V> map(Stack<V> map) {
    return queue(map);
  }

  /**
   * The user half of a Bloom filter.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  public <V> UserFilter<V> map(BloomFilter<V> map) {
    return new UserFilter<>(queue(map));
  }

  @SuppressWarnings("unchecked") // the compiler read V from the handle's field
  private <V> UserQueue<V> queue(BpfMap map) {
    MapDescription description = description(module, map);
    return UserQueue.of(object.map(description.name()), (Class<V>) description.value());
  }

  /**
   * The user half of an array of maps.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  public <I, V> UserMapOfMaps<Integer, I, V> maps(ArrayOfMaps<? extends KeyedMap<I, V>> map) {
    return MapEntries.of(module, object, description(module, map), Integer.class);
  }

  /**
   * The user half of a hash table of maps.
   *
   * @param map the module's static field
   * @throws IllegalArgumentException if it is no map of this module
   */
  @SuppressWarnings("unchecked") // the compiler read K from the handle's field
  public <K, I, V> UserMapOfMaps<K, I, V> maps(HashOfMaps<K, ? extends KeyedMap<I, V>> map) {
    MapDescription description = description(module, map);
    return MapEntries.of(module, object, description, (Class<K>) description.key());
  }

  /**
   * Puts a program into a program array.
   *
   * @param map the module's static field
   * @param index the program's place
   * @param program its name
   * @throws IllegalArgumentException if it is no map, or no program, of this module
   * @throws SystemCallException if the kernel refuses: {@code EINVAL} for a program of another kind
   */
  public void put(ProgramArray<?> map, int index, String program) {
    MapEntries.put(object, description(module, map).name(), index, program);
  }

  /**
   * A stack of calls, from the innermost on: addresses of the kernel or of a process; empty if there is none under the number.
   *
   * @param map the module's static field
   * @param id what {@link StackTraces#record} returned
   * @throws IllegalArgumentException if it is no map of this module
   */
  public long[] stackTrace(StackTraces map, int id) {
    return MapEntries.stackTrace(object.map(description(module, map).name()), id);
  }

  /**
   * A reader of the rings of a perf event array, which the caller closes.
   *
   * @param map the module's static field
   * @param pages the size of each CPU's ring, a power of two of pages
   * @throws IllegalArgumentException if it is no map of this module
   * @throws SystemCallException if the kernel refuses
   */
  public PerfReader reader(PerfEventArray<?> map, int pages) {
    return PerfReader.open(object.map(description(module, map).name()), pages);
  }

  /** The checks that failed in the programs so far, in the order of the source; none is the usual answer. */
  public List<Fault> faults() {
    return FaultCounters.read(module, object);
  }

  /** How long the runs of the {@link dev.tawon.lang.Timed} programs took so far, in the order of their names. */
  public List<Timing> timings() {
    PerCpuArray<RunTimes> handle = module.timed().map();
    if (handle == null) {
      return List.of();
    }
    UserMap<Integer, RunTimes> times = map(handle);
    List<Timing> timings = new ArrayList<>();
    for (int program = 0; program < module.timed().names().size(); program++) {
      timings.add(
          new Timing(module.timed().names().get(program), Histogram.sum(times.getPerCpu(program))));
    }
    return timings;
  }

  /**
   * A reader of a ring buffer. A ring has one reader at a time: the next can be had when this one is closed, which closing
   * the module also does.
   *
   * @throws IllegalStateException if the ring has a reader
   */
  public RingReader reader(RingBuffer<?> ring) {
    synchronized (links) {
      requireOpen();
      String name = description(module, ring).name();
      RingReader present = readers.get(ring);
      if (present != null && !present.isClosed()) {
        throw new IllegalStateException("ring buffer " + name + " has a reader already");
      }
      RingReader reader = RingReader.open(object.map(name));
      readers.put(ring, reader);
      return reader;
    }
  }

  /**
   * Reads records of a ring whose records are all of its one class until the calling thread is interrupted or the module
   * closed. A record shorter than its class is read as if zeros followed.
   *
   * @param ring the ring
   * @param consumer receives each record as an object of its own
   * @throws IllegalStateException if the ring has a reader
   */
  @SuppressWarnings("unchecked") // the compiler read T from the handle's field
  public <T> void consume(RingBuffer<T> ring, Consumer<T> consumer) {
    StructCodec<T> codec = (StructCodec<T>) ScalarCodec.orStruct(description(module, ring).value());
    MemorySegment whole = Arena.ofAuto().allocate(codec.size(), Long.BYTES);
    try (RingReader reader = reader(ring)) {
      reader.consume((memory, offset, length) -> {
        if (length >= codec.size()) {
          consumer.accept(codec.read(memory, offset));
        } else {
          whole.fill((byte) 0);
          MemorySegment.copy(memory, offset, whole, 0, length);
          consumer.accept(codec.read(whole, 0));
        }
      });
    }
  }

  /**
   * A writer of records to programs, which the caller closes.
   *
   * @param ring the ring that they drain
   */
  @SuppressWarnings("unchecked") // the compiler read T from the handle's field
  public <T> RingWriter<T> writer(UserRingBuffer<T> ring) {
    CompiledModule.MapDescription description = description(module, ring);
    return RingWriter.open(
        object.map(description.name()), (StructCodec<T>) ScalarCodec.orStruct(description.value()));
  }

  /** The reader of what programs {@linkplain dev.tawon.lang.Log log}, which closing the module closes. */
  public LogReader log() {
    synchronized (links) {
      requireOpen();
      if (log == null) {
        LogFormats formats = module.log();
        log =
            formats.isEmpty()
                ? new LogReader(formats, null, null)
                : new LogReader(
                    formats,
                    RingReader.open(object.map(LogFormats.MAP)),
                    variable(Log.class, LogFormats.LOST));
      }
      return log;
    }
  }

  /**
   * Hands what programs {@linkplain dev.tawon.lang.Log log} to a consumer, on a thread of its own, until the module is closed,
   * which hands over what there is still. An exception of the consumer's ends it, by the thread's handler.
   *
   * {@snippet :
   * bpf.logs(System.err::println); // INFO  onExec ExecProbe.java:31: exec pid=12
   * }
   */
  public void logs(Consumer<? super LogMessage> consumer) {
    LogReader reader = log();
    synchronized (links) {
      requireOpen();
      if (!module.log().isEmpty()) {
        logThreads.add(LogThread.start(reader, consumer, module.object().name()));
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the module " + module.object().name() + " is closed");
    }
  }

  /** Detaches the programs, closes the readers, and gives programs and maps back. A second close does nothing. */
  @Override
  public void close() {
    List<RingReader> open;
    List<LogThread> logging;
    LogReader lines;
    synchronized (links) {
      closed = true;
      detach();
      open = List.copyOf(readers.values());
      logging = List.copyOf(logThreads);
      logThreads.clear();
      lines = log;
    }
    // Not while holding the lock: closing waits for a pass, whose visitor may be asking for a map.
    try {
      logging.forEach(LogThread::end);
    } finally {
      if (lines != null) {
        lines.close();
      }
      open.forEach(RingReader::close);
      object.close();
      if (mappings.scope().isAlive()) {
        mappings.close();
      }
    }
  }
}
