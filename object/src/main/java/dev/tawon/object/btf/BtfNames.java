package dev.tawon.object.btf;

/** The names that the kernel accepts: {@code __btf_name_valid} of {@code kernel/bpf/btf.c}. */
final class BtfNames {
  /** {@code KSYM_NAME_LEN} before Linux 6.1, less the NUL; it is 512 since. */
  private static final int MAXIMUM = 127;

  private BtfNames() {}

  /** A C identifier. */
  static String identifier(String name) {
    boolean valid = !name.isEmpty() && name.length() <= MAXIMUM && !isDigit(name.charAt(0));
    for (int i = 0; valid && i < name.length(); i++) {
      valid = isIdentifierPart(name.charAt(i));
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not a C identifier of 1 to "
              + MAXIMUM
              + " characters, as the kernel demands");
    }
    return name;
  }

  /** A C identifier, or nothing where the kernel accepts an anonymous type. */
  static String identifierOrEmpty(String name) {
    return name.isEmpty() ? name : identifier(name);
  }

  /** The name of a basic type: identifiers separated by single spaces, such as {@code unsigned int}. */
  static String basic(String name) {
    for (String word : name.split(" ", -1)) {
      identifier(word);
    }
    return name;
  }

  /** The name of a section: an identifier that may begin with a dot, such as {@code .rodata}, or contain some. */
  static String section(String name) {
    boolean valid = !name.isEmpty() && name.length() <= MAXIMUM && !isDigit(name.charAt(0));
    for (int i = 0; valid && i < name.length(); i++) {
      valid = name.charAt(i) == '.' || isIdentifierPart(name.charAt(i));
    }
    if (!valid) {
      throw new IllegalArgumentException("\"" + name + "\" is not the name of a section");
    }
    return name;
  }

  private static boolean isIdentifierPart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
