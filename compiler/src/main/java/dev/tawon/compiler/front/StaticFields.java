package dev.tawon.compiler.front;

import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.StructLayout;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the static fields that are variables of a module their places, as programs ask for them. */
public final class StaticFields {
  private final List<GlobalVariables.Variable> variables = new ArrayList<>();

  StaticFields() {}

  /** All variables so far. */
  public GlobalVariables variables() {
    return new GlobalVariables(variables);
  }

  /**
   * The variable that a field is: a primitive that is not final, or an array of primitives, which is one thing as long as
   * the field is final.
   *
   * @param initial what the field holds now
   */
  Optional<GlobalVariables.Variable> variable(Field field, @Nullable Object initial) {
    boolean isFinal = Modifier.isFinal(field.getModifiers());
    Class<?> type = field.getType();
    boolean isArray = type.isArray() && isFinal;
    Class<?> element = isArray ? type.getComponentType() : type;
    if (initial == null
        || !(isArray ? Array.getLength(initial) > 0 : !isFinal)
        || !element.isPrimitive()
        || element == float.class
        || element == double.class) {
      return Optional.empty();
    }
    return Optional.of(variable(field.getDeclaringClass(), field.getName(), type, initial));
  }

  /** The characters of a constant string, as an array of {@code char} that no program writes to. */
  GlobalVariables.Variable text(String text) {
    char[] letters = text.toCharArray();
    int number = 0;
    for (GlobalVariables.Variable variable : variables) {
      if (variable.owner() == String.class) {
        if (Arrays.equals((char[]) variable.initial(), letters)) {
          return variable;
        }
        number++;
      }
    }
    return variable(String.class, "text" + number, char[].class, letters);
  }

  /** The variable under a name, which needs not be a field's. */
  GlobalVariables.Variable variable(Class<?> owner, String name, Class<?> type, Object initial) {
    for (GlobalVariables.Variable variable : variables) {
      if (variable.owner() == owner && variable.name().equals(name)) {
        return variable;
      }
    }
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    int size = new StructLayout.Primitive(element).size();
    int end = variables().size();
    GlobalVariables.Variable variable =
        new GlobalVariables.Variable(
            owner, name, type, (end + size - 1) & -size, type.isArray() ? copy(initial) : initial);
    variables.add(variable);
    return variable;
  }

  /** What a program sees is what the array held when it was compiled. */
  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }
}
