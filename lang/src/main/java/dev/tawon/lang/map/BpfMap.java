package dev.tawon.lang.map;

/**
 * The handle of a BPF map: a static final field of a {@link dev.tawon.lang.BpfModule} class.
 *
 * <p>On the kernel half its methods are map operations; to the user half the same object names the map.
 */
public sealed interface BpfMap
    permits KeyedMap,
        RingBuffer,
        UserRingBuffer,
        Queue,
        Stack,
        BloomFilter,
        PerfEventArray,
        StackTraces,
        ProgramArray,
        MapOfMaps,
        OwnedStorage {
  /** The map's capacity: entries, or bytes for a ring buffer. */
  int capacity();
}
