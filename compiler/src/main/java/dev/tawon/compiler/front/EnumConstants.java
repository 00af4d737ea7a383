package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The constants of enums, by their ordinals. */
public final class EnumConstants {
  private EnumConstants() {}

  /**
   * The constants of a class that is marked as an enum.
   *
   * @throws CompilationException if its class file says so and has no {@code values()} that gives them
   */
  public static List<Enum<?>> of(Class<?> type) {
    List<Enum<?>> constants = new ArrayList<>();
    for (Object constant : array(type)) {
      constants.add((Enum<?>) constant);
    }
    return constants;
  }

  /** The constant of a name, if there is one. */
  static Optional<Enum<?>> named(Class<?> type, String name) {
    return of(type).stream().filter(constant -> constant.name().equals(name)).findFirst();
  }

  /** All of them, as the class's {@code values()} gives them. */
  static Object[] array(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    if (constants == null) {
      throw new CompilationException(
          List.of(
              new Diagnostic(
                  SourceFiles.of(type),
                  0,
                  "the class file is damaged: enum "
                      + type.getName()
                      + " does not give its constants; compile the source again",
                  Rule.DAMAGED_CLASS)));
    }
    return constants;
  }
}
