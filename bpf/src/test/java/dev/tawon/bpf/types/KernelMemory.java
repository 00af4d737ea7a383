package dev.tawon.bpf.types;

import dev.tawon.sandbox.SimulatedKernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A structure of each type, full of random bytes but for the pointers that are set, in a simulated kernel. */
final class KernelMemory {
  /** Behind each structure, for what its flexible array has. */
  private static final int MORE = 256;

  private final Layout layout;
  private final long seed;
  private final SimulatedKernel kernel = SimulatedKernel.create();
  private final Map<String, byte[]> memory = new HashMap<>();
  private final Map<String, Long> addresses = new HashMap<>();

  KernelMemory(Layout layout, long seed) {
    this.layout = layout;
    this.seed = seed;
    kernel.setTaskMemory(of("task_struct"));
  }

  SimulatedKernel kernel() {
    return kernel;
  }

  /** The address of a structure. */
  long address(String type) {
    of(type);
    return addresses.get(type);
  }

  private byte[] of(String type) {
    byte[] known = memory.get(type);
    if (known == null) {
      known = new byte[Math.toIntExact(layout.sizeOf(type)) + MORE];
      new Random(seed + type.hashCode()).nextBytes(known);
      memory.put(type, known);
      addresses.put(type, kernel.addMemory(type, known));
    }
    return known;
  }

  /** What a field holds. */
  long read(String type, String path) {
    return layout.read(layout.at(type, path), of(type));
  }

  /** Puts a pointer to a structure into a field of another. */
  void point(String type, String path, String to) {
    long bit = layout.at(type, path).bit();
    long address = address(to);
    for (int i = 0; i < Long.BYTES; i++) {
      of(type)[Math.toIntExact(bit / 8 + i)] = (byte) (address >>> 8 * i);
    }
  }
}
