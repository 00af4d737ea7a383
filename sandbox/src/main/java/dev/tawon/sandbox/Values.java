package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.Arrays;

/** The values of a map, in a region in which an access cannot leave the value that it begins in. Grows as they come. */
final class Values {
  private static final int BPF_F_RDONLY_PROG = 1 << 7;

  private final Region region;
  private final long address;
  private final int stride;
  private final int size;

  Values(SimulatedKernel kernel, MapSpec map, int initial) {
    this.size = map.valueSize();
    this.stride = Math.max(8, (size + 7) / 8 * 8);
    long bytes = (long) stride * Math.max(initial, 1);
    if (bytes > Region.MAX_SIZE) {
      throw new IllegalArgumentException(
          "map %s has %d bytes of values: %d are the most"
              .formatted(map.name(), bytes, Region.MAX_SIZE));
    }
    this.region =
        Region.ofObjects(
            "a value of map " + map.name(),
            new byte[(int) bytes],
            (map.flags() & BPF_F_RDONLY_PROG) == 0,
            stride,
            size);
    this.address = kernel.addRegion(region);
  }

  /** The address of a value. */
  long address(int slot) {
    return address + (long) slot * stride;
  }

  /** Makes room for a value. */
  void ensure(int slot) {
    int needed = Math.multiplyExact(slot + 1, stride);
    if (needed > Region.MAX_SIZE) {
      throw new IllegalArgumentException(region.name + ": there are too many");
    }
    if (needed > region.bytes.length) {
      region.bytes =
          Arrays.copyOf(
              region.bytes, Math.min(Region.MAX_SIZE, Math.max(needed, 2 * region.bytes.length)));
    }
  }

  void set(int slot, byte[] value) {
    System.arraycopy(value, 0, region.bytes, slot * stride, size);
  }

  byte[] get(long at) {
    int offset = (int) (at - address);
    return Arrays.copyOfRange(region.bytes, offset, offset + size);
  }
}
