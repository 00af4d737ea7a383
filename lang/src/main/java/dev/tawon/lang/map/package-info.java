/**
 * The maps of a module: typed handles that name the same map in the kernel half and in the user half.
 *
 * <p>{@link dev.tawon.lang.map.HashMap}, {@link dev.tawon.lang.map.LruHashMap}, {@link dev.tawon.lang.map.Array} and {@link
 * dev.tawon.lang.map.PerCpuArray} hold values under keys; {@link dev.tawon.lang.map.RingBuffer} carries records to user
 * space.
 */
package dev.tawon.lang.map;
