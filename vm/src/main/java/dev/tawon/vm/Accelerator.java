package dev.tawon.vm;

/** How QEMU runs a guest's processors. */
public enum Accelerator {
  /** The processor does it; needs {@code /dev/kvm}, and a host that really lets guests run. */
  KVM,
  /** QEMU translates the guest's code, and its processors take turns; works everywhere. */
  TCG,
  /**
   * QEMU translates, and the guest's clock counts its instructions, one a nanosecond: what is timed in the guest takes as long
   * each time, whatever else the host does. Nothing is fast.
   */
  COUNTED
}
