package dev.tawon.sandbox;

import static java.util.Objects.requireNonNull;

import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.InitialEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What programs find around them: maps, a clock, a process, processors. All of it is what its owner sets, so that two runs
 * see the same; nothing is taken from this machine.
 *
 * <p>Programs that share maps share a kernel. Like the sandboxes that use it, it belongs to one thread at a time.
 */
public final class SimulatedKernel {
  private static final byte[] NOTHING = {};

  private final SharedRegions regions = new SharedRegions();
  private final Map<String, KernelMap> maps = new LinkedHashMap<>();
  private final Map<Long, KernelMap> mapsByAddress = new LinkedHashMap<>();
  private final List<String> printed = new ArrayList<>();
  private final int cpus;
  private int cpu;
  private long time = 1_000_000_000;
  private SimulatedTask task = new SimulatedTask(1, 1, 0, 0, "init");
  private Random random = new Random(0);
  private int tailCalls;

  private final Map<String, MapSpec> leftOut = new LinkedHashMap<>();
  private final Map<String, Long> symbols = new LinkedHashMap<>();
  private final Map<String, Helper> kernelFunctions;
  private final KernelOptions options = new KernelOptions();
  private final Region taskRegion = new Region("the task", NOTHING, true);
  private final long taskAddress = addRegion(taskRegion);
  private final Timers timers = new Timers(this);
  private long cookie;
  private final Areas areas = new Areas(this);
  private Cgroups cgroups = new Cgroups(1);
  private long[] kernelStack = {};
  private long[] userStack = {};
  private final Map<Integer, Helper> helpers;

  private SimulatedKernel(int cpus) {
    this.cpus = cpus;
    this.helpers = Map.copyOf(KernelHelpers.of(this));
    this.kernelFunctions = KernelFunctions.of(this);
  }

  /** The helpers that programs of this kernel have, by number. */
  Map<Integer, Helper> helpers() {
    return helpers;
  }

  /** A kernel with one processor, one second after its boot, in process 1. */
  public static SimulatedKernel create() {
    return create(1);
  }

  /**
   * A kernel with several processors, of which programs run on the first until {@link #runOn} says otherwise.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SimulatedKernel create(int cpus) {
    if (cpus < 1) {
      throw new IllegalArgumentException("a kernel has a processor at least");
    }
    return new SimulatedKernel(cpus);
  }

  /**
   * Makes a map.
   *
   * @throws IllegalArgumentException if there is one of that name, or no such map can be made
   */
  public SimulatedMap createMap(MapSpec spec) {
    if (maps.containsKey(spec.name())) {
      throw new IllegalArgumentException("there is a map " + spec.name() + " already");
    }
    KernelMap map = MapKinds.make(this, spec);
    if (map == null) {
      throw new IllegalArgumentException(MapKinds.notSimulated(spec));
    }
    add(map);
    return map;
  }

  /** Why there is no map of a name. */
  String whyNoMap(String name) {
    MapSpec left = leftOut.get(name);
    return left == null
        ? "there is no map " + name + " in the kernel"
        : MapKinds.notSimulated(left);
  }

  private void add(KernelMap map) {
    String name = map.spec().name();
    maps.put(name, map);
    mapsByAddress.put(addRegion(new Region("map " + name, NOTHING, false)), map);
  }

  /**
   * Makes the maps of an object, but those that are there already, and those of a kind that is not simulated: a program that
   * names one of these cannot be made ready.
   *
   * @return this
   * @throws IllegalArgumentException if a map makes no sense
   */
  public SimulatedKernel createMaps(ObjectSpec object) {
    for (MapSpec spec : object.maps()) {
      if (maps.containsKey(spec.name())) {
        continue;
      }
      KernelMap map = MapKinds.make(this, spec);
      if (map == null) {
        leftOut.put(spec.name(), spec);
      } else {
        add(map);
      }
    }
    return this;
  }

  /** {@link #createMaps(ElfObject, Btf)} for an object that does not depend on the kernel's types. */
  public SimulatedKernel createMaps(ElfObject object) {
    return createMaps(object, null);
  }

  /**
   * Makes the maps of an object, with its global variables' first values, the kernel's options and version that it asks for,
   * and the maps and programs that it puts into maps of maps and program arrays.
   *
   * @param types the kernel's types, for programs that depend on them; or null
   * @return this
   * @throws IllegalArgumentException if a map makes no sense, or an option that the object needs {@linkplain #setOption is not set}
   */
  public SimulatedKernel createMaps(ElfObject object, @Nullable Btf types) {
    createMaps(object.spec());
    object
        .initialValues()
        .forEach((name, value) -> requireNonNull(maps.get(name)).put(new byte[4], value));
    if (!object.options().isEmpty()) {
      requireNonNull(maps.get(ElfObject.OPTIONS)).put(new byte[4], options.valueFor(object));
    }
    object.entries().forEach(entry -> put(object, entry, types));
    return this;
  }

