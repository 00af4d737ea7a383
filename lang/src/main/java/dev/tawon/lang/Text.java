package dev.tawon.lang;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Text in arrays of bytes, as the kernel has it: UTF-8, up to the first zero or to the array's end. Strings are constants.
 *
 * <p>The same methods give the same in the user half.
 *
 * {@snippet :
 * Bpf.currentComm(event.comm);
 * if (Text.startsWith(event.comm, "kworker/")) {
 *   return;
 * }
 * }
 */
public final class Text {
  private Text() {}

  /** How many bytes the text has. */
  public static int length(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return length;
  }

  /**
   * Whether the text is a string.
   *
   * @param string a constant
   */
  public static boolean equals(byte[] text, String string) {
    return Arrays.equals(Arrays.copyOf(text, length(text)), bytes(string));
  }

  /**
   * Whether the text begins with a string.
   *
   * @param prefix a constant
   */
  public static boolean startsWith(byte[] text, String prefix) {
    return size(prefix) <= length(text) && matches(text, 0, prefix);
  }

  /**
   * Whether a string stands in an array; zeros end nothing here.
   *
   * @param at where, from 0
   * @param string a constant
   * @throws IndexOutOfBoundsException if the array ends before; a fault in programs
   */
  public static boolean matches(byte[] bytes, int at, String string) {
    byte[] wanted = bytes(string);
    Objects.checkFromIndexSize(at, wanted.length, bytes.length);
    return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /**
   * Where a byte first stands in the text, or -1.
   *
   * @param letter the byte, not zero, such as {@code '/'}
   */
  public static int indexOf(byte[] text, char letter) {
    for (int i = 0; i < text.length && text[i] != 0; i++) {
      if ((text[i] & 0xff) == letter) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Where a string first stands in the text, or -1.
   *
   * @param string a constant, without zeros
   */
  public static int indexOf(byte[] text, String string) {
    int last = text.length - size(string);
    for (int i = 0; i <= last; i++) {
      if (matches(text, i, string)) {
        return i;
      }
      if (text[i] == 0) {
        return -1;
      }
    }
    return -1;
  }

  /**
   * How many bytes a string has.
   *
   * @param string a constant
   */
  public static int size(String string) {
    return bytes(string).length;
  }

  /**
   * The text as a string; in a program as a part of a line of a {@link Log}, or to be compared with constants: {@code equals},
   * {@code startsWith}, {@code switch}.
   */
  public static String toString(byte[] text) {
    return new String(text, 0, length(text), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String string) {
    return string.getBytes(StandardCharsets.UTF_8);
  }
}
