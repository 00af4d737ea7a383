package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.monitor.probe.kernel.Dentry;
import dev.tawon.monitor.probe.kernel.Mount;
import dev.tawon.monitor.probe.kernel.VfsMount;

/** Walks the kernel's own names of a file, so that no link, and no string of a process, can mislead. */
final class Paths {
  /** The longest name with its closing zero: {@code NAME_MAX} of {@code include/uapi/linux/limits.h}, and one. */
  private static final int NAME_BYTES = 256;

  /** How many components, with mount points, a path has at most. */
  private static final int MAX_DEPTH = 64;

  /**
   * Has all bits of every offset into a record. The mask changes no offset; it makes the verifier forget how many
   * components an offset is the sum of, so that it looks at the loop's body once a round and not once for each such number.
   */
  static final int OFFSET_MASK = 0x7fff;

  /** In the result of {@link #append}: the path is cut at its front. */
  static final int CUT = 1 << 30;

  private Paths() {}

  /**
   * Appends a path's components, from the last to the first, each with a closing zero.
   *
   * @param data receives them
   * @param start where they begin
   * @param leaf the name of the file
   * @param through the mount it is seen through
   * @return where they end, with {@link #CUT} if some are missing
   */
  static int append(byte[] data, int start, Dentry leaf, VfsMount through) {
    int at = start;
    Dentry dentry = leaf;
    VfsMount mount = through;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Dentry parent = dentry.d_parent;
      if (dentry == mount.mnt_root) {
        Mount inner = Kernel.containerOf(mount, Mount.class, "mnt");
        Mount outer = inner.mnt_parent;
        if (Kernel.address(outer) == Kernel.address(inner)) {
          return at;
        }
        dentry = inner.mnt_mountpoint;
        mount = Kernel.cast(outer.mnt, VfsMount.class);
      } else if (dentry == parent) {
        // In no directory: a memfd has a name all the same, which /proc shows as if it were in the
        // root.
        if (depth == 0) {
          int length = Bpf.readKernelString(data, at, NAME_BYTES, dentry.d_name.name);
          if (length > 1) {
            at = (at + length) & OFFSET_MASK;
          }
        }
        return at;
      } else {
        if (at - start > ExecRecord.PATH_MAX - NAME_BYTES) {
          return at | CUT;
        }
        int length = Bpf.readKernelString(data, at, NAME_BYTES, dentry.d_name.name);
        if (length <= 0) {
          return at | CUT;
        }
        at = (at + length) & OFFSET_MASK;
        dentry = parent;
      }
    }
    return at | CUT;
  }
}
