package dev.tawon.monitor.event;

import org.jspecify.annotations.Nullable;

/**
 * An outbound connection, or an attempt that failed.
 *
 * @param context when it was decided, and which process asked for it
 * @param transport TCP or UDP
 * @param source the local end, or null if it had none yet
 * @param destination the remote end
 * @param error 0, or the positive errno with which it failed
 * @param durationNs nanoseconds from the first packet to the answer; 0 for UDP, which has none
 * @param suspiciousPort whether the remote port is on the list of suspicious ones
 */
public record NetworkEvent(
    EventContext context,
    Transport transport,
    @Nullable Endpoint source,
    Endpoint destination,
    int error,
    long durationNs,
    boolean suspiciousPort)
    implements Event {
  /** The protocol on top of IP. */
  public enum Transport {
    /** TCP. */
    TCP("tcp", 6),
    /** UDP. */
    UDP("udp", 17);

    private final String label;
    private final int protocol;

    Transport(String label, int protocol) {
      this.label = label;
      this.protocol = protocol;
    }

    /** The word for it: lower case. */
    public String label() {
      return label;
    }

    /** IANA's number for it. */
    public int protocol() {
      return protocol;
    }
  }

  /**
   * One end.
   *
   * @param address the address
   * @param port the port, 0 to 65535
   */
  public record Endpoint(IpAddress address, int port) {
    /** {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    @Override
    public String toString() {
      return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
  }
}
