package dev.tawon.compiler;

import dev.tawon.compiler.front.ProgramMethod;
import dev.tawon.compiler.front.ProgramNames;
import dev.tawon.lang.map.ProgramArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the programs that a program array's method references name. */
final class ProgramReferences {
  private ProgramReferences() {}

  /**
   * The entries of an array. The places of programs that are left out stay empty.
   *
   * @param all the module's programs
   * @param without the names of those that are left out
   * @throws CompilationException if a reference is to no program of the module
   */
  static List<CompiledModule.ProgramEntry> of(
      String map, ProgramArray<?> array, List<ProgramMethod> all, Set<String> without) {
    List<CompiledModule.ProgramEntry> entries = new ArrayList<>();
    for (int i = 0; i < array.programs().size(); i++) {
      ProgramArray.Program<?> reference = array.programs().get(i);
      ProgramNames.Reference method = ProgramNames.of(map, reference);
      ProgramMethod program =
          all.stream()
              .filter(method::isTo)
              .findFirst()
              .orElseThrow(() ->
                  CompilationException.of(
                      ProgramNames.writtenIn(reference),
                      Rule.MAP_DECLARATION,
                      "has in map "
                          + map
                          + " the method "
                          + method.name()
                          + ", which is no program of the module: "
                          + method.owner().replace('/', '.')
                          + " declares it"));
      if (!without.contains(program.name())) {
        entries.add(new CompiledModule.ProgramEntry(map, i, program.name()));
      }
    }
    return entries;
  }
}
