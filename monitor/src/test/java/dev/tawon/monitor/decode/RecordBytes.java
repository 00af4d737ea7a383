package dev.tawon.monitor.decode;

import dev.tawon.monitor.probe.ConnectRecord;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.FileRecord;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records as the kernel half writes them, for tests: well-formed until a test says otherwise. */
public final class RecordBytes {
  /** When the records happened: 100 s after the boot. */
  public static final long NOW_NS = 100_000_000_000L;

  /** When their process started. */
  public static final long START_NS = 90_000_000_123L;

  /** When their process's parent started. */
  public static final long PARENT_START_NS = 10_000_000_456L;

  /** Their process. */
  public static final int PID = 4322;

  /** Their process's parent. */
  public static final int PARENT_PID = 4321;

  private final byte[] bytes;
  private final ByteBuffer view;

  private RecordBytes(int kind, int size) {
    bytes = new byte[size];
    view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    withInt(RecordLayout.KIND, kind);
    withInt(RecordLayout.PID, PID);
    withInt(RecordLayout.TID, PID + 1);
    withInt(RecordLayout.PARENT_PID, PARENT_PID);
    withLong(RecordLayout.BOOT_TIME, NOW_NS);
    withLong(RecordLayout.START_TIME, START_NS);
    withLong(RecordLayout.PARENT_START_TIME, PARENT_START_NS);
    withInt(RecordLayout.UID, 1000);
    withInt(RecordLayout.GID, 1001);
    withBytes(RecordLayout.COMM, "worker".getBytes(StandardCharsets.UTF_8));
  }

  /** A fork. */
  public static RecordBytes fork() {
    return new RecordBytes(EventRecord.FORK, RecordLayout.COMMON_SIZE + Long.BYTES);
  }

  /** An exit. */
  public static RecordBytes exit(int status) {
    return new RecordBytes(EventRecord.EXIT, RecordLayout.EXIT_END + Integer.BYTES)
        .withInt(RecordLayout.EXIT_STATUS, status);
  }

  /** An execution. */
  public static RecordBytes exec(String executable, String directory, String... args) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String arg : args) {
      data.writeBytes(arg.getBytes(StandardCharsets.UTF_8));
      data.write(0);
    }
    return exec(data.toByteArray(), components(executable), components(directory))
        .withInt(RecordLayout.ARGS_COUNT, args.length);
  }

  /** An execution of raw bytes: arguments, and the components of two paths. */
  public static RecordBytes exec(byte[] args, byte[] executable, byte[] directory) {
    int data = RecordLayout.EXEC_DATA;
    return new RecordBytes(
            EventRecord.EXEC, data + args.length + executable.length + directory.length)
        .withInt(RecordLayout.ARGS_TOTAL, args.length)
        .withInt(RecordLayout.ARGS_LENGTH, args.length)
        .withInt(RecordLayout.EXECUTABLE_LENGTH, executable.length)
        .withInt(RecordLayout.DIRECTORY_LENGTH, directory.length)
        .withInt(RecordLayout.EFFECTIVE_UID, 0)
        .withInt(RecordLayout.EFFECTIVE_GID, 7)
        .withBytes(data, args)
        .withBytes(data + args.length, executable)
        .withBytes(data + args.length + executable.length, directory);
  }

  /** An open that succeeded. */
  public static RecordBytes open(String path, int flags) {
    return file(components(path))
        .withInt(RecordLayout.PATH_KIND, FileRecord.RESOLVED)
        .withInt(RecordLayout.OPEN_FLAGS, flags)
        .withLong(RecordLayout.INODE, 4711)
        .withInt(RecordLayout.DEVICE, 8 << 20 | 1);
  }

  /** An open that failed. */
  public static RecordBytes failedOpen(String argument, int error) {
    return file((argument + '\0').getBytes(StandardCharsets.UTF_8))
        .withInt(RecordLayout.PATH_KIND, FileRecord.ARGUMENT)
        .withInt(RecordLayout.FILE_ERROR, error);
  }

  private static RecordBytes file(byte[] path) {
    return new RecordBytes(EventRecord.FILE, RecordLayout.PATH + path.length)
        .withInt(RecordLayout.PATH_LENGTH, path.length)
        .withBytes(RecordLayout.PATH, path);
  }

  /** A connection, with addresses of four or sixteen bytes. */
  public static RecordBytes connect(
      int protocol, byte[] source, int sourcePort, byte[] destination, int destinationPort) {
    boolean four = destination.length == 4;
    return new RecordBytes(EventRecord.NETWORK, ConnectRecord.BYTES)
        .withInt(RecordLayout.FAMILY, four ? ConnectRecord.INET : ConnectRecord.INET6)
        .withInt(RecordLayout.PROTOCOL, protocol)
        .withInt(RecordLayout.SOURCE_PORT, sourcePort)
        .withInt(RecordLayout.DESTINATION_PORT, destinationPort)
        .withLong(RecordLayout.CONNECT_TIME, NOW_NS - 1_500_000)
        .withBytes(RecordLayout.SOURCE_ADDRESS, source)
        .withBytes(RecordLayout.DESTINATION_ADDRESS, destination);
  }

  /** One record of each kind. */
  public static List<RecordBytes> samples() {
    return List.of(
        fork(),
        exit(256),
        exec("/usr/bin/cat", "/home/ada", "cat", "/etc/shadow"),
        open("/etc/shadow", 0),
        failedOpen("/etc/shadow", 13),
        connect(ConnectRecord.TCP, new byte[4], 0, new byte[] {127, 0, 0, 1}, 80),
        connect(ConnectRecord.UDP, new byte[16], 9, new byte[16], 53));
  }

  /** A path as the kernel half sends it: last component first, each with a closing zero. */
  public static byte[] components(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String component : List.of(path.split("/")).reversed()) {
      if (!component.isEmpty()) {
        out.writeBytes(component.getBytes(StandardCharsets.UTF_8));
        out.write(0);
      }
    }
    return out.toByteArray();
  }

  /** Of another process. */
  public RecordBytes process(int pid, long startNs) {
    return withInt(RecordLayout.PID, pid).withLong(RecordLayout.START_TIME, startNs);
  }

  /** Of another parent. */
  public RecordBytes parent(int pid, long startNs) {
    return withInt(RecordLayout.PARENT_PID, pid).withLong(RecordLayout.PARENT_START_TIME, startNs);
  }

  RecordBytes withInt(int offset, int value) {
    view.putInt(offset, value);
    return this;
  }

  RecordBytes withLong(int offset, long value) {
    view.putLong(offset, value);
    return this;
  }

  private RecordBytes withBytes(int offset, byte[] value) {
    view.put(offset, value);
    return this;
  }

  /** A kind that does not exist, or another. */
  public RecordBytes ofKind(int kind) {
    return withInt(RecordLayout.KIND, kind);
  }

  /** The bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes as memory. */
  public MemorySegment memory() {
    return MemorySegment.ofArray(bytes());
  }
}
