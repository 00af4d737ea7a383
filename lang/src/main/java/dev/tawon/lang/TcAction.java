package dev.tawon.lang;

/** What a {@link Tc} program says of a packet: {@code TC_ACT_*} of {@code include/uapi/linux/pkt_cls.h}. */
public final class TcAction {
  /** Asks the next program: {@code TCX_NEXT}. */
  public static final int UNSPEC = -1;

  /** Lets it go on: {@code TCX_PASS}. */
  public static final int OK = 0;

  /** Begins the classification again. Not for links ({@code tcx}). */
  public static final int RECLASSIFY = 1;

  /** Drops it: {@code TCX_DROP}. */
  public static final int SHOT = 2;

  /** Goes on with the next action. Not for links ({@code tcx}). */
  public static final int PIPE = 3;

  /** Takes it away without an error. */
  public static final int STOLEN = 4;

  /** Sends it where {@code bpf_redirect} said: {@code TCX_REDIRECT}. */
  public static final int REDIRECT = 7;

  private TcAction() {}
}
