package dev.tawon.compiler;

import dev.tawon.compiler.front.ProgramNames;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the programs that a program array's method references name. */
final class ProgramReferences {
  private ProgramReferences() {}

  /**
   * The entries of an array. The places of programs that are left out stay empty.
   *
   * @param without the names of those
   * @throws CompilationException if a reference is to no program of the module
   */
  static List<CompiledModule.ProgramEntry> of(
      String map, ProgramArray<?> array, List<ProgramSpec> programs, Set<String> without) {
    List<CompiledModule.ProgramEntry> entries = new ArrayList<>();
    for (int i = 0; i < array.programs().size(); i++) {
      ProgramArray.Program<?> reference = array.programs().get(i);
      String name = ProgramNames.of(map, reference);
      if (without.contains(name)) {
        continue;
      }
      if (programs.stream().noneMatch(program -> program.name().equals(name))) {
        throw CompilationException.of(
            ProgramNames.writtenIn(reference),
            Rule.MAP_DECLARATION,
            "has in map " + map + " the method " + name + ", which is no program of the module");
      }
      entries.add(new CompiledModule.ProgramEntry(map, i, name));
    }
    return entries;
  }
}
