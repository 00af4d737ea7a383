package dev.tawon.lang.map;

/**
 * Network interfaces that XDP programs send packets to: {@code BPF_MAP_TYPE_DEVMAP}, since Linux 4.14. User space sets the values: the number of an interface.
 */
public final class DeviceMap extends KeyedMap<Integer, Integer> {
  private DeviceMap(int length) {
    super(length);
  }

  /**
   * An empty map.
   *
   * @param length how many there may be
   */
  public static DeviceMap of(int length) {
    return new DeviceMap(length);
  }

  /**
   * Says where the packet goes: {@code bpf_redirect_map}. The program returns the result.
   *
   * @param key the device's place
   * @param otherwise what is returned when nothing is there, one of {@link dev.tawon.lang.XdpAction}; before Linux 5.3, 0
   * @return {@link dev.tawon.lang.XdpAction#REDIRECT}, or {@code otherwise}
   */
  public int redirect(int key, int otherwise) {
    throw KernelOnlyMap.call();
  }
}
