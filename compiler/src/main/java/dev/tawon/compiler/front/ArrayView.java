package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import java.lang.classfile.TypeKind;

/**
 * What is known of a value that Java sees as an array: elements that lie in a row.
 *
 * @param element the primitive type of an element
 * @param length how many
 */
record ArrayView(Class<?> element, int length) {
  /**
   * What a new array is.
   *
   * @param position where it is made
   */
  static ArrayView of(TypeKind kind, Value length, Position position) {
    Long constant = length.constant();
    if (constant == null || constant < 0 || constant > 512) {
      throw new SourceError(
          position,
          Rule.ARRAY_LENGTH,
          "an array lies on the stack: its length is a constant up to 512");
    }
    Class<?> element =
        switch (kind) {
          case BOOLEAN -> boolean.class;
          case BYTE -> byte.class;
          case CHAR -> char.class;
          case SHORT -> short.class;
          case INT -> int.class;
          case LONG -> long.class;
          case FLOAT, DOUBLE, REFERENCE, VOID ->
              throw new SourceError(
                  position, Rule.NO_HEAP, "eBPF has no floating point and no arrays of references");
        };
    return new ArrayView(element, constant.intValue());
  }

  int elementSize() {
    return switch (element.descriptorString()) {
      case "Z", "B" -> Byte.BYTES;
      case "S", "C" -> Short.BYTES;
      case "I" -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  int size() {
    return elementSize() * length;
  }
}
