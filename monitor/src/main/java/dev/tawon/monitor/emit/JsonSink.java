package dev.tawon.monitor.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tawon.monitor.EventSink;
import dev.tawon.monitor.Summary;
import dev.tawon.monitor.event.Account;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventContext;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.ForkEvent;
import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.monitor.event.ProcessInfo;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, in the names of the Elastic Common Schema.
 *
 * <p>Bytes of arguments and paths that are not UTF-8 come as U+FFFD. Members that say nothing are left out.
 */
public final class JsonSink implements EventSink {
  /** {@code ecs.version}: the version of the schema whose names are used. */
  static final String ECS_VERSION = "9.4.0";

  private static final byte[] KIND_EVENT = json("\"event\"");
  private static final byte[] CATEGORY_PROCESS = json("[\"process\"]");
  private static final byte[] CATEGORY_FILE = json("[\"file\"]");
  private static final byte[] CATEGORY_NETWORK = json("[\"network\"]");
  private static final byte[] TYPE_START = json("[\"start\"]");
  private static final byte[] TYPE_END = json("[\"end\"]");
  private static final byte[] TYPE_ACCESS = json("[\"access\"]");
  private static final byte[] TYPE_DENIED = json("[\"access\",\"denied\"]");
  private static final byte[] TYPE_CONNECTION = json("[\"connection\",\"start\"]");
  private static final byte[] SUCCESS = json("\"success\"");
  private static final byte[] FAILURE = json("\"failure\"");
  private static final byte[] EGRESS = json("\"egress\"");
  private static final byte[] IPV4 = json("\"ipv4\"");
  private static final byte[] IPV6 = json("\"ipv6\"");

  private final OutputStream out;
  private final Utf8Buffer buffer = new Utf8Buffer();
  private final JsonWriter json = new JsonWriter(buffer);
  private final byte[] host;

  /**
   * A sink.
   *
   * @param out receives UTF-8; not closed
   * @param host the machine that every line names
   */
  public JsonSink(OutputStream out, HostInfo host) {
    this.out = out;
    this.host = host(host);
  }

  private static byte[] json(String text) {
    return text.getBytes(US_ASCII);
  }

  /** The members of {@code ecs} and {@code host}, the same in every line. */
  private static byte[] host(HostInfo host) {
    Utf8Buffer buffer = new Utf8Buffer();
    JsonWriter json = new JsonWriter(buffer);
    json.beginObject();
    json.beginObject(JsonNames.ECS);
    json.string(JsonNames.VERSION, ECS_VERSION);
    json.endObject();
    json.beginObject(JsonNames.HOST);
    known(json, JsonNames.NAME, host.name());
    known(json, JsonNames.HOSTNAME, host.name());
    known(json, JsonNames.ID, host.id());
    known(json, JsonNames.ARCHITECTURE, host.architecture());
    json.beginObject(JsonNames.BOOT);
    known(json, JsonNames.ID, host.bootId());
    json.endObject();
    json.beginObject(JsonNames.OS);
    json.string(JsonNames.TYPE, "linux");
    known(json, JsonNames.NAME, host.osName());
    known(json, JsonNames.VERSION, host.osVersion());
    known(json, JsonNames.PLATFORM, host.osPlatform());
    known(json, JsonNames.KERNEL, host.kernel());
    json.endObject();
    json.endObject();
    return buffer.contents(1);
  }

