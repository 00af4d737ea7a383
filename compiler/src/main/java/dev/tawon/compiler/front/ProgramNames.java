package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.lang.map.ProgramArray;
import java.lang.classfile.MethodModel;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.List;

/** The programs that references to methods name. */
public final class ProgramNames {
  private ProgramNames() {}

  /**
   * A method.
   *
   * @param owner the class that declares it, as class files write it
   * @param name its name
   * @param descriptor its type
   */
  public record Reference(String owner, String name, String descriptor) {
    /** Whether a program is the method. */
    public boolean isTo(ProgramMethod program) {
      return equals(of(program.owner(), program.model()));
    }

    static Reference of(Class<?> owner, MethodModel model) {
      return new Reference(
          owner.getName().replace('.', '/'),
          model.methodName().stringValue(),
          model.methodType().stringValue());
    }
  }

  /**
   * The method that a reference is to, which its serial form names.
   *
   * @param map the map in which it is
   * @throws CompilationException if it is no reference to a method
   */
  public static Reference of(String map, ProgramArray.Program<?> reference) {
    try {
      Method form = reference.getClass().getDeclaredMethod("writeReplace");
      form.setAccessible(true);
      if (form.invoke(reference) instanceof SerializedLambda lambda) {
        return new Reference(
            lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature());
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw error(
          reference,
          " has in map "
              + map
              + " a reference whose method cannot be found: write Module::method, and open the"
              + " package to dev.tawon.compiler: "
              + e);
    }
    throw error(
        reference, " has in map " + map + " what is no method reference: write Module::method");
  }

  /** The outermost class in whose source a reference stands: its own class is one that the JVM made. */
  public static Class<?> writtenIn(Object reference) {
    return reference.getClass().getNestHost();
  }

  private static CompilationException error(Object reference, String what) {
    Class<?> type = writtenIn(reference);
    return new CompilationException(
        List.of(
            new Diagnostic(SourceFiles.of(type), 0, type.getName() + what, Rule.MAP_DECLARATION)));
  }

  /** The index of a program, an int that is passed on, or one of those that are in the array from the start. */
  static Value index(GraphBuilder graph, MapField map, ProgramArray<?> array, Value which) {
    if (which.type() == ValueType.INT) {
      return which;
    }
    Position position = graph.position();
    if (!(which.operation() instanceof Operation.Lambda(Lambdas.Target target))) {
      throw new SourceError(
          position,
          Rule.DEPENDS_ON_PATH,
          "which program this is depends on the path taken: write Module::method where it is called");
    }
    Reference wanted = Reference.of(target.owner(), target.method());
    String name = wanted.name();
    for (int i = 0; i < array.programs().size(); i++) {
      if (of(map.name(), array.programs().get(i)).equals(wanted)) {
        return graph.constantInt(i);
      }
    }
    throw new SourceError(
        position,
        Rule.MAP_DECLARATION,
        map.name()
            + " does not have the program "
            + name
            + " from the start: declare it with ProgramArray.of("
            + target.owner().getSimpleName()
            + "::"
            + name
            + "), or call the index where user space puts it");
  }
}
