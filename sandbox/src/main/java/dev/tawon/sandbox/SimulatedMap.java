package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.List;
import java.util.Optional;

/**
 * A map of a {@link SimulatedKernel}, as its host sees it. Keys and values are bytes in the program's byte order,
 * little-endian; those of per-CPU maps are of the CPU that the kernel {@linkplain SimulatedKernel#cpu simulates}. Errors are the
 * kernel's numbers, negated.
 */
public sealed interface SimulatedMap permits KernelMap {

  /** What it was made of. */
  MapSpec spec();

  /** A copy of the value of a key; empty if there is none. */
  Optional<byte[]> get(byte[] key);

  /**
   * Sets the value of a key: {@code BPF_MAP_UPDATE_ELEM}.
   *
   * @return 0, or the kernel's error: {@code -E2BIG} if it is full, {@code -EINVAL} if that cannot be done with such a map
   * @throws IllegalArgumentException if the key or value has another size than the map's
   */
  int put(byte[] key, byte[] value);

  /**
   * Removes a key: {@code BPF_MAP_DELETE_ELEM}.
   *
   * @return 0, or the kernel's error: {@code -ENOENT} if it is not there
   */
  int remove(byte[] key);

  /** Copies of the keys, in the order in which the kernel would be asked for them. */
  List<byte[]> keys();

  /**
   * Puts a record into a user ring buffer, where programs find it ({@code bpf_user_ringbuf_drain}).
   *
   * @return 0, or the kernel's error: {@code -ENOSPC} if there is no room, {@code -EOPNOTSUPP} if the map is of another kind
   */
  int send(byte[] record);

  /**
   * Takes what programs have put into a ring buffer or perf event array, or pushed into a queue or onto a stack, in the order
   * in which a reader would get it.
   */
  List<byte[]> drain();
}
