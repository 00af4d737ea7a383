package dev.tawon.compiler;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The static fields that a module's programs read or write as variables, or that are constants set when they are loaded: they
 * lie in one map with one entry, as a C compiler's do.
 *
 * @param variables the fields, in the order of their places
 */
public record GlobalVariables(List<Variable> variables) {
  /** The name of the map, that of the section in which C compilers put such variables. */
  public static final String MAP = ".data";

  /** The name of the map of constants: {@link dev.tawon.lang.Configurable} fields of which the compiler has no value. */
  public static final String CONSTANTS = ".rodata";

  /** Copies the list. */
  public GlobalVariables {
    variables = List.copyOf(variables);
  }

  /**
   * A static field.
   *
   * @param owner the class that declares it
   * @param name its name
   * @param type its type: a primitive, or an array of one
   * @param offset bytes from the begin of the map's value
   * @param initial what it holds when the programs are loaded: the boxed number, or an array
   */
  public record Variable(Class<?> owner, String name, Class<?> type, int offset, Object initial) {
    /** The primitive type of its one or many numbers. */
    public Class<?> element() {
      return type.isArray() ? type.getComponentType() : type;
    }

    /** How many numbers it holds. */
    public int count() {
      return type.isArray() ? Array.getLength(initial) : 1;
    }

    /** Bytes that it takes. */
    public int size() {
      return count() * new StructLayout.Primitive(element()).size();
    }

    private void put(ByteBuffer to) {
      to.position(offset);
      for (int i = 0; i < count(); i++) {
        switch (type.isArray() ? Array.get(initial, i) : initial) {
          case Boolean truth -> to.put((byte) (truth ? 1 : 0));
          case Byte number -> to.put(number);
          case Short number -> to.putShort(number);
          case Character letter -> to.putChar(letter);
          case Integer number -> to.putInt(number);
          case Long number -> to.putLong(number);
          default -> throw new IllegalArgumentException("a variable of type " + type);
        }
      }
    }
  }

  /** Bytes of the map's value, 0 if there are no variables. */
  public int size() {
    return variables.isEmpty() ? 0 : variables.getLast().offset() + variables.getLast().size();
  }

  /** The map's value when the programs are loaded, little-endian. */
  public byte[] initialValue() {
    ByteBuffer value = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    variables.forEach(variable -> variable.put(value));
    return value.array();
  }

  /** The variable that a class declares under a name. */
  public Optional<Variable> find(Class<?> owner, String name) {
    return variables.stream()
        .filter(variable -> variable.owner() == owner && variable.name().equals(name))
        .findFirst();
  }
}
