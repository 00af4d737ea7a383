package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The map commands of {@code bpf(2)} on one map, with memory for one key and one value that every call reuses.
 *
 * <p>Not thread-safe: the owner guards the calls and the memory they work on. The memory belongs to the collector, which
 * costs a call less than an arena that can be closed.
 */
public final class MapCalls {
  private static final int BPF_MAP_CREATE = 0;
  private static final int BPF_MAP_LOOKUP_ELEM = 1;
  private static final int BPF_MAP_UPDATE_ELEM = 2;
  private static final int BPF_MAP_DELETE_ELEM = 3;
  private static final int BPF_MAP_GET_NEXT_KEY = 4;

  private static final int BPF_MAP_LOOKUP_AND_DELETE_ELEM = 21;

  private static final int CREATE_SIZE = 72;
  private static final int ELEMENT_SIZE = 32;
  private static final int REMOVAL_SIZE = 16;

  private final FileDescriptor map;
  private final MemorySegment key;
  private final MemorySegment nextKey;
  private final MemorySegment value;

  /** {@code map_fd, key, value, flags}: lookup and update. */
  private final MemorySegment element;

  /** The first two of them: the kernel refuses a removal with a value. */
  private final MemorySegment removal;

  /** The same with the next key where the value was. */
  private final MemorySegment iteration;

  /**
   * Calls on a map.
   *
   * @param map the map, still its owner's
   * @param keyBytes bytes of a key
   * @param valueBytes bytes of a value as the kernel copies it: of a per-CPU map, eight-byte multiples for every CPU
   */
  public MapCalls(FileDescriptor map, int keyBytes, long valueBytes) {
    Arena arena = Arena.ofAuto();
    this.map = map;
    this.key = arena.allocate(keyBytes, Long.BYTES);
    this.nextKey = arena.allocate(keyBytes, Long.BYTES);
    this.value = arena.allocate(valueBytes, Long.BYTES);
    this.element = arena.allocate(ELEMENT_SIZE, Long.BYTES);
    this.removal = element.asSlice(0, REMOVAL_SIZE);
    this.iteration = arena.allocate(ELEMENT_SIZE, Long.BYTES);
    element.set(JAVA_LONG, 8, key.address());
    element.set(JAVA_LONG, 16, value.address());
    iteration.set(JAVA_LONG, 16, nextKey.address());
  }

  /**
   * What {@code BPF_MAP_CREATE} takes.
   *
   * @param type of {@code enum bpf_map_type}
   * @param keySize bytes of a key
   * @param valueSize bytes of a value
   * @param capacity {@code max_entries}
   * @param flags {@code BPF_F_*}
   * @param name at most 15 of the characters that {@link ObjectName} lets through
   * @param inner a map like those that a map of maps holds, or null
   * @param btf the object's BTF, or null
   * @param keyType the key's type in it, or 0
   * @param valueType the value's type in it, or 0
   * @param kernelValueType the value's type in the kernel's BTF, for {@code struct_ops}, or 0
   */
  public record Creation(
      int type,
      int keySize,
      int valueSize,
      int capacity,
      int flags,
      String name,
      @Nullable FileDescriptor inner,
      @Nullable FileDescriptor btf,
      int keyType,
      int valueType,
      int kernelValueType) {}

  /**
   * Creates a map.
   *
   * @return a descriptor, or a negated errno
   */
  public static int create(Creation creation) {
    FileDescriptor inner = creation.inner();
    FileDescriptor btf = creation.btf();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(CREATE_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 0, creation.type());
      attributes.set(JAVA_INT, 4, creation.keySize());
      attributes.set(JAVA_INT, 8, creation.valueSize());
      attributes.set(JAVA_INT, 12, creation.capacity());
      attributes.set(JAVA_INT, 16, creation.flags());
      ObjectName.write(creation.name(), attributes, 28);
      attributes.set(JAVA_INT, 60, creation.kernelValueType());
      if (inner != null) {
        attributes.set(JAVA_INT, 20, inner.acquire());
      }
      if (btf != null) {
        attributes.set(JAVA_INT, 48, btf.acquire());
        attributes.set(JAVA_INT, 52, creation.keyType());
        attributes.set(JAVA_INT, 56, creation.valueType());
      }
      return BpfCall.invoke(BPF_MAP_CREATE, attributes);
    } finally {
      if (btf != null) {
        btf.release();
      }
      if (inner != null) {
        inner.release();
      }
    }
  }

  /** Where the key of the next call stands. */
  public MemorySegment key() {
    return key;
  }

  /** Where {@link #nextKey} leaves the key it found. */
  public MemorySegment followingKey() {
    return nextKey;
  }

  /** Where {@link #lookup} leaves the value, and {@link #update} takes it. */
  public MemorySegment value() {
    return value;
  }

  /**
   * Reads the value of {@link #key} into {@link #value}.
   *
   * @return 0, or a negated errno
   */
  public int lookup() {
    return call(BPF_MAP_LOOKUP_ELEM, element, 0);
  }

  /**
   * Sets the value of {@link #key} to {@link #value}.
   *
   * @param flags {@code BPF_ANY} (0), {@code BPF_NOEXIST} (1) or {@code BPF_EXIST} (2)
   * @return 0, or a negated errno
   */
  public int update(long flags) {
    return call(BPF_MAP_UPDATE_ELEM, element, flags);
  }

  /**
   * Takes a value out of a queue or stack into {@link #value}. Since Linux 4.20.
   *
   * @return 0, or a negated errno
   */
  public int take() {
    return call(BPF_MAP_LOOKUP_AND_DELETE_ELEM, element, 0);
  }

  /**
   * Says that the map has no keys: it is a queue, a stack or a filter. A Bloom filter's lookup reads {@link #value} too.
   */
  public MapCalls withoutKeys() {
    element.set(JAVA_LONG, 8, 0);
    return this;
  }

  /**
   * Sets the value of {@link #key} to a descriptor.
   *
   * @param value a program, map or perf event
   * @return 0, or a negated errno
   */
  public int updateTo(FileDescriptor value) {
    this.value.set(JAVA_INT, 0, value.acquire());
    try {
      return update(0);
    } finally {
      value.release();
    }
  }

  /**
   * Removes {@link #key}.
   *
   * @return 0, or a negated errno
   */
  public int delete() {
    return call(BPF_MAP_DELETE_ELEM, removal, 0);
  }

  /**
   * Finds the key after {@link #key}, and leaves it in {@link #followingKey}. After a key that is not there comes the
   * first of all.
   *
   * @param first whether to find the first key instead
   * @return 0, or a negated errno
   */
  public int nextKey(boolean first) {
    iteration.set(JAVA_INT, 0, map.acquire());
    try {
      iteration.set(JAVA_LONG, 8, first ? 0 : key.address());
      return BpfCall.invoke(BPF_MAP_GET_NEXT_KEY, iteration);
    } finally {
      map.release();
    }
  }

  private int call(int command, MemorySegment attributes, long flags) {
    element.set(JAVA_INT, 0, map.acquire());
    try {
      element.set(JAVA_LONG, 24, flags);
      return BpfCall.invoke(command, attributes);
    } finally {
      map.release();
    }
  }
}
