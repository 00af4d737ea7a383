package dev.tawon.monitor.event;

/**
 * An open of a sensitive file, or an attempt that was refused.
 *
 * @param context when, and which process
 * @param path the file's path; absolute unless {@code pathCut}, or {@link PathKind#ARGUMENT} with an unknown directory
 * @param pathKind where the path comes from
 * @param pathCut whether the path lacks its beginning
 * @param openFlags the {@code O_*} flags, as the kernel has them on this architecture
 * @param error 0, or the positive errno with which the call failed
 * @param inode the file's inode number, or 0 if it is not known
 * @param device the file system's device number, {@code major << 20 | minor}; 0 if it is not known
 */
public record FileEvent(
    EventContext context,
    String path,
    PathKind pathKind,
    boolean pathCut,
    int openFlags,
    int error,
    long inode,
    int device)
    implements Event {
  /** {@code O_ACCMODE} of {@code include/uapi/asm-generic/fcntl.h}. */
  private static final int ACCESS_MODE = 3;

  /** {@code O_PATH}: the same on x86-64 and aarch64. */
  private static final int PATH_ONLY = 0x200000;

  /** Where a path comes from. */
  public enum PathKind {
    /** The kernel's own path of the file that was opened, symbolic links followed. */
    RESOLVED,
    /** The string that the process passed to a call that failed: it may have been changed since, and links are not followed. */
    ARGUMENT
  }

  /** What an open asks for. */
  public enum Access {
    /** To read. */
    READ("read"),
    /** To write. */
    WRITE("write"),
    /** Both. */
    READ_WRITE("read-write"),
    /** Neither: the file's place alone ({@code O_PATH}), or only {@code ioctl(2)}. */
    NONE("none");

    private final String label;

    Access(String label) {
      this.label = label;
    }

    /** The word for it: lower case. */
    public String label() {
      return label;
    }

    /** Whether it is to write, too or only. */
    public boolean writes() {
      return this == WRITE || this == READ_WRITE;
    }
  }

  /** What the open asks for. */
  public Access access() {
    if ((openFlags & PATH_ONLY) != 0) {
      return Access.NONE;
    }
    return switch (openFlags & ACCESS_MODE) {
      case 0 -> Access.READ;
      case 1 -> Access.WRITE;
      case 2 -> Access.READ_WRITE;
      default -> Access.NONE;
    };
  }
}
