package dev.tawon.compiler.front;

import java.util.regex.Pattern;

/** The names that the kernel takes for programs, maps, types and members. */
public final class KernelNames {
  /** {@code __btf_name_valid} of {@code kernel/bpf/btf.c}, and the shortest {@code KSYM_NAME_LEN}, less the NUL. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,126}");

  /** What a name has to be, for messages. */
  public static final String RULE =
      "the kernel takes names of ASCII letters, digits and _, of at most 127 characters";

  private KernelNames() {}

  /** Whether the kernel takes a name. */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  /** A name as the kernel takes it, with _ for what it does not: for types, whose names nobody looks up. */
  public static String of(String name) {
    String ascii = name.replaceAll("[^A-Za-z0-9_]", "_");
    return ascii.substring(0, Math.min(ascii.length(), 127));
  }
}