  private void put(ElfObject object, InitialEntry entry, @Nullable Btf types) {
    SimulatedMap map = maps.get(entry.map());
    if (map == null) {
      return; // of a kind that is left out
    }
    byte[] key = new byte[map.spec().keySize()];
    if (key.length >= 4) {
      Machine.INT.set(key, 0, entry.index());
    }
    KernelMap inner = maps.get(entry.target());
    Object target = inner == null ? InitialProgram.of(this, object, entry, types) : inner;
    set(map, key, entry.index(), target);
  }

  /** The map with a name. */
  public Optional<SimulatedMap> map(String name) {
    return Optional.ofNullable(maps.get(name));
  }

  /**
   * Puts a program into a program array, for tail calls.
   *
   * @throws IllegalArgumentException if the map is another kind's, or the index is past its end
   */
  public void setProgram(SimulatedMap array, int index, Sandbox program) {
    byte[] key = new byte[4];
    Machine.INT.set(key, 0, index);
    set(array, key, index, program);
  }

  /**
   * Puts a map into a map of maps.
   *
   * @throws IllegalArgumentException if the outer map is another kind's
   */
  public void setInnerMap(SimulatedMap outer, byte[] key, SimulatedMap inner) {
    set(outer, key, 0, inner);
  }

  /**
   * Puts a cgroup into an array of cgroups, for {@code bpf_current_task_under_cgroup}.
   *
   * @throws IllegalArgumentException if the map is another kind's, or the index is past its end
   */
  public void setCgroup(SimulatedMap array, int index, long cgroup) {
    byte[] key = new byte[4];
    Machine.INT.set(key, 0, index);
    set(array, key, index, cgroup);
  }

  private static void set(SimulatedMap map, byte[] key, int index, Object target) {
    boolean hash = map.spec().type() == MapType.HASH_OF_MAPS;
    if (!(map instanceof ReferenceMap references)
        || (!hash && (index < 0 || index >= map.spec().capacity()))
        || key.length != map.spec().keySize()) {
      throw new IllegalArgumentException("map " + map.spec().name() + " cannot hold that");
    }
    references.set(key, target);
  }

  /**
   * Puts memory where programs can read and write it, through a pointer that they are given or by {@code bpf_probe_read}. It
   * stays the kernel's for good.
   *
   * @param name what faults call it
   * @param bytes the memory; not copied
   * @return its address
   */
  public long addMemory(String name, byte[] bytes) {
    return addRegion(new Region(name, bytes, true));
  }

  /**
   * Gives the kernel a variable, which programs find by its name ({@code extern … __ksym}), with the same value for each
   * processor.
   *
   * @param value its memory; not copied
   * @return this
   */
  public SimulatedKernel setVariable(String name, byte[] value) {
    symbols.put(name, addRegion(new Region("variable " + name, value, true)));
    return this;
  }

  /**
   * Gives the kernel a function, which programs call by its name (kfunc); it takes the place of one that is simulated.
   *
   * @return this
   */
  public SimulatedKernel setKernelFunction(String name, Helper function) {
    kernelFunctions.put(name, requireNonNull(function));
    return this;
  }

  /**
   * Sets an option of the kernel's configuration, for objects whose maps are made later.
   *
   * @param name {@code CONFIG_…}, {@code LINUX_HAS_…}, or {@code LINUX_KERNEL_VERSION} ({@code major << 16 | minor << 8})
   * @param value the number; 1 is a letter y
   * @return this
   */
  public SimulatedKernel setOption(String name, long value) {
    options.set(name, value);
    return this;
  }

  /** Whether an option of the kernel's configuration is {@linkplain #setOption set}; those of Linux itself are. */
  public boolean hasOption(String name) {
    return options.has(name);
  }

  /** The time since boot, in nanoseconds: what {@code bpf_ktime_get_ns} and its like return. */
  public long time() {
    return time;
  }

  /**
   * Sets the time since boot, in nanoseconds.
   *
   * @return this
   */
  public SimulatedKernel setTime(long nanoseconds) {
    time = nanoseconds;
    return this;
  }

  /** The process that programs run in. */
  public SimulatedTask task() {
    return task;
  }

  /**
   * Sets the process that programs run in.
   *
   * @return this
   */
  public SimulatedKernel setTask(SimulatedTask current) {
    task = current;
    return this;
  }

