package dev.tawon.lang;

/**
 * An access to {@code /proc/sys} in a {@link CgroupSysctl} program.
 *
 * <p>Source: {@code struct bpf_sysctl} of {@code include/uapi/linux/bpf.h}. Which fields are there, and which of them can be
 * written, depends on the kind of program; what cannot be is an error when it is compiled.
 */
@Struct
@Context
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes it, with the kernel's names
public final class SysctlContext {
  /** 1 for a write, 0 for a read. */
  public int write;

  /** Where in the file; may be changed. */
  public int file_pos;

  private SysctlContext() {}
}
