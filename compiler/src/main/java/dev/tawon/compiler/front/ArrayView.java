package dev.tawon.compiler.front;

/**
 * What is known of a value that Java sees as an array: elements that lie in a row.
 *
 * @param element the primitive type of an element
 * @param length how many
 */
record ArrayView(Class<?> element, int length) {
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
