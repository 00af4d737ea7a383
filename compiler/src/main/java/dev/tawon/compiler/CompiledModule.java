package dev.tawon.compiler;

import dev.tawon.lang.map.BpfMap;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A module ready to be loaded.
 *
 * @param object its description
 * @param maps what is known of each map handle, by the handle itself, which is equal to no other
 * @param innerMaps what the maps in maps of maps are like, by the outer map's name
 * @param entries the programs that are in program arrays from the start
 * @param faultSites the places where its programs may fail; a site's number is that of its counter, a long, in the map
 *     {@link #FAULT_MAP}, which is there if there is a site
 * @param variables the static fields that programs use as variables; the map {@link GlobalVariables#MAP} holds them
 * @param log what the records of the ring {@link LogFormats#MAP} mean, which is there if any program logs
 * @param timed the programs that measure their run time
 * @param constants the {@link dev.tawon.lang.Configurable} fields whose values are left to who loads the programs; the map
 *     {@link GlobalVariables#CONSTANTS} holds them
 */
public record CompiledModule(
    ObjectSpec object,
    Map<BpfMap, MapDescription> maps,
    Map<String, MapSpec> innerMaps,
    List<ProgramEntry> entries,
    List<FaultSite> faultSites,
    GlobalVariables variables,
    LogFormats log,
    TimedPrograms timed,
    GlobalVariables constants) {
  /** The name of the map in which programs count their faults: an array with one value, in which the counters are. */
  public static final String FAULT_MAP = ".data.faults";

  /** The name of the map whose one value is zero throughout, which is there if a program takes new objects from it. */
  public static final String ZERO_MAP = ".rodata.zeros";

  /** Copies the list. The map compares handles by identity and is not copied. */
  public CompiledModule {
    innerMaps = Map.copyOf(innerMaps);
    entries = List.copyOf(entries);
    faultSites = List.copyOf(faultSites);
  }

  /**
   * A map of a module.
   *
   * @param name its name in the object
   * @param key {@code Integer}, {@code Long} or a struct class; {@code Void} for a ring buffer
   * @param value the same for values; a ring buffer's records
   * @param inner what the maps in a map of maps hold; null for all other kinds
   */
  public record MapDescription(
      String name, Class<?> key, Class<?> value, @Nullable MapDescription inner) {
    /** A map that holds no maps. */
    public MapDescription(String name, Class<?> key, Class<?> value) {
      this(name, key, value, null);
    }
  }

  /**
   * A program in a program array.
   *
   * @param map the array's name
   * @param index the program's place in it
   * @param program the program's name
   */
  public record ProgramEntry(String map, int index, String program) {}

  /** The same module with another description, such as one whose maps have other capacities. */
  public CompiledModule withObject(ObjectSpec other) {
    return new CompiledModule(
        other, maps, innerMaps, entries, faultSites, variables, log, timed, constants);
  }

  /** What the maps of variables and constants hold when the programs are loaded, by the maps' names. */
  public Map<String, byte[]> initialValues() {
    Map<String, byte[]> values = new java.util.LinkedHashMap<>();
    if (variables.size() > 0) {
      values.put(GlobalVariables.MAP, variables.initialValue());
    }
    if (constants.size() > 0) {
      values.put(GlobalVariables.CONSTANTS, constants.initialValue());
    }
    return values;
  }

  /** The name of each map handle in the object. */
  public Map<BpfMap, String> mapNames() {
    Map<BpfMap, String> names = new java.util.HashMap<>();
    maps.forEach((handle, description) -> names.put(handle, description.name()));
    return names;
  }
}
