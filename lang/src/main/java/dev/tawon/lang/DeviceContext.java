package dev.tawon.lang;

/**
 * An access to a device in a {@link CgroupDevice} program.
 *
 * <p>Source: {@code struct bpf_cgroup_dev_ctx} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be
 * written, depends on the kind of program; what cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class DeviceContext {
  /** {@code BPF_DEVCG_ACC_*} in the upper 16 bits: 1 make, 2 read, 4 write; {@code BPF_DEVCG_DEV_*} in the lower: 1 block, 2 character. */
  public int access_type;

  /** The device's major number. */
  public int major;

  /** The device's minor number. */
  public int minor;

  private DeviceContext() {}
}
