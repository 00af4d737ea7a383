package dev.tawon.bpf.random;

import java.util.Locale;

/** The types of numbers. */
enum JavaType {
  BOOLEAN(1),
  BYTE(8),
  SHORT(16),
  CHAR(16),
  INT(32),
  LONG(64);

  private final int bits;

  JavaType(int bits) {
    this.bits = bits;
  }

  int bits() {
    return bits;
  }

  /** As it is written. */
  String java() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of such numbers as objects. */
  String object() {
    return switch (this) {
      case BOOLEAN -> "Boolean";
      case BYTE -> "Byte";
      case SHORT -> "Short";
      case CHAR -> "Character";
      case INT -> "Integer";
      case LONG -> "Long";
    };
  }

  /** Whether a value is an int where an int is wanted. */
  boolean isInt() {
    return this != BOOLEAN && this != LONG;
  }
}
