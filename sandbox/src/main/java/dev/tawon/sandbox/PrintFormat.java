package dev.tawon.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conversions of {@code bpf_trace_printk} and {@code bpf_snprintf}: {@code bpf_bprintf_prepare} of {@code helpers.c}. */
final class PrintFormat {
  /** Flags and width, as far as the kernel takes them; pointers, whose letters say what they point to; strings; numbers. */
  private static final Pattern CONVERSION =
      Pattern.compile(
          "%(?:%|([0+\\- ]*)([1-9]\\d{0,3})?"
              + "(?:(p(?:ks|us|[KxsSB]|[iI][46]|(?![A-Za-z0-9])))|([sc])|(l{0,2})([diuxX])))");

  private final Machine memory;
  private final long[] arguments;
  private int next;

  private PrintFormat(Machine memory, long[] arguments) {
    this.memory = memory;
    this.arguments = arguments;
  }

  /**
   * The text.
   *
   * @param format with the zero at its end
   * @return null if the kernel would refuse the format, or has too few arguments for it
   */
  static @Nullable String apply(Machine memory, byte[] format, long[] arguments) {
    String text = new String(format, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return end < 0 ? null : new PrintFormat(memory, arguments).apply(text.substring(0, end));
  }

  private @Nullable String apply(String format) {
    StringBuilder out = new StringBuilder();
    Matcher conversion = CONVERSION.matcher(format);
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c >= 0x7f || (c < ' ' && !Character.isWhitespace(c))) {
        return null;
      }
      if (c != '%') {
        out.append(c);
        continue;
      }
      conversion.region(i, format.length());
      if (!conversion.lookingAt()) {
        return null;
      }
      if (conversion.group().equals("%%")) {
        out.append('%');
      } else if (next == arguments.length) {
        return null;
      } else {
        out.append(convert(conversion, arguments[next++]));
      }
      i = conversion.end() - 1;
    }
    return out.toString();
  }

  private String convert(Matcher conversion, long value) {
    String flags = conversion.group(1);
    String pointer = conversion.group(3);
    String letter = conversion.group(4);
    String text;
    if (pointer != null) {
      text = pointer(pointer, value);
    } else if (letter != null) {
      text = letter.equals("s") ? string(value) : Character.toString((char) (value & 0xff));
    } else {
      text = number(conversion.group(6), !conversion.group(5).isEmpty(), flags, value);
    }
    return pad(flags, conversion.group(2), text, pointer == null && letter == null);
  }

  private static String number(String conversion, boolean wide, String flags, long value) {
    long unsigned = wide ? value : value & 0xffff_ffffL;
    return switch (conversion) {
      case "u" -> Long.toUnsignedString(unsigned);
      case "x" -> Long.toHexString(unsigned);
      case "X" -> Long.toHexString(unsigned).toUpperCase(Locale.ROOT);
      default -> {
        long signed = wide ? value : (int) value;
        String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        yield (signed < 0 ? "" : sign) + signed;
      }
    };
  }

  private String pointer(String conversion, long value) {
    return switch (conversion) {
      case "pks", "pus" -> string(value);
      case "ps", "pS", "pB" -> "0x" + Long.toHexString(value); // no symbol is known
      case "pi4", "pI4" -> address4(value, conversion.equals("pi4"));
      case "pi6", "pI6" -> address6(value, conversion.equals("pI6"));
      default -> "%016x".formatted(value);
    };
  }

  private String address4(long at, boolean zeros) {
    byte[] bytes = memory.tryRead(at, 4);
    List<String> parts = new ArrayList<>();
    for (byte each : bytes == null ? new byte[4] : bytes) {
      parts.add((zeros ? "%03d" : "%d").formatted(each & 0xff));
    }
    return String.join(".", parts);
  }

  private String address6(long at, boolean colons) {
    byte[] bytes = memory.tryRead(at, 16);
    byte[] address = bytes == null ? new byte[16] : bytes;
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < address.length; i += 2) {
      parts.add("%02x%02x".formatted(address[i] & 0xff, address[i + 1] & 0xff));
    }
    return String.join(colons ? ":" : "", parts);
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

  private static String pad(String flags, @Nullable String width, String text, boolean isNumber) {
    int missing = width == null ? 0 : Math.max(0, Integer.parseInt(width) - text.length());
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    if (!flags.contains("0") || !isNumber) {
      return " ".repeat(missing) + text;
    }
    boolean signed = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
    return signed
        ? text.charAt(0) + "0".repeat(missing) + text.substring(1)
        : "0".repeat(missing) + text;
  }
}
