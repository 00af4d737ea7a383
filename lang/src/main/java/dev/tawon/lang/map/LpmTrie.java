package dev.tawon.lang.map;

/**
 * Values under prefixes of bits, found by the longest one that fits: {@code BPF_MAP_TYPE_LPM_TRIE}, since Linux 4.11.
 *
 * <p>The key is a {@link dev.tawon.lang.Struct} whose first field is an {@code int}, how many bits of the bytes after it count, of the
 * most significant ones first: addresses are in network byte order.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class LpmTrie<K, V> extends KeyedMap<K, V> {
  private LpmTrie(int capacity) {
    super(capacity);
  }

  /**
   * A map of its own.
   *
   * @param capacity the most prefixes it holds
   */
  public static <K, V> LpmTrie<K, V> of(int capacity) {
    return new LpmTrie<>(capacity);
  }
}
