package dev.tawon.sandbox;

import static java.util.Objects.requireNonNull;

import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.elf.ElfObject;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** By number less {@link Region#FIRST_FREE}. */
  private Region[] regions = new Region[16];

  private int regionCount;
  private final List<Integer> freeRegions = new ArrayList<>();
  private final Map<String, KernelMap> maps = new LinkedHashMap<>();
  private final Map<Long, KernelMap> mapsByAddress = new LinkedHashMap<>();
  private final List<String> printed = new ArrayList<>();
  private final int cpus;
  private int cpu;
  private long time = 1_000_000_000;
  private SimulatedTask task = new SimulatedTask(1, 1, 0, 0, "init");
  private Random random = new Random(0);
  private int tailCalls;

  private final Map<Integer, Helper> helpers;

  private SimulatedKernel(int cpus) {
    this.cpus = cpus;
    this.helpers = Map.copyOf(KernelHelpers.of(this));
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
    KernelMap map = make(spec);
    if (map == null) {
      throw new IllegalArgumentException(
          "map " + spec.name() + ": maps of kind " + spec.type() + " are not simulated");
    }
    add(map);
    return map;
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
      KernelMap map = maps.containsKey(spec.name()) ? null : make(spec);
      if (map != null) {
        add(map);
      }
    }
    return this;
  }

  /** Makes the maps of an object, with its global variables' first values. */
  public SimulatedKernel createMaps(ElfObject object) {
    createMaps(object.spec());
    object
        .initialValues()
        .forEach((name, value) -> requireNonNull(maps.get(name)).put(new byte[4], value));
    return this;
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

  private static void set(SimulatedMap map, byte[] key, int index, Object target) {
    if (!(map instanceof ReferenceMap references)
        || index < 0
        || index >= map.spec().capacity()
        || key.length != map.spec().keySize()) {
      throw new IllegalArgumentException("map " + map.spec().name() + " cannot hold that");
    }
    references.set(key, target);
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
    int index = freeRegions.isEmpty() ? regionCount++ : freeRegions.removeLast();
    if (index == regions.length) {
      regions = Arrays.copyOf(regions, 2 * index);
    }
    regions[index] = region;
    return Region.address(Region.FIRST_FREE + index);
  }

  void removeRegion(long address) {
    int index = (int) (address >>> Region.SHIFT) - Region.FIRST_FREE;
    regions[index] = Region.NONE;
    freeRegions.add(index);
  }

  /** The region with a number, or {@link Region#NONE}. */
  Region region(long number) {
    long index = number - Region.FIRST_FREE;
    return index >= 0 && index < regionCount ? regions[(int) index] : Region.NONE;
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

  /** A map, or null if its kind is not simulated. */
  private @Nullable KernelMap make(MapSpec spec) {
    return switch (spec.type()) {
      case HASH -> new HashedMap(this, spec, false, false);
      case LRU_HASH -> new HashedMap(this, spec, false, true);
      case PERCPU_HASH -> new HashedMap(this, spec, true, false);
      case LRU_PERCPU_HASH -> new HashedMap(this, spec, true, true);
      case TASK_STORAGE, CGRP_STORAGE, INODE_STORAGE, SK_STORAGE ->
          new HashedMap(this, storage(spec), false, false);
      case ARRAY -> new ArrayMap(this, spec, false);
      case PERCPU_ARRAY -> new ArrayMap(this, spec, true);
      case LPM_TRIE -> new LpmMap(this, spec);
      case QUEUE -> new ListMap(spec, false);
      case STACK -> new ListMap(spec, true);
      case BLOOM_FILTER -> new BloomMap(spec);
      case RINGBUF -> new OutputMap(this, spec, true);
      case PERF_EVENT_ARRAY -> new OutputMap(this, spec, false);
      case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS -> new ReferenceMap(this, spec);
      case UNSPEC,
          STACK_TRACE,
          CGROUP_ARRAY,
          DEVMAP,
          SOCKMAP,
          CPUMAP,
          XSKMAP,
          SOCKHASH,
          CGROUP_STORAGE,
          REUSEPORT_SOCKARRAY,
          PERCPU_CGROUP_STORAGE,
          DEVMAP_HASH,
          STRUCT_OPS,
          USER_RINGBUF,
          ARENA,
          INSN_ARRAY ->
          null;
    };
  }

  /** Storage is keyed by the pointer to what it belongs to, and has no limit. */
  private static MapSpec storage(MapSpec spec) {
    return new MapSpec(
        spec.name(), spec.type(), Long.BYTES, spec.valueSize(), 0, spec.flags(), 0, 0);
  }
}
