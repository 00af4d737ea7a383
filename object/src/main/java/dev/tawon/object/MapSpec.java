package dev.tawon.object;

/**
 * The description of a map.
 *
 * @param name its name, unique in the object; the kernel keeps 15 bytes of it
 * @param type the kind of map
 * @param keySize bytes of a key; 0 where the kind has none
 * @param valueSize bytes of a value; 0 where the kind has none
 * @param capacity entries, or bytes for a ring buffer: {@code max_entries}
 * @param flags {@code BPF_F_*} creation flags
 * @param keyTypeId the key's type in the object's BTF, or 0
 * @param valueTypeId the value's type in the object's BTF, or 0
 */
public record MapSpec(
    String name,
    MapType type,
    int keySize,
    int valueSize,
    int capacity,
    int flags,
    int keyTypeId,
    int valueTypeId) {
  /**
   * Checks what holds for every kind of map.
   *
   * @throws IllegalArgumentException if the name is empty, or a size or type id is negative
   */
  public MapSpec {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a map has no name");
    }
    if (keySize < 0 || valueSize < 0 || keyTypeId < 0 || valueTypeId < 0) {
      throw new IllegalArgumentException("map " + name + " has a negative size or type");
    }
  }
}
