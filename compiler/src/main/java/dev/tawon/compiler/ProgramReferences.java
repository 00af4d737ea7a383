package dev.tawon.compiler;

import dev.tawon.compiler.front.ProgramNames;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;

/** Finds the programs that a program array's method references name. */
final class ProgramReferences {
  private ProgramReferences() {}

  /**
   * The entries of an array.
   *
   * @throws CompilationException if a reference is to no program of the module
   */
  static List<CompiledModule.ProgramEntry> of(
      String map, ProgramArray<?> array, List<ProgramSpec> programs) {
    List<CompiledModule.ProgramEntry> entries = new ArrayList<>();
    for (ProgramArray.Program<?> reference : array.programs()) {
      String name = ProgramNames.of(map, reference);
      if (programs.stream().noneMatch(program -> program.name().equals(name))) {
        throw CompilationException.of(
            reference.getClass(),
            Rule.MAP_DECLARATION,
            "is in map " + map + ", and " + name + " is no program of the module");
      }
      entries.add(new CompiledModule.ProgramEntry(map, entries.size(), name));
    }
    return entries;
  }
}