  private static void known(JsonWriter json, JsonWriter.Name name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.string(name, value);
    }
  }

  @Override
  public void write(Event event) {
    int start = buffer.size();
    try {
      json.beginObject();
      json.time(JsonNames.TIMESTAMP, event.context().time());
      switch (event) {
        case ForkEvent fork -> fork(fork);
        case ExecEvent exec -> exec(exec);
        case ExitEvent exit -> exit(exit);
        case FileEvent file -> file(file);
        case NetworkEvent network -> network(network);
      }
      json.members(host);
      json.endObject();
      json.endLine();
    } catch (RuntimeException e) {
      // Half a line would spoil the next.
      buffer.truncate(start);
      throw e;
    }
  }

  private void fork(ForkEvent event) {
    header(event, CATEGORY_PROCESS, TYPE_START, "fork", SUCCESS, 0);
    process(event.context());
    json.endObject();
    accounts(event.context());
    relatedUser(event.context());
  }

  private void exec(ExecEvent event) {
    EventContext context = event.context();
    header(event, CATEGORY_PROCESS, TYPE_START, "exec", SUCCESS, 0);
    process(context);
    account(JsonNames.USER, event.effectiveUser());
    account(JsonNames.GROUP, event.effectiveGroup());
    json.endObject();
    json.beginObject(JsonNames.USER);
    account(context.user());
    account(JsonNames.EFFECTIVE, event.effectiveUser());
    json.endObject();
    account(JsonNames.GROUP, context.group());
    if (context.user().name() != null || event.effectiveUser().name() != null) {
      json.beginObject(JsonNames.RELATED);
      json.distinct(JsonNames.USER, context.user().name(), event.effectiveUser().name());
      json.endObject();
    }
    ProcessInfo process = context.process();
    json.beginObject(JsonNames.TAWON);
    json.number(JsonNames.ARGS_BYTES, event.argsBytes());
    mark(process, Mark.ARGS_CUT, JsonNames.ARGS_CUT);
    mark(process, Mark.ARGS_UNREADABLE, JsonNames.ARGS_UNREADABLE);
    mark(process, Mark.EXECUTABLE_CUT, JsonNames.EXECUTABLE_CUT);
    mark(process, Mark.EXECUTABLE_UNLINKED, JsonNames.EXECUTABLE_UNLINKED);
    mark(process, Mark.DIRECTORY_CUT, JsonNames.DIRECTORY_CUT);
    json.endObject();
  }

  private void mark(ProcessInfo process, Mark mark, JsonWriter.Name name) {
    if (process.is(mark)) {
      json.bool(name, true);
    }
  }

  private void exit(ExitEvent event) {
    header(event, CATEGORY_PROCESS, TYPE_END, "exit", null, event.runTimeNs());
    process(event.context());
    json.time(JsonNames.END, event.context().time());
    // As a shell has it where a signal ended the process.
    json.number(JsonNames.EXIT_CODE, event.isSignalled() ? 128 + event.signal() : event.exitCode());
    json.endObject();
    accounts(event.context());
    relatedUser(event.context());
    if (event.isSignalled()) {
      json.beginObject(JsonNames.TAWON);
      json.number(JsonNames.SIGNAL, event.signal());
      json.bool(JsonNames.CORE_DUMPED, event.dumpedCore());
      json.endObject();
    }
  }

  private void file(FileEvent event) {
    boolean denied = event.error() != 0;
    header(
        event,
        CATEGORY_FILE,
        denied ? TYPE_DENIED : TYPE_ACCESS,
        "open",
        denied ? FAILURE : SUCCESS,
        0);
    process(event.context());
    json.endObject();
    accounts(event.context());
    relatedUser(event.context());
    json.beginObject(JsonNames.FILE);
    path(event.path());
    if (event.inode() != 0) {
      json.numberText(JsonNames.INODE, event.inode());
    }
    json.endObject();
    error(event.error());
    json.beginObject(JsonNames.TAWON);
    json.string(JsonNames.ACCESS, event.access().label());
    json.strings(JsonNames.OPEN_FLAGS, OpenFlags.names(event.openFlags()));
    if (event.device() != 0) {
      json.string(JsonNames.DEVICE, device(event.device()));
    }
    json.string(
        JsonNames.PATH_KIND,
        switch (event.pathKind()) {
          case RESOLVED -> "resolved";
          case ARGUMENT -> "argument";
        });
    if (event.pathCut()) {
      json.bool(JsonNames.PATH_CUT, true);
    }
    json.endObject();
  }

  private void path(String path) {
    int slash = path.lastIndexOf('/');
    json.string(JsonNames.PATH, path);
    if (slash >= 0) {
      json.string(JsonNames.DIRECTORY, slash == 0 ? "/" : path.substring(0, slash));
    }
    String name = path.substring(slash + 1);
    json.string(JsonNames.NAME, name);
    // A dot in front makes a name hidden, and no extension.
    int dot = name.lastIndexOf('.');
    if (dot > 0 && dot < name.length() - 1) {
      json.string(JsonNames.EXTENSION, name.substring(dot + 1));
    }
  }

  /** {@code major:minor} of {@code dev_t}: {@code MINORBITS} of {@code include/linux/kdev_t.h} is 20. */
  private static String device(int device) {
    return (device >>> 20) + ":" + (device & 0xf_ffff);
  }

  private void network(NetworkEvent event) {
    header(
        event,
        CATEGORY_NETWORK,
        TYPE_CONNECTION,
        "connect",
        event.error() == 0 ? SUCCESS : FAILURE,
        event.durationNs());
    process(event.context());
    json.endObject();
    accounts(event.context());
    NetworkEvent.Endpoint source = event.source();
    if (source != null) {
      endpoint(JsonNames.SOURCE, source);
    }
    endpoint(JsonNames.DESTINATION, event.destination());
    json.beginObject(JsonNames.RELATED);
    json.distinct(JsonNames.USER, event.context().user().name(), null);
    json.distinct(
        JsonNames.IP,
        event.destination().address().toString(),
        source == null ? null : source.address().toString());
    json.endObject();
    json.beginObject(JsonNames.NETWORK);
    json.string(JsonNames.TRANSPORT, event.transport().label());
    json.numberText(JsonNames.IANA_NUMBER, event.transport().protocol());
    json.raw(JsonNames.TYPE, event.destination().address().isIpv4() ? IPV4 : IPV6);
    json.raw(JsonNames.DIRECTION, EGRESS);
    json.endObject();
    error(event.error());
    if (event.suspiciousPort()) {
      json.beginObject(JsonNames.TAWON);
      json.bool(JsonNames.SUSPICIOUS_PORT, true);
      json.endObject();
    }
  }

  private void header(
      Event event,
      byte[] category,
      byte[] type,
      String action,
      byte @Nullable [] outcome,
      long durationNs) {
    json.beginObject(JsonNames.EVENT);
    json.raw(JsonNames.KIND, KIND_EVENT);
    json.raw(JsonNames.CATEGORY, category);
    json.raw(JsonNames.TYPE, type);
    json.string(JsonNames.ACTION, action);
    if (outcome != null) {
      json.raw(JsonNames.OUTCOME, outcome);
    }
    json.number(JsonNames.SEQUENCE, event.context().sequence());
    if (durationNs > 0) {
      json.number(JsonNames.DURATION, durationNs);
    }
    json.endObject();
  }

  /** Begins {@code process}; the caller ends it. */
  private void process(EventContext context) {
    ProcessInfo process = context.process();
    json.beginObject(JsonNames.PROCESS);
    description(process);
    account(JsonNames.REAL_USER, context.user());
    account(JsonNames.REAL_GROUP, context.group());
    json.beginObject(JsonNames.THREAD);
    json.number(JsonNames.ID, context.threadId());
    json.string(JsonNames.NAME, context.threadName());
    json.endObject();
    ProcessInfo parent = context.parent();
    if (parent != null) {
      json.beginObject(JsonNames.PARENT);
      description(parent);
      json.endObject();
    }
  }

  /** What is said of a process and of its parent alike. */
  private void description(ProcessInfo process) {
    json.string(JsonNames.ENTITY_ID, process.entityId());
    json.number(JsonNames.PID, process.pid());
    known(json, JsonNames.NAME, process.name());
    known(json, JsonNames.EXECUTABLE, process.executable());
    json.time(JsonNames.START, process.start());
    if (!process.args().isEmpty()) {
      json.strings(JsonNames.ARGS, process.args());
      json.number(JsonNames.ARGS_COUNT, process.argsCount());
      json.joined(JsonNames.COMMAND_LINE, process.args());
    }
    known(json, JsonNames.WORKING_DIRECTORY, process.workingDirectory());
  }

  private void accounts(EventContext context) {
    account(JsonNames.USER, context.user());
    account(JsonNames.GROUP, context.group());
  }

  private void relatedUser(EventContext context) {
    if (context.user().name() != null) {
      json.beginObject(JsonNames.RELATED);
      json.distinct(JsonNames.USER, context.user().name(), null);
      json.endObject();
    }
  }

  private void account(JsonWriter.Name name, Account account) {
    json.beginObject(name);
    account(account);
    json.endObject();
  }

  private void account(Account account) {
    json.numberText(JsonNames.ID, account.id());
    known(json, JsonNames.NAME, account.name());
  }

  private void endpoint(JsonWriter.Name name, NetworkEvent.Endpoint endpoint) {
    String address = endpoint.address().toString();
    json.beginObject(name);
    json.string(JsonNames.ADDRESS, address);
    json.string(JsonNames.IP, address);
    json.number(JsonNames.PORT, endpoint.port());
    json.endObject();
  }

  private void error(int errno) {
    if (errno != 0) {
      json.beginObject(JsonNames.ERROR);
      json.string(JsonNames.CODE, ErrorNames.name(errno));
      known(json, JsonNames.MESSAGE, ErrorNames.message(errno));
      json.endObject();
    }
  }

  @Override
  public void flush() throws IOException {
    buffer.writeTo(out);
  }

  /** The closing line is not an event: it is the caller's to show elsewhere. */
  @Override
  public void finish(Summary summary) throws IOException {
    flush();
  }
}
