package dev.tawon.monitor.event;

/**
 * An address of IPv4 or IPv6.
 *
 * <p>An IPv4-mapped address of IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address within: that is what such a socket puts
 * on the wire.
 *
 * @param high the first eight bytes, most significant first; 0 for IPv4
 * @param low the last eight bytes; for IPv4, the address in the low 32 bits
 * @param isIpv4 which of the two it is
 */
public record IpAddress(long high, long low, boolean isIpv4) {
  private static final long MAPPED_PREFIX = 0xffffL << 32;
  private static final int GROUPS = 8;

  /** An address of IPv4. */
  public static IpAddress ofIpv4(int address) {
    return new IpAddress(0, Integer.toUnsignedLong(address), true);
  }

  /** An address of IPv6, or the IPv4 address that is mapped into it. */
  public static IpAddress ofIpv6(long high, long low) {
    if (high == 0 && (low & ~0xffff_ffffL) == MAPPED_PREFIX) {
      return ofIpv4((int) low);
    }
    return new IpAddress(high, low, false);
  }

  /** Whether it is the address that stands for none: {@code 0.0.0.0}, {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** The address as RFC 5952 and everyone write it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(39);
    if (isIpv4) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        text.append(low >>> shift & 0xff);
        if (shift > 0) {
          text.append('.');
        }
      }
      return text.toString();
    }
    int zerosStart = longestZeros();
    int zerosEnd = zerosStart;
    while (zerosStart >= 0 && zerosEnd < GROUPS && group(zerosEnd) == 0) {
      zerosEnd++;
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosStart) {
        text.append("::");
        i = zerosEnd - 1;
        continue;
      }
      if (i > 0 && i != zerosEnd) {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }

  /** Where the first of the longest runs of at least two zero groups begins, or -1. */
  private int longestZeros() {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && group(end) == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    return best;
  }
}
