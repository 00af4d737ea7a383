package dev.tawon.lang.map;

/**
 * CPUs that XDP programs hand packets to: {@code BPF_MAP_TYPE_CPUMAP}, since Linux 4.15. User space sets the values: how many packets may wait for the CPU, which is the key.
 */
public final class CpuMap extends KeyedMap<Integer, Integer> {
  private CpuMap(int length) {
    super(length);
  }

  /**
   * An empty map.
   *
   * @param length how many there may be
   */
  public static CpuMap of(int length) {
    return new CpuMap(length);
  }

  /**
   * Says where the packet goes: {@code bpf_redirect_map}. The program returns the result.
   *
   * @param key the CPU's place
   * @param otherwise what is returned when nothing is there, one of {@link dev.tawon.lang.XdpAction}; before Linux 5.3, 0
   * @return {@link dev.tawon.lang.XdpAction#REDIRECT}, or {@code otherwise}
   */
  public int redirect(int key, int otherwise) {
    throw KernelOnlyMap.call();
  }
}
