package dev.tawon.object.btf;

import dev.tawon.object.MalformedObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sections of a BTF blob, in the machine's own byte order.
 *
 * <p>Every field of the type section is a 32-bit word ({@code struct btf_type} and all that may follow it), so the section
 * is held as words: one bulk copy settles the byte order, and later reads are plain array reads, which are fast also before
 * the JIT compiler has seen them.
 */
final class BtfSections {
  /** The words of {@code struct btf_type}, and so of the record that stands for void. */
  static final int VOID_WORDS = 3;

  private final ByteOrder order;
  private final int typeStart;
  private final int[] words;
  private final int stringStart;
  private final byte[] strings;
  private final byte[] layout;

  /**
   * Sections. The arrays are not copied.
   *
   * @param order the byte order of the blob
   * @param typeStart where the type section begins in the blob, for error messages
   * @param words the type section after {@link #VOID_WORDS} words of zero, the record of type 0
   * @param stringStart where the string section begins in the blob, for error messages
   * @param strings the string section
   * @param layout the layout section, empty where there is none
   */
  BtfSections(
      ByteOrder order, int typeStart, int[] words, int stringStart, byte[] strings, byte[] layout) {
    this.order = order;
    this.typeStart = typeStart;
    this.words = words;
    this.stringStart = stringStart;
    this.strings = strings;
    this.layout = layout;
  }

  ByteOrder order() {
    return order;
  }

  int[] words() {
    return words;
  }

  int stringStart() {
    return stringStart;
  }

  byte[] strings() {
    return strings;
  }

  byte[] layout() {
    return layout;
  }

  /** Where a word of the type section stands in the blob. */
  long position(int word) {
    return typeStart + (long) (word - VOID_WORDS) * Integer.BYTES;
  }

  /** An error at a word of the type section. */
  MalformedObjectException malformed(int word, String reason) {
    return new MalformedObjectException(BtfHeader.SECTION, position(word), reason);
  }

  /** The blob: a header and the sections, without gaps. */
  byte[] toByteArray() {
    int header = layout.length == 0 ? BtfHeader.BYTES : BtfHeader.BYTES_WITH_LAYOUT;
    int typeBytes = (words.length - VOID_WORDS) * Integer.BYTES;
    ByteBuffer blob =
        ByteBuffer.allocate(header + typeBytes + layout.length + strings.length).order(order);
    blob.putShort(BtfHeader.MAGIC).put(BtfHeader.VERSION).put((byte) 0).putInt(header);
    blob.putInt(0).putInt(typeBytes);
    blob.putInt(typeBytes + layout.length).putInt(strings.length);
    if (layout.length != 0) {
      blob.putInt(typeBytes).putInt(layout.length);
    }
    blob.asIntBuffer().put(words, VOID_WORDS, words.length - VOID_WORDS);
    blob.position(header + typeBytes).put(layout).put(strings);
    return blob.array();
  }
}
