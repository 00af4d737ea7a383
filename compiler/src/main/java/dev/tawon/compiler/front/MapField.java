package dev.tawon.compiler.front;

import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.MapOfMaps;
import java.lang.reflect.ParameterizedType;
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

  /**
   * What the maps in a map of maps are like.
   *
   * @param map the outer map
   * @param outer its handle
   */
  public static MapField inside(MapField map, MapOfMaps outer) {
    List<Type> arguments =
        map.arguments().getLast() instanceof ParameterizedType type
            ? List.of(type.getActualTypeArguments())
            : List.of();
    return new MapField(outer.inner(), map.name() + "_inner", arguments);
  }
}
