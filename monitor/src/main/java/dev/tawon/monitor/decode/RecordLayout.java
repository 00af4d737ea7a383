package dev.tawon.monitor.decode;

import dev.tawon.compiler.StructLayout;
import dev.tawon.monitor.probe.ConnectRecord;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.ExecRecord;
import dev.tawon.monitor.probe.ExitRecord;
import dev.tawon.monitor.probe.FileRecord;

/** Where the fields of the kernel half's records lie, in bytes, taken from the classes that the kernel half is compiled from. */
final class RecordLayout {
  static final int COMMON_SIZE = StructLayout.of(EventRecord.class).size();
  static final int KIND = offset(EventRecord.class, "kind");
  static final int PID = offset(EventRecord.class, "pid");
  static final int BOOT_TIME = offset(EventRecord.class, "bootTimeNs");
  static final int START_TIME = offset(EventRecord.class, "startTimeNs");
  static final int PARENT_START_TIME = offset(EventRecord.class, "parentStartTimeNs");
  static final int PARENT_PID = offset(EventRecord.class, "parentPid");
  static final int TID = offset(EventRecord.class, "tid");
  static final int UID = offset(EventRecord.class, "uid");
  static final int GID = offset(EventRecord.class, "gid");
  static final int COMM = offset(EventRecord.class, "comm");
  static final int COMM_SIZE = 16;

  static final int EXEC_FLAGS = offset(ExecRecord.class, "flags");
  static final int ARGS_COUNT = offset(ExecRecord.class, "argsCount");
  static final int ARGS_TOTAL = offset(ExecRecord.class, "argsTotal");
  static final int ARGS_LENGTH = offset(ExecRecord.class, "argsLength");
  static final int EXECUTABLE_LENGTH = offset(ExecRecord.class, "executableLength");
  static final int DIRECTORY_LENGTH = offset(ExecRecord.class, "directoryLength");
  static final int EFFECTIVE_UID = offset(ExecRecord.class, "effectiveUid");
  static final int EFFECTIVE_GID = offset(ExecRecord.class, "effectiveGid");
  static final int EXEC_DATA = offset(ExecRecord.class, "data");

  static final int EXIT_STATUS = offset(ExitRecord.class, "status");
  static final int EXIT_END = EXIT_STATUS + Integer.BYTES;

  static final int OPEN_FLAGS = offset(FileRecord.class, "openFlags");
  static final int FILE_ERROR = offset(FileRecord.class, "error");
  static final int FILE_FLAGS = offset(FileRecord.class, "flags");
  static final int PATH_KIND = offset(FileRecord.class, "pathKind");
  static final int INODE = offset(FileRecord.class, "inode");
  static final int DEVICE = offset(FileRecord.class, "device");
  static final int PATH_LENGTH = offset(FileRecord.class, "pathLength");
  static final int PATH = offset(FileRecord.class, "path");

  static final int FAMILY = offset(ConnectRecord.class, "family");
  static final int PROTOCOL = offset(ConnectRecord.class, "protocol");
  static final int CONNECT_ERROR = offset(ConnectRecord.class, "error");
  static final int SOURCE_PORT = offset(ConnectRecord.class, "sourcePort");
  static final int DESTINATION_PORT = offset(ConnectRecord.class, "destinationPort");
  static final int CONNECT_TIME = offset(ConnectRecord.class, "connectTimeNs");
  static final int SOURCE_ADDRESS = offset(ConnectRecord.class, "sourceAddress");
  static final int DESTINATION_ADDRESS = offset(ConnectRecord.class, "destinationAddress");
  static final int CONNECT_END = DESTINATION_ADDRESS + 16;

  private RecordLayout() {}

  private static int offset(Class<?> type, String field) {
    return StructLayout.of(type).field(field).orElseThrow().offset();
  }
}
