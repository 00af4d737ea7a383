package dev.tawon.monitor.probe;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** An open of a file whose name is on the sensitive list. */
@Struct
public final class FileRecord extends EventRecord {
  /** {@code O_CREAT | O_WRONLY | O_TRUNC}: what {@code creat(2)} stands for. */
  public static final int CREAT_FLAGS = 01101;

  /** Bytes of a record before {@link #path}. */
  public static final int HEADER_BYTES = 96;

  /** {@link #pathKind}: the kernel's own path of the file opened; components as in {@link ExecRecord}. */
  public static final int RESOLVED = 0;

  /** {@link #pathKind}: the string that the process passed to a call that failed, and could have changed since. */
  public static final int ARGUMENT = 1;

  /** The path is cut at its front. */
  public static final int PATH_CUT = 1;

  /** {@code O_*} flags of the open file, or of the call when it failed. */
  public int openFlags;

  /** 0, or the errno of the call that failed, positive. */
  public int error;

  /** {@link #PATH_CUT} or 0. */
  public int flags;

  /** {@link #RESOLVED} or {@link #ARGUMENT}. */
  public int pathKind;

  /** The file's inode number, or 0. */
  public long inode;

  /** The file system's device number as {@code stat(2)} has it ({@code major:minor} in kernel form {@code major << 20 | minor}). */
  public int device;

  /** How many bytes of {@link #path} are used; the record in the ring ends there. */
  public int pathLength;

  /** The path. */
  @Length(4096)
  public byte[] path;
}
