package dev.tawon.lang;

/** What an {@link Xdp} program says of a packet: {@code enum xdp_action} of {@code include/uapi/linux/bpf.h}. */
public final class XdpAction {
  /** Drops it, and counts an error of the program. */
  public static final int ABORTED = 0;

  /** Drops it. */
  public static final int DROP = 1;

  /** Hands it to the network stack. */
  public static final int PASS = 2;

  /** Sends it out where it came in. */
  public static final int TX = 3;

  /** Sends it where {@code bpf_redirect} or {@code bpf_redirect_map} said. */
  public static final int REDIRECT = 4;

  private XdpAction() {}
}
