package dev.tawon.bpf;

import dev.tawon.bpf.sys.MemoryCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a ring that the kernel shares: the consumer's page, the producer's and the records, twice one after the
 * other ({@code kernel/bpf/ringbuf.c}).
 *
 * @param mappings holds them all; closed by who reads or writes the ring
 */
record RingMemory(
    MemorySegment consumer, MemorySegment producer, MemorySegment data, Arena mappings) {

  /**
   * Maps a ring of records from programs.
   *
   * @throws SystemCallException if the kernel refuses
   */
  static RingMemory ofConsumer(LoadedMap map) {
    return of(map, true);
  }

  /**
   * Maps a ring of records to programs.
   *
   * @throws SystemCallException if the kernel refuses
   */
  static RingMemory ofProducer(LoadedMap map) {
    return of(map, false);
  }

  @SuppressWarnings("MustBeClosedChecker") // who has the memory closes it
  private static RingMemory of(LoadedMap map, boolean consumes) {
    long page = MemoryCalls.pageSize();
    long size = Integer.toUnsignedLong(map.spec().capacity());
    Arena arena = Arena.ofShared();
    try {
      MemorySegment consumer = map(map, 0, page, consumes, arena);
      MemorySegment rest = map(map, page, page + 2 * size, !consumes, arena);
      return new RingMemory(consumer, rest.asSlice(0, page), rest.asSlice(page), arena);
    } catch (Throwable e) {
      arena.close();
      throw e;
    }
  }

  private static MemorySegment map(
      LoadedMap map, long offset, long length, boolean writable, Arena arena) {
    MemoryCalls.Mapping mapping =
        MemoryCalls.map(map.descriptor(), offset, length, writable, arena);
    if (mapping.error() != 0) {
      throw new SystemCallException("mapping ring buffer " + map.name(), -mapping.error(), "");
    }
    return mapping.memory();
  }
}
