package dev.tawon.object;

import dev.tawon.object.btf.Btf;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The description of an eBPF object: plain data, the same for every kernel.
 *
 * @param name the object's name
 * @param license the licence declared to the kernel
 * @param maps its maps
 * @param programs its programs
 * @param btf its own types: those of the maps' keys and values, of the functions, and the local side of relocations
 */
public record ObjectSpec(
    String name, String license, List<MapSpec> maps, List<ProgramSpec> programs, Btf btf) {
  /**
   * Copies the lists and checks that they belong together.
   *
   * @throws IllegalArgumentException if two maps or two programs have one name, or a program names a map that is not here
   */
  public ObjectSpec {
    maps = List.copyOf(maps);
    programs = List.copyOf(programs);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an object has no name");
    }
    Set<String> mapNames = new HashSet<>();
    for (MapSpec map : maps) {
      if (!mapNames.add(map.name())) {
        throw new IllegalArgumentException("object " + name + " has two maps " + map.name());
      }
    }
    Set<String> programNames = new HashSet<>();
    for (ProgramSpec program : programs) {
      if (!programNames.add(program.name())) {
        throw new IllegalArgumentException(
            "object " + name + " has two programs " + program.name());
      }
      for (MapReference map : program.maps()) {
        if (!mapNames.contains(map.map())) {
          throw new IllegalArgumentException(
              "program %s needs map %s, which object %s does not have"
                  .formatted(program.name(), map.map(), name));
        }
      }
    }
  }

  /** The program of a name. */
  public Optional<ProgramSpec> program(String name) {
    return programs.stream().filter(program -> program.name().equals(name)).findFirst();
  }
}
