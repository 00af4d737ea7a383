package dev.tawon.monitor.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.monitor.event.IpAddress;
import dev.tawon.monitor.event.NetworkEvent.Endpoint;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.monitor.probe.ConnectRecord;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.ExecRecord;
import dev.tawon.monitor.probe.FileRecord;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel half's records where they lie in the ring. {@link #decode} checks one, whole; the accessors then tell
 * its fields, as long as the ring's memory is valid, and cannot fail.
 *
 * <p>A record may end before its struct does, with the last byte used. Nothing is trusted: a record with lengths that do
 * not add up, numbers that no kernel has, or paths that are not one is {@linkplain #decode malformed}, and counted.
 * Nothing is allocated but the strings of a record that is well-formed so far.
 *
 * <p>One thread at a time.
 */
public final class RecordDecoder {
  /** {@code PID_MAX_LIMIT} of {@code include/linux/threads.h}: pids are below it. */
  private static final int PID_LIMIT = 4 * 1024 * 1024;

  private static final int PORT_LIMIT = 65_536;

  /** Of the kernel's error numbers, and a few that it keeps to itself, as in {@code IS_ERR_VALUE}. */
  private static final int ERROR_LIMIT = 4096;

  private final byte[] bytes = new byte[ExecRecord.ARGS_MAX + 2 * ExecRecord.PATH_MAX];
  private final KernelPath paths = new KernelPath(ExecRecord.PATH_MAX);

  private MemorySegment memory = MemorySegment.NULL;
  private long base;

  private List<String> args = List.of();
  private String path = "";
  private String directory = "";

  /** A decoder. */
  public RecordDecoder() {}

  /**
   * Takes up a record.
   *
   * @param ring the memory that holds it
   * @param offset where it begins
   * @param length its bytes
   * @return its kind, or null if it is malformed: then no accessor but {@link #claimedKind} has a meaning
   */
  public @Nullable EventKind decode(MemorySegment ring, long offset, int length) {
    memory = ring;
    base = offset;
    if (length < RecordLayout.COMMON_SIZE) {
      return null;
    }
    EventKind kind = claimedKind(ring, offset, length);
    if (kind == null || !isCommonSound()) {
      return null;
    }
    boolean sound =
        switch (kind) {
          case FORK -> true;
          case EXEC -> length >= RecordLayout.EXEC_DATA && decodeExec(length);
          case EXIT -> length >= RecordLayout.EXIT_END;
          case FILE -> length >= RecordLayout.PATH && decodeFile(length);
          case NETWORK -> length >= RecordLayout.CONNECT_END && isConnectSound();
        };
    return sound ? kind : null;
  }

  /** The kind that a record says it is, malformed or not; null if there is no such kind. */
  public static @Nullable EventKind claimedKind(MemorySegment ring, long offset, int length) {
    if (length < RecordLayout.KIND + Integer.BYTES) {
      return null;
    }
    int id = ring.get(JAVA_INT_UNALIGNED, offset + RecordLayout.KIND);
    return id >= 0 && id < EventRecord.KINDS ? EventKind.ALL.get(id) : null;
  }

  /** The process. */
  public int pid() {
    return getInt(RecordLayout.PID);
  }

  /** When it happened, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long bootTimeNs() {
    return getLong(RecordLayout.BOOT_TIME);
  }

  /** When the process started, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long startTimeNs() {
    return getLong(RecordLayout.START_TIME);
  }

  /** The parent. */
  public int parentPid() {
    return getInt(RecordLayout.PARENT_PID);
  }

  /** When the parent started, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long parentStartTimeNs() {
    return getLong(RecordLayout.PARENT_START_TIME);
  }

  /** The thread. */
  public int threadId() {
    return getInt(RecordLayout.TID);
  }

  /** The real user. */
  public int uid() {
    return getInt(RecordLayout.UID);
  }

  /** The real group. */
  public int gid() {
    return getInt(RecordLayout.GID);
  }

  /** The thread's name. */
  public String threadName() {
    int length = 0;
    while (length < RecordLayout.COMM_SIZE
        && (bytes[length] = memory.get(JAVA_BYTE, base + RecordLayout.COMM + length)) != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Of an execution: {@link ExecRecord#flags}. */
  public int execFlags() {
    return getInt(RecordLayout.EXEC_FLAGS);
  }

  /** Of an execution: how many arguments there were. */
  public int argsCount() {
    return getInt(RecordLayout.ARGS_COUNT);
  }

  /** Of an execution: how many bytes of arguments there were. */
  public long argsTotal() {
    return Integer.toUnsignedLong(getInt(RecordLayout.ARGS_TOTAL));
  }

  /** Of an execution: whether there were more arguments than are in the record. */
  public boolean areArgsCut() {
    return argsTotal() > getInt(RecordLayout.ARGS_LENGTH);
  }

  /** Of an execution: the effective user. */
  public int effectiveUid() {
    return getInt(RecordLayout.EFFECTIVE_UID);
  }

  /** Of an execution: the effective group. */
  public int effectiveGid() {
    return getInt(RecordLayout.EFFECTIVE_GID);
  }

  /** Of an execution: the arguments, unmodifiable. */
  public List<String> args() {
    return args;
  }

  /** Of an execution: the executable's path. */
  public String executable() {
    return path;
  }

  /** Of an execution: the working directory's path. */
  public String directory() {
    return directory;
  }

  /** Of an exit: the status as {@code wait(2)} has it. */
  public int exitStatus() {
    return getInt(RecordLayout.EXIT_STATUS);
  }

  /** Of an open: the file's path, as {@link #pathKind} says. */
  public String filePath() {
    return path;
  }

  /** Of an open: where the path comes from. */
  public PathKind pathKind() {
    return getInt(RecordLayout.PATH_KIND) == FileRecord.RESOLVED
        ? PathKind.RESOLVED
        : PathKind.ARGUMENT;
  }

  /** Of an open: whether the path lacks its beginning. */
  public boolean isPathCut() {
    return (getInt(RecordLayout.FILE_FLAGS) & FileRecord.PATH_CUT) != 0;
  }

  /** Of an open: the {@code O_*} flags. */
  public int openFlags() {
    return getInt(RecordLayout.OPEN_FLAGS);
  }

  /** Of an open: 0 or a positive errno. */
  public int fileError() {
    return getInt(RecordLayout.FILE_ERROR);
  }

  /** Of an open: the inode number, or 0. */
  public long inode() {
    return getLong(RecordLayout.INODE);
  }

  /** Of an open: {@code major << 20 | minor}. */
  public int device() {
    return getInt(RecordLayout.DEVICE);
  }

  /** Of a connection: the protocol. */
  public Transport transport() {
    return getInt(RecordLayout.PROTOCOL) == ConnectRecord.TCP ? Transport.TCP : Transport.UDP;
  }

  /** Of a connection: 0 or a positive errno. */
  public int connectError() {
    return getInt(RecordLayout.CONNECT_ERROR);
  }

  /** Of a connection: when it began, in nanoseconds of {@code CLOCK_BOOTTIME}. */
  public long connectTimeNs() {
    return getLong(RecordLayout.CONNECT_TIME);
  }

  /** Of a connection: the local end, or null if it had none yet. */
  public @Nullable Endpoint source() {
    IpAddress address = address(RecordLayout.SOURCE_ADDRESS);
    int port = getInt(RecordLayout.SOURCE_PORT);
    return address.isUnspecified() && port == 0 ? null : new Endpoint(address, port);
  }

  /** Of a connection: the remote end. */
  public Endpoint destination() {
    return new Endpoint(
        address(RecordLayout.DESTINATION_ADDRESS), getInt(RecordLayout.DESTINATION_PORT));
  }

  private boolean isCommonSound() {
    return isPid(pid())
        && isPid(parentPid())
        && isPid(threadId())
        && bootTimeNs() >= 0
        && startTimeNs() >= 0
        && parentStartTimeNs() >= 0;
  }

  private static boolean isPid(int pid) {
    return pid >= 0 && pid < PID_LIMIT;
  }

  private boolean decodeExec(int length) {
    int argsLength = getInt(RecordLayout.ARGS_LENGTH);
    int executableLength = getInt(RecordLayout.EXECUTABLE_LENGTH);
    int directoryLength = getInt(RecordLayout.DIRECTORY_LENGTH);
    if (argsLength < 0
        || argsLength > ExecRecord.ARGS_MAX
        || argsLength > argsTotal()
        || argsCount() < 0
        || executableLength < 0
        || executableLength > ExecRecord.PATH_MAX
        || directoryLength < 0
        || directoryLength > ExecRecord.PATH_MAX
        || argsLength + executableLength + directoryLength > length - RecordLayout.EXEC_DATA) {
      return false;
    }
    copy(RecordLayout.EXEC_DATA, argsLength + executableLength + directoryLength);
    int flags = execFlags();
    String executable =
        paths.decode(bytes, argsLength, executableLength, (flags & ExecRecord.EXECUTABLE_CUT) != 0);
    String workingDirectory =
        paths.decode(
            bytes,
            argsLength + executableLength,
            directoryLength,
            (flags & ExecRecord.DIRECTORY_CUT) != 0);
    if (executable == null || workingDirectory == null) {
      return false;
    }
    path = executable;
    directory = workingDirectory;
    args = split(bytes, argsLength);
    return true;
  }

  private boolean decodeFile(int length) {
    int pathLength = getInt(RecordLayout.PATH_LENGTH);
    int kind = getInt(RecordLayout.PATH_KIND);
    int error = fileError();
    if (pathLength < 0
        || pathLength > ExecRecord.PATH_MAX
        || pathLength > length - RecordLayout.PATH
        || (kind != FileRecord.RESOLVED && kind != FileRecord.ARGUMENT)
        || error < 0
        || error >= ERROR_LIMIT) {
      return false;
    }
    copy(RecordLayout.PATH, pathLength);
    String decoded =
        kind == FileRecord.RESOLVED
            ? paths.decode(bytes, 0, pathLength, isPathCut())
            : new String(bytes, 0, terminated(pathLength), StandardCharsets.UTF_8);
    if (decoded == null) {
      return false;
    }
    path = decoded;
    return true;
  }

  private boolean isConnectSound() {
    int family = getInt(RecordLayout.FAMILY);
    int protocol = getInt(RecordLayout.PROTOCOL);
    int error = connectError();
    return (family == ConnectRecord.INET || family == ConnectRecord.INET6)
        && (protocol == ConnectRecord.TCP || protocol == ConnectRecord.UDP)
        && error >= 0
        && error < ERROR_LIMIT
        && isPort(getInt(RecordLayout.SOURCE_PORT))
        && isPort(getInt(RecordLayout.DESTINATION_PORT))
        && connectTimeNs() >= 0
        && connectTimeNs() <= bootTimeNs();
  }

  private static boolean isPort(int port) {
    return port >= 0 && port < PORT_LIMIT;
  }

  private IpAddress address(int field) {
    if (getInt(RecordLayout.FAMILY) == ConnectRecord.INET) {
      return IpAddress.ofIpv4((int) bigEndian(field, Integer.BYTES));
    }
    return IpAddress.ofIpv6(bigEndian(field, Long.BYTES), bigEndian(field + 8, Long.BYTES));
  }

  private long bigEndian(int field, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | (memory.get(JAVA_BYTE, base + field + i) & 0xff);
    }
    return value;
  }

  private void copy(int field, int length) {
    MemorySegment.copy(memory, JAVA_BYTE, base + field, bytes, 0, length);
  }

  private int terminated(int length) {
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  /** The strings that end in a zero each; what is after the last zero is one too. */
  public static List<String> split(byte[] bytes, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0 || i == length - 1) {
        count++;
      }
    }
    if (count == 0) {
      return List.of();
    }
    String[] strings = new String[count];
    int start = 0;
    int index = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        strings[index++] = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        start = i + 1;
      }
    }
    if (start < length) {
      strings[index] = new String(bytes, start, length - start, StandardCharsets.UTF_8);
    }
    return List.of(strings);
  }

  private int getInt(int field) {
    return memory.get(JAVA_INT_UNALIGNED, base + field);
  }

  private long getLong(int field) {
    return memory.get(JAVA_LONG_UNALIGNED, base + field);
  }
}
