package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.ProgramCalls;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ObjectSpec} in the kernel: its maps and programs. {@link Bpf} is this with a module's typed handles.
 *
 * <p>The object owns a file descriptor for each map and program. Closing it closes them all, once; links that are still open
 * keep their programs, and those their maps. Thread-safe.
 */
public final class BpfObject implements AutoCloseable {
  private static final int BTF_LOG = 64 << 10;

  private final ObjectSpec spec;
  private final Map<String, LoadedMap> maps = new LinkedHashMap<>();
  private final Map<String, LoadedProgram> programs = new LinkedHashMap<>();

  private BpfObject(ObjectSpec spec) {
    this.spec = spec;
  }

  /**
   * Creates the maps and loads the programs of a description.
   *
   * @throws VerifierException if the verifier refuses a program
   * @throws KernelTypeException if a program uses types that this kernel lacks
   * @throws UnsupportedFeatureException if this kernel lacks something that the object needs
   * @throws SystemCallException if the kernel refuses for another reason, as for a missing capability
   */
  public static BpfObject load(ObjectSpec spec) {
    return load(spec, new KernelTypes());
  }

  static BpfObject load(ObjectSpec spec, KernelTypes kernel) {
    return load(spec, kernel, Map.of());
  }

  /**
   * Creates the maps and loads the programs of a description.
   *
   * @param innerMaps what the maps in maps of maps are like, by the outer map's name
   */
  static BpfObject load(ObjectSpec spec, KernelTypes kernel, Map<String, MapSpec> innerMaps) {
    BpfObject object = new BpfObject(spec);
    try (Types types = Types.load(spec)) {
      for (MapSpec map : spec.maps()) {
        object.maps.put(
            map.name(), LoadedMap.create(map, types.descriptor(), innerMaps.get(map.name())));
      }
      ProgramLinker linker = new ProgramLinker(spec.btf(), kernel, object.maps);
      List<ProgramLoad> loads = new ArrayList<>();
      for (ProgramSpec program : spec.programs()) {
        loads.add(new ProgramLoad(program, spec.license(), linker, types.descriptor()));
      }
      object.loadAll(loads);
      return object;
    } catch (Throwable e) {
      object.close();
      throw e;
    }
  }

  /**
   * Loads programs, at the same time where there are processors: the verifier takes a tenth of a second for a large one, and
   * holds no lock meanwhile.
   *
   * @throws BpfException what the first program that cannot be loaded says; the others are the object's by then
   */
  private void loadAll(List<ProgramLoad> loads) {
    List<ProgramLoad.Outcome> outcomes = loads.parallelStream().map(ProgramLoad::run).toList();
    BpfException failure = null;
    for (ProgramLoad.Outcome outcome : outcomes) {
      switch (outcome) {
        case ProgramLoad.Loaded loaded -> programs.put(loaded.program().name(), loaded.program());
        case ProgramLoad.Failed failed -> failure = failure == null ? failed.reason() : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** What was loaded. */
  public ObjectSpec spec() {
    return spec;
  }

  /** The maps, in the description's order. */
  public List<LoadedMap> maps() {
    return List.copyOf(maps.values());
  }

  /**
   * A map by its name.
   *
   * @throws IllegalArgumentException if there is no such map
   */
  public LoadedMap map(String name) {
    LoadedMap map = maps.get(name);
    if (map == null) {
      throw new IllegalArgumentException("no map " + name + " in " + maps.keySet());
    }
    return map;
  }

  /** The programs, in the description's order. */
  public List<LoadedProgram> programs() {
    return List.copyOf(programs.values());
  }

  /**
   * A program by its name.
   *
   * @throws IllegalArgumentException if there is no such program
   */
  public LoadedProgram program(String name) {
    LoadedProgram program = programs.get(name);
    if (program == null) {
      throw new IllegalArgumentException("no program " + name + " in " + programs.keySet());
    }
    return program;
  }

  @Override
  public void close() {
    programs.values().forEach(LoadedProgram::close);
    maps.values().forEach(LoadedMap::close);
  }

  /** The object's types in the kernel while it is loaded; maps and programs keep them afterwards. */
  private record Types(@Nullable FileDescriptor descriptor) implements AutoCloseable {
    static Types load(ObjectSpec spec) {
      if (!areUsed(spec)) {
        return new Types(null);
      }
      byte[] btf = spec.btf().toByteArray();
      int result = ProgramCalls.loadTypes(btf, 0).result();
      if (result >= 0) {
        return new Types(FileDescriptor.of(result));
      }
      if (areEssential(spec) || result == -Errno.EPERM.number()) {
        throw failure(spec, btf);
      }
      return new Types(null);
    }

    private static boolean areUsed(ObjectSpec spec) {
      return spec.maps().stream().anyMatch(map -> map.valueTypeId() != 0)
          || spec.programs().stream().anyMatch(program -> !program.functionInfo().isEmpty());
    }

    /** Types of one function only name it; those of several are what the verifier checks the calls by. */
    private static boolean areEssential(ObjectSpec spec) {
      return spec.programs().stream().anyMatch(program -> program.functionInfo().size() > 1);
    }

    private static BpfException failure(ObjectSpec spec, byte[] btf) {
      ProgramCalls.Logged logged = ProgramCalls.loadTypes(btf, BTF_LOG);
      if (logged.result() >= 0) {
        FileDescriptor.of(logged.result()).close();
      }
      int errno = Math.max(-logged.result(), 0);
      List<String> said = new ArrayList<>(logged.log().lines().toList());
      said.removeIf(String::isBlank);
      String call = "loading the types of " + spec.name();
      return said.isEmpty()
          ? Explanation.here().call(call, List.of(Capability.CAP_BPF), errno)
          : new SystemCallException(call, errno, "the kernel says: " + said.getLast());
    }

    @Override
    public void close() {
      if (descriptor != null) {
        descriptor.close();
      }
    }
  }
}
