/**
 * The maps of a module: typed handles that name the same map in the kernel half and in the user half.
 *
 * <p>{@link dev.tawon.lang.map.KeyedMap}s hold values under keys, {@link dev.tawon.lang.map.OwnedStorage} under objects of the
 * kernel's; {@link dev.tawon.lang.map.RingBuffer} and {@link dev.tawon.lang.map.PerfEventArray} carry records to user space;
 * {@link dev.tawon.lang.map.Queue}, {@link dev.tawon.lang.map.Stack} and {@link dev.tawon.lang.map.BloomFilter} hold values
 * without keys; {@link dev.tawon.lang.map.ProgramArray} and {@link dev.tawon.lang.map.MapOfMaps} hold programs and maps.
 */
package dev.tawon.lang.map;
