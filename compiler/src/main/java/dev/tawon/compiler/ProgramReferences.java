package dev.tawon.compiler;

import dev.tawon.lang.map.ProgramArray;
import dev.tawon.object.ProgramSpec;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
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
      String name = name(map, reference);
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

  /** The method that a reference is to, which its serial form names. */
  private static String name(String map, ProgramArray.Program<?> reference) {
    try {
      Method form = reference.getClass().getDeclaredMethod("writeReplace");
      form.setAccessible(true);
      if (form.invoke(reference) instanceof SerializedLambda lambda) {
        return lambda.getImplMethodName();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw CompilationException.of(
          reference.getClass(),
          Rule.MAP_DECLARATION,
          "is in map "
              + map
              + ", and which method it refers to cannot be found: write Module::method, and open the"
              + " package to dev.tawon.compiler: "
              + e);
    }
    throw CompilationException.of(
        reference.getClass(),
        Rule.MAP_DECLARATION,
        "is in map " + map + " and is no method reference: Module::method");
  }
}
