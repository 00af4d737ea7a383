package dev.tawon.compiler.front;

/** The names that the kernel takes for programs, maps, types and members. */
public final class KernelNames {
  /** The shortest {@code KSYM_NAME_LEN}, less the NUL. */
  private static final int MAX_LENGTH = 127;

  /** What a name has to be, for messages. */
  public static final String RULE =
      "the kernel takes names of ASCII letters, digits and _, of at most 127 characters";

  private KernelNames() {}

  /** Whether the kernel takes a name. */
  public static boolean isValid(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPart(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_LENGTH && !isDigit(name.charAt(0));
  }

  /** {@code __btf_name_char_ok} of {@code kernel/bpf/btf.c}. */
  private static boolean isPart(int letter) {
    return isDigit(letter)
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= 'a' && letter <= 'z')
        || letter == '_';
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }

  /** A name as the kernel takes it, with _ for what it does not: for types, whose names nobody looks up. */
  public static String of(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .limit(MAX_LENGTH)
        .forEach(letter -> ascii.append(isPart(letter) ? (char) letter : '_'));
    return ascii.toString();
  }
}