  /**
   * Sets what the pointer to the current task ({@code bpf_get_current_task}) points to: a {@code struct task_struct} of the
   * kernel types that programs were fitted to. Nothing at first, so that probe reads fail.
   *
   * @param bytes the structure; not copied
   * @return this
   */
  public SimulatedKernel setTaskMemory(byte[] bytes) {
    taskRegion.set(bytes, true);
    return this;
  }

  /**
   * Adds an area of memory ({@code bpf_find_vma}) to the current process, which has none at first.
   *
   * @param start its first address
   * @param end the address behind it
   * @param area a {@code struct vm_area_struct} of the kernel types that programs were fitted to; not copied
   * @return this
   * @throws IllegalArgumentException if it ends before it begins
   */
  public SimulatedKernel addArea(long start, long end, byte[] area) {
    areas.add(start, end, addMemory("the area at 0x%x".formatted(start), area));
    return this;
  }

  /**
   * Sets the cgroups that the current process is in, from the root on; 1 at first.
   *
   * @return this
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedKernel setCgroups(long... path) {
    if (path.length == 0) {
      throw new IllegalArgumentException("a process is in one cgroup at least");
    }
    cgroups = new Cgroups(path);
    return this;
  }

  /**
   * Sets the stacks that programs see of the current process, innermost address first; none at first.
   *
   * @return this
   */
  public SimulatedKernel setStacks(long[] ofKernel, long[] ofUser) {
    kernelStack = ofKernel.clone();
    userStack = ofUser.clone();
    return this;
  }

  /**
   * Sets what {@code bpf_get_attach_cookie} returns; 0 at first.
   *
   * @return this
   */
  public SimulatedKernel setAttachCookie(long value) {
    cookie = value;
    return this;
  }

  /**
   * Runs the callbacks of timers ({@code bpf_timer_start}) that are due, in the order of their times.
   *
   * @return how many ran
   * @throws FaultException if one did what it must not
   */
  public int runTimers() {
    return timers.run();
  }

  /** How many processors there are. */
  public int cpus() {
    return cpus;
  }

  /** The processor that programs run on. */
  public int cpu() {
    return cpu;
  }

  /**
   * Sets the processor that programs run on.
   *
   * @return this
   * @throws IllegalArgumentException if there is no such processor
   */
  public SimulatedKernel runOn(int processor) {
    if (processor < 0 || processor >= cpus) {
      throw new IllegalArgumentException("there is no processor " + processor + " of " + cpus);
    }
    cpu = processor;
    return this;
  }

  /**
   * Begins the sequence of random numbers anew.
   *
   * @return this
   */
  public SimulatedKernel setSeed(long seed) {
    random = new Random(seed);
    return this;
  }

  /** The lines that programs printed ({@code bpf_trace_printk}), oldest first. */
  public List<String> printed() {
    return List.copyOf(printed);
  }

  void print(String line) {
    printed.add(line);
  }

  /** A function of the kernel, or null. */
  @Nullable Helper kernelFunction(String name) {
    return kernelFunctions.get(name);
  }

  /** The address of a variable, or null. */
  @Nullable Long addressOfVariable(String name) {
    return symbols.get(name);
  }

  long attachCookie() {
    return cookie;
  }

  /** An address that stands for a function. */
  long addressOfFunction(String name) {
    return symbols.computeIfAbsent(
        name, _ -> addRegion(new Region("function " + name, NOTHING, false)));
  }

  /** The pointer to the current task. */
  long taskAddress() {
    return taskAddress;
  }

  Timers timers() {
    return timers;
  }

  Areas areas() {
    return areas;
  }

  Cgroups cgroups() {
    return cgroups;
  }

  long[] stack(boolean ofUser) {
    return ofUser ? userStack : kernelStack;
  }

  int random() {
    return random.nextInt();
  }

  /** Counts tail calls of a run; {@code MAX_TAIL_CALL_CNT} of {@code include/linux/bpf.h} is 33. */
  boolean mayTailCall() {
    return tailCalls < 33;
  }

  void countTailCalls(int change) {
    tailCalls += change;
  }

  // Memory that all programs of this kernel see.

  long addRegion(Region region) {
    return regions.add(region);
  }

  void removeRegion(long address) {
    regions.remove(address);
  }

  /** The region with a number, or {@link Region#NONE}. */
  Region region(long number) {
    return regions.at(number);
  }

  Iterable<KernelMap> maps() {
    return maps.values();
  }

  /** The map that a pointer is, or null. */
  @Nullable KernelMap mapAt(long address) {
    return mapsByAddress.get(address);
  }

  /** A map as a pointer. */
  long addressOf(KernelMap map) {
    for (Map.Entry<Long, KernelMap> entry : mapsByAddress.entrySet()) {
      if (entry.getValue() == map) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("map " + map.spec().name() + " is another kernel's");
  }
}
