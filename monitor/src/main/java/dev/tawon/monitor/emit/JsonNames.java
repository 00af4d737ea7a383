package dev.tawon.monitor.emit;

import dev.tawon.monitor.emit.JsonWriter.Name;

/** The names of the members of a line, in the Elastic Common Schema: see {@code docs/events.md}. */
final class JsonNames {
  static final Name TIMESTAMP = new Name("@timestamp");
  static final Name ECS = new Name("ecs");
  static final Name VERSION = new Name("version");
  static final Name EVENT = new Name("event");
  static final Name KIND = new Name("kind");
  static final Name CATEGORY = new Name("category");
  static final Name TYPE = new Name("type");
  static final Name ACTION = new Name("action");
  static final Name OUTCOME = new Name("outcome");
  static final Name SEQUENCE = new Name("sequence");
  static final Name DURATION = new Name("duration");
  static final Name PROCESS = new Name("process");
  static final Name PARENT = new Name("parent");
  static final Name ENTITY_ID = new Name("entity_id");
  static final Name PID = new Name("pid");
  static final Name NAME = new Name("name");
  static final Name EXECUTABLE = new Name("executable");
  static final Name ARGS = new Name("args");
  static final Name ARGS_COUNT = new Name("args_count");
  static final Name COMMAND_LINE = new Name("command_line");
  static final Name WORKING_DIRECTORY = new Name("working_directory");
  static final Name START = new Name("start");
  static final Name END = new Name("end");
  static final Name EXIT_CODE = new Name("exit_code");
  static final Name THREAD = new Name("thread");
  static final Name ID = new Name("id");
  static final Name USER = new Name("user");
  static final Name GROUP = new Name("group");
  static final Name EFFECTIVE = new Name("effective");
  static final Name FILE = new Name("file");
  static final Name PATH = new Name("path");
  static final Name INODE = new Name("inode");
  static final Name ERROR = new Name("error");
  static final Name CODE = new Name("code");
  static final Name SOURCE = new Name("source");
  static final Name DESTINATION = new Name("destination");
  static final Name ADDRESS = new Name("address");
  static final Name IP = new Name("ip");
  static final Name PORT = new Name("port");
  static final Name NETWORK = new Name("network");
  static final Name TRANSPORT = new Name("transport");
  static final Name IANA_NUMBER = new Name("iana_number");
  static final Name DIRECTION = new Name("direction");
  static final Name HOST = new Name("host");
  static final Name HOSTNAME = new Name("hostname");
  static final Name ARCHITECTURE = new Name("architecture");
  static final Name BOOT = new Name("boot");
  static final Name OS = new Name("os");
  static final Name KERNEL = new Name("kernel");
  static final Name PLATFORM = new Name("platform");
  static final Name TAWON = new Name("tawon");
  static final Name ARGS_CUT = new Name("args_cut");
  static final Name ARGS_UNREADABLE = new Name("args_unreadable");
  static final Name ARGS_BYTES = new Name("args_bytes");
  static final Name EXECUTABLE_CUT = new Name("executable_cut");
  static final Name EXECUTABLE_UNLINKED = new Name("executable_unlinked");
  static final Name DIRECTORY_CUT = new Name("working_directory_cut");
  static final Name SIGNAL = new Name("signal");
  static final Name CORE_DUMPED = new Name("core_dumped");
  static final Name ACCESS = new Name("access");
  static final Name PATH_KIND = new Name("path_kind");
  static final Name PATH_CUT = new Name("path_cut");
  static final Name SUSPICIOUS_PORT = new Name("suspicious_port");

  private JsonNames() {}
}
