package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** The names that the kernel keeps of maps and programs: {@code bpf_obj_name_cpy} in {@code kernel/bpf/syscall.c}. */
public final class ObjectName {
  /** {@code BPF_OBJ_NAME_LEN}, of which the last byte is zero. */
  private static final int LENGTH = 16;

  private ObjectName() {}

  /** A name as the kernel takes it: ASCII letters, digits and underscores, at most 15. */
  public static String of(String name) {
    StringBuilder kept = new StringBuilder(LENGTH);
    for (int i = 0; i < name.length() && i < LENGTH - 1; i++) {
      char c = name.charAt(i);
      boolean taken = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      kept.append(taken ? c : '_');
    }
    return kept.toString();
  }

  static void write(String name, MemorySegment attributes, long offset) {
    String taken = of(name);
    for (int i = 0; i < taken.length(); i++) {
      attributes.set(JAVA_BYTE, offset + i, (byte) taken.charAt(i));
    }
  }
}
