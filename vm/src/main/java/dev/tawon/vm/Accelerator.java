package dev.tawon.vm;

/** How QEMU runs a guest's processors. */
public enum Accelerator {
  /** The processor does it; needs {@code /dev/kvm}, and a host that really lets guests run. */
  KVM,
  /** QEMU translates the guest's code; works everywhere. */
  TCG
}
