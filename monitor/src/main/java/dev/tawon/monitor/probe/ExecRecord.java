package dev.tawon.monitor.probe;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/**
 * A program execution, after the new image is in place.
 *
 * <p>{@link #data} holds, one after another: {@link #argsLength} bytes of arguments as the kernel laid them out, each
 * ending in a zero; {@link #executableLength} bytes of the executable's path; {@link #directoryLength} bytes of the
 * working directory's path. A path is its components from the last to the first, each ending in a zero, without slashes:
 * {@code "cat\0bin\0usr\0"} is {@code /usr/bin/cat}; no bytes at all is the root. The record in the ring ends with the last
 * byte used.
 */
@Struct
public final class ExecRecord extends EventRecord {
  /** The most bytes of arguments in a record. */
  public static final int ARGS_MAX = 16_384;

  /** The most bytes of one path in a record. */
  public static final int PATH_MAX = 4096;

  /** Bytes of a record before {@link #data}. */
  public static final int HEADER_BYTES = 96;

  /** {@link #flags}: the executable's path is cut at its front (too long or too deep). */
  public static final int EXECUTABLE_CUT = 1;

  /** {@link #flags}: the working directory's path is cut at its front. */
  public static final int DIRECTORY_CUT = 2;

  /** {@link #flags}: the arguments could not be read from the process. */
  public static final int ARGS_UNREADABLE = 4;

  /** {@link #flags}: the executable has been unlinked, or never had a name ({@code memfd_create}). */
  public static final int EXECUTABLE_UNLINKED = 8;

  /** {@link #EXECUTABLE_CUT} and others, or 0. */
  public int flags;

  /** How many arguments the program got ({@code argc}), cut or not. */
  public int argsCount;

  /** How many bytes of arguments there were; more than {@link #argsLength} if cut. */
  public int argsTotal;

  /** How many bytes of arguments {@link #data} holds. */
  public int argsLength;

  /** How many bytes the executable's path takes after the arguments. */
  public int executableLength;

  /** How many bytes the working directory's path takes after that. */
  public int directoryLength;

  /** The effective user id, in the first user namespace. */
  public int effectiveUid;

  /** The effective group id, in the first user namespace. */
  public int effectiveGid;

  /** Arguments and paths. */
  @Length(ARGS_MAX + 2 * PATH_MAX)
  public byte[] data;
}
