package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.MapOfMaps;
import java.lang.reflect.Field;
import java.util.List;

/** Checks what the fields of maps are declared as. */
final class MapFields {
  private MapFields() {}

  /** Refuses a map whose type arguments do not say what it holds, or say what it cannot. */
  static void check(Field field, MapField map) {
    MapShape shape = MapShape.of(map.handle());
    int wanted = shape.arguments();
    if (map.arguments().size() != wanted) {
      throw error(
          field,
          "map "
              + map.name()
              + " is declared as "
              + field.getGenericType().getTypeName()
              + ": declare it as the "
              + map.handle().getClass().getSimpleName()
              + " that it is, with "
              + (wanted == 2 ? "its key and its value" : "what it holds"));
    }
    if (shape.key() == MapShape.Part.ARGUMENT) {
      requireData(field, map, 0);
    }
    if (shape.value() == MapShape.Part.ARGUMENT) {
      requireData(field, map, wanted - 1);
    }
    if (map.handle() instanceof LpmTrie<?, ?>) {
      requirePrefix(field, map);
    }
    if (map.handle() instanceof MapOfMaps outer) {
      inner(field, map, outer);
    }
  }

  private static void inner(Field field, MapField map, MapOfMaps outer) {
    MapField inner = MapField.inside(map, outer);
    if (inner.arguments().isEmpty()) {
      throw error(
          field,
          "map "
              + map.name()
              + " is declared as "
              + field.getGenericType().getTypeName()
              + ": say what the maps in it hold, as in ArrayOfMaps<Array<Counter>>");
    }
    check(field, inner);
  }

  private static void requireData(Field field, MapField map, int index) {
    Class<?> type = map.argument(index);
    if (!Boxes.isScalar(type) && !Marks.has(type, Struct.class)) {
      throw error(
          field,
          map.arguments().get(index).getTypeName()
              + " is a key or value of map "
              + map.name()
              + ", which holds integers, booleans, enums or @Struct classes");
    }
  }

  /** {@code struct bpf_lpm_trie_key}: how many bits count, and the bits. */
  private static void requirePrefix(Field field, MapField map) {
    Class<?> key = map.argument(0);
    boolean fits = false;
    if (Marks.has(key, Struct.class)) {
      StructLayout layout = StructLayout.of(key);
      fits =
          layout.fields().getFirst().element() instanceof StructLayout.Primitive(Class<?> first)
              && first == int.class
              && !layout.fields().getFirst().isArray()
              && layout.size() > Integer.BYTES
              && layout.size() <= Integer.BYTES + 256;
    }
    if (!fits) {
      throw error(
          field,
          "map "
              + map.name()
              + " has prefixes for keys: a @Struct whose first field is an int, the number of bits, and"
              + " after it at most 256 bytes that these are of");
    }
  }

  private static CompilationException error(Field field, String message) {
    return new CompilationException(
        List.of(
            new Diagnostic(
                SourceFiles.of(field.getDeclaringClass()), 0, message, Rule.MAP_DECLARATION)));
  }
}
