package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.lang.map.ProgramArray;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.List;

/**
 * The method that a reference in a {@link ProgramArray} is to.
 *
 * @param owner the internal name of the class that declares it
 * @param name its name
 */
public record ProgramReference(String owner, String name) {
  /**
   * Reads a reference, whose serial form says what it is to.
   *
   * @param map the name of the map that it is in
   * @throws CompilationException if it is a lambda, or hidden
   */
  public static ProgramReference of(String map, ProgramArray.Program<?> reference) {
    try {
      Method form = reference.getClass().getDeclaredMethod("writeReplace");
      form.setAccessible(true);
      if (form.invoke(reference) instanceof SerializedLambda lambda) {
        return new ProgramReference(lambda.getImplClass(), lambda.getImplMethodName());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw error(
          reference.getClass(),
          "is in map "
              + map
              + ", and which method it refers to cannot be found: write Module::method, and open the"
              + " package to dev.tawon.compiler: "
              + e);
    }
    throw error(
        reference.getClass(), "is in map " + map + " and is no method reference: Module::method");
  }

  private static CompilationException error(Class<?> owner, String reason) {
    return new CompilationException(
        List.of(new Diagnostic(SourceFiles.of(owner), 0, owner.getName() + " " + reason)));
  }
}
