package dev.tawon.object.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds types by name: a hash table of type ids in two arrays, with no object a type.
 *
 * <p>Types are hashed by their <em>essential</em> name, without the flavour suffix of {@link Btf#essentialName}, so that
 * one table serves both an exact search and CO-RE's search for candidates. Chains are threaded through an array, so that
 * building stays linear for any input.
 */
final class BtfNameIndex {
  /** More than the longest name of a kernel, {@code KSYM_NAME_LEN}. */
  private static final int HASHED_BYTES = 1024;

  /** The first type of each chain, by hash; -1 for none. */
  private final int[] heads;

  /** The next type of the same chain, in ascending order; -1 at its end. */
  private final int[] next;

  private BtfNameIndex(int[] heads, int[] next) {
    this.heads = heads;
    this.next = next;
  }

  /**
   * Indexes a blob's own types.
   *
   * @param starts where their records begin in {@code words}
   * @param base the BTF that the strings and offsets continue, or null
   */
  static BtfNameIndex build(int[] words, int[] starts, byte[] strings, @Nullable Btf base) {
    int stringBase = base == null ? 0 : base.stringEnd();
    int capacity = Integer.highestOneBit(Math.max(16, starts.length));
    int[] heads = new int[capacity];
    Arrays.fill(heads, -1);
    int[] next = new int[starts.length];
    for (int i = starts.length - 1; i >= 0; i--) {
      int name = words[starts[i]];
      if (name == 0) {
        next[i] = -1;
        continue;
      }
      int hash =
          base != null && name < stringBase
              ? base.essentialHash(name)
              : essentialHash(strings, name - stringBase);
      int slot = spread(hash) & capacity - 1;
      next[i] = heads[slot];
      heads[slot] = i;
    }
    return new BtfNameIndex(heads, next);
  }

  /** The first type, counted from the blob's first, that may have an essential name with a hash; -1 for none. */
  int first(int hash) {
    return heads[spread(hash) & heads.length - 1];
  }

  /** The next that may have it; -1 for none. */
  int after(int index) {
    return next[index];
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9e3779b1; // 2^32 divided by the golden ratio
    return mixed ^ mixed >>> 15;
  }

  /**
   * The hash of the essential part of a string that ends with a NUL.
   *
   * <p>Only the beginning of an endless name counts, and no flavour is looked for in it, so that a million types that share
   * one are indexed in bounded time; such names just meet in one chain.
   */
  static int essentialHash(byte[] strings, int offset) {
    int hash = 0;
    int essential = 0;
    boolean flavoured = false;
    int beforeUnderscores = 0;
    int underscores = 0;
    for (int at = offset; strings[at] != 0; at++) {
      if (at - offset == HASHED_BYTES) {
        return hash;
      }
      int c = strings[at];
      if (c == '_') {
        if (underscores++ == 0) {
          beforeUnderscores = hash;
        }
      } else {
        if (underscores == 3 && at - offset > 3) {
          essential = beforeUnderscores;
          flavoured = true;
        }
        underscores = 0;
      }
      hash = hash * 31 + c;
    }
    return flavoured ? essential : hash;
  }

  /** Whether the string at an offset is a name, but for its flavour. */
  static boolean isFlavour(Btf btf, int offset, String essentialName) {
    return btf.stringEquals(offset, essentialName)
        ? Btf.essentialName(essentialName).equals(essentialName)
        : Btf.essentialName(btf.string(offset)).equals(essentialName);
  }

  /** The hash under which a type with a name stands. */
  static int hash(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length > HASHED_BYTES ? wholeHash(bytes) : essentialHash(Btf.essentialName(name));
  }

  /** The hash under which the flavours of a name stand. */
  static int essentialHash(String essentialName) {
    return wholeHash(essentialName.getBytes(StandardCharsets.UTF_8));
  }

  private static int wholeHash(byte[] name) {
    int hash = 0;
    for (int i = 0; i < Math.min(name.length, HASHED_BYTES); i++) {
      hash = hash * 31 + name[i];
    }
    return hash;
  }
}
