package dev.tawon.compiler.front;

import dev.tawon.lang.map.BpfMap;
import java.lang.reflect.Type;
import java.util.List;

/**
 * A map of a module.
 *
 * @param handle the object in the static field
 * @param name the field's name, with its class's in front where two classes have the same
 * @param arguments the type arguments of the field's type
 */
public record MapField(BpfMap handle, String name, List<Type> arguments) {
  /** Copies the list. */
  public MapField {
    arguments = List.copyOf(arguments);
  }

  /**
   * The class of a type argument.
   *
   * @param index from 0
   */
  public Class<?> argument(int index) {
    return arguments.get(index) instanceof Class<?> type ? type : Object.class;
  }
}
