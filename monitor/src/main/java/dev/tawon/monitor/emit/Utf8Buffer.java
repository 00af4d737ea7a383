package dev.tawon.monitor.emit;

import dev.tawon.monitor.OutputClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that grow as text is appended, in UTF-8, and are written at once. Used again and again. */
final class Utf8Buffer {
  private static final int INITIAL = 64 * 1024;

  /** A buffer that one large batch has grown is not kept. */
  private static final int KEEP = 4 << 20;

  private static final int REPLACEMENT = 0xfffd;

  private byte[] bytes = new byte[INITIAL];
  private int size;

  int size() {
    return size;
  }

  byte last() {
    return bytes[size - 1];
  }

  /** What there is, without so many bytes in front. */
  byte[] contents(int from) {
    return Arrays.copyOfRange(bytes, from, size);
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void put(byte value) {
    require(1);
    bytes[size++] = value;
  }

  void put(byte[] values) {
    require(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  /** Appends characters below 128. */
  void putAscii(String text) {
    int length = text.length();
    require(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  /** Appends a number in decimal. */
  void putLong(long value) {
    if (value == Long.MIN_VALUE) {
      putAscii("-9223372036854775808");
      return;
    }
    require(20);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
      digits++;
    }
    putDigits(rest, digits);
  }

  /** Appends the last digits of a number, with zeros in front. */
  void putDigits(long value, int digits) {
    require(digits);
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      bytes[size + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /**
   * Appends the character at an index, or U+FFFD for half of a pair without its other half.
   *
   * @return how many chars of the text that took: 1 or 2
   */
  int putCharacter(String text, int index) {
    int codePoint = text.codePointAt(index);
    int chars = Character.charCount(codePoint);
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      codePoint = REPLACEMENT;
    }
    require(4);
    if (codePoint < 0x80) {
      bytes[size++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[size++] = (byte) (0xc0 | codePoint >> 6);
      bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      bytes[size++] = (byte) (0xe0 | codePoint >> 12);
      bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
    } else {
      bytes[size++] = (byte) (0xf0 | codePoint >> 18);
      bytes[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
    }
    return chars;
  }

  /**
   * Writes all there is, and is empty again, whether that succeeds or not.
   *
   * @throws OutputClosedException if nobody reads
   */
  void writeTo(OutputStream out) throws IOException {
    int length = size;
    size = 0;
    try {
      out.write(bytes, 0, length);
      out.flush();
    } catch (IOException e) {
      throw isClosed(e) ? new OutputClosedException(e) : e;
    } finally {
      if (bytes.length > KEEP) {
        bytes = new byte[INITIAL];
      }
    }
  }

  /** The platform has no type for {@code EPIPE} and {@code ECONNRESET}, only {@code strerror(3)}'s words. */
  private static boolean isClosed(IOException e) {
    String message = e.getMessage();
    return message != null
        && (message.contains("Broken pipe")
            || message.contains("Connection reset")
            || message.contains("Pipe closed")
            || message.contains("Stream Closed"));
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
