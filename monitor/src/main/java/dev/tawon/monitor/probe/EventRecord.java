package dev.tawon.monitor.probe;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** What every record of the monitor's ring buffer begins with. */
@Struct
public class EventRecord {
  /** {@link #kind} of a {@link ForkRecord}. */
  public static final int FORK = 0;

  /** {@link #kind} of an {@link ExecRecord}. */
  public static final int EXEC = 1;

  /** {@link #kind} of an {@link ExitRecord}. */
  public static final int EXIT = 2;

  /** {@link #kind} of a {@link FileRecord}. */
  public static final int FILE = 3;

  /** {@link #kind} of a {@link ConnectRecord}. */
  public static final int NETWORK = 4;

  /** How many kinds there are. */
  public static final int KINDS = 5;

  /** Which subclass this is: {@link #FORK} to {@link #NETWORK}. */
  public int kind;

  /** The thread group's id: user space's pid, in the first pid namespace. */
  public int pid;

  /** When it happened, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long bootTimeNs;

  /** When the thread group's leader started, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long startTimeNs;

  /** When the parent's leader started, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long parentStartTimeNs;

  /** The parent's thread group id. */
  public int parentPid;

  /** The thread's id. */
  public int tid;

  /** The real user id, in the first user namespace. */
  public int uid;

  /** The real group id, in the first user namespace. */
  public int gid;

  /** The thread's name, ending in zeros. */
  @Length(16)
  public byte[] comm;
}
