package dev.tawon.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The conversions of {@code bpf_trace_printk} and {@code bpf_snprintf}: {@code bpf_bprintf_prepare} of {@code helpers.c}. */
final class PrintFormat {
  private final Machine memory;
  private final String format;
  private final long[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int next;

  private PrintFormat(Machine memory, String format, long[] arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  static String apply(Machine memory, byte[] format, long[] arguments) {
    String text = new String(format, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return new PrintFormat(memory, end < 0 ? text : text.substring(0, end), arguments).apply();
  }

  private String apply() {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int begin = ++i;
      while (i < format.length() && "0123456789-+# .".indexOf(format.charAt(i)) >= 0) {
        i++;
      }
      String flags = format.substring(begin, i);
      int longs = 0;
      while (i < format.length() && format.charAt(i) == 'l') {
        longs++;
        i++;
      }
      if (i == format.length()) {
        break;
      }
      convert(flags, longs > 0, i < format.length() ? format.charAt(i) : 0);
    }
    return out.toString();
  }

  private void convert(String flags, boolean wide, int conversion) {
    if (conversion == '%') {
      out.append('%');
      return;
    }
    long value = next < arguments.length ? arguments[next++] : 0;
    String text =
        switch (conversion) {
          case 'd', 'i' -> Long.toString(wide ? value : (int) value);
          case 'u' -> Long.toUnsignedString(wide ? value : value & 0xffff_ffffL);
          case 'x' -> hexadecimal(flags, wide ? value : value & 0xffff_ffffL);
          case 'X' ->
              hexadecimal(flags, wide ? value : value & 0xffff_ffffL).toUpperCase(Locale.ROOT);
          case 'p' -> "%016x".formatted(value);
          case 'c' -> Character.toString((char) (value & 0xff));
          case 's' -> string(value);
          default -> "%" + flags + (char) conversion;
        };
    pad(flags, text);
  }

  private static String hexadecimal(String flags, long value) {
    return (flags.contains("#") ? "0x" : "") + Long.toHexString(value);
  }

  private String string(long address) {
    StringBuilder text = new StringBuilder();
    for (long at = address; ; at++) {
      byte[] c = memory.tryRead(at, 1);
      if (c == null || c[0] == 0) {
        return text.toString();
      }
      text.append((char) (c[0] & 0xff));
    }
  }

  private void pad(String flags, String text) {
    String width = flags.replaceAll("^[-+# 0]*|\\..*", "");
    int missing =
        width.isEmpty() || width.length() > 4 ? 0 : Integer.parseInt(width) - text.length();
    boolean left = flags.startsWith("-");
    String fill = (flags.startsWith("0") ? "0" : " ").repeat(Math.max(0, missing));
    out.append(left ? text : fill).append(left ? " ".repeat(Math.max(0, missing)) : text);
  }
}
