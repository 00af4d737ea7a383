package dev.tawon.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The memory that all programs of a kernel see. */
final class SharedRegions {
  /** By number less {@link Region#FIRST_FREE}. */
  private Region[] regions = new Region[16];

  private int count;
  private final List<Integer> free = new ArrayList<>();

  /** Returns the region's address. */
  long add(Region region) {
    int index = free.isEmpty() ? count++ : free.removeLast();
    if (index == regions.length) {
      regions = Arrays.copyOf(regions, 2 * index);
    }
    regions[index] = region;
    return Region.address(Region.FIRST_FREE + index);
  }

  void remove(long address) {
    int index = (int) (address >>> Region.SHIFT) - Region.FIRST_FREE;
    regions[index] = Region.NONE;
    free.add(index);
  }

  /** The region with a number, or {@link Region#NONE}. */
  Region at(long number) {
    long index = number - Region.FIRST_FREE;
    return index >= 0 && index < count ? regions[(int) index] : Region.NONE;
  }
}
