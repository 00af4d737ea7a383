package dev.tawon.monitor.emit;

import dev.tawon.monitor.ConsoleStyle;
import dev.tawon.monitor.EventSink;
import dev.tawon.monitor.Summary;
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
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A table for people: a line an event. On a terminal, what does not fit goes on in further lines; nothing is left out.
 *
 * <p>Control characters in what processes chose (names, arguments, paths) are shown as escapes, so that no process can
 * write to the terminal through it.
 */
public final class ConsoleSink implements EventSink {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final DateTimeFormatter SHORT_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final String HEADER =
      "TIME         EVENT   PID      USER       PROCESS          DETAIL";
  private static final String NARROW_HEADER = "TIME     EVENT   PID      DETAIL";

  /** Below this, user and process are part of the detail. */
  private static final int WIDE_COLUMNS = 80;

  /** Where fewer columns than this are left for the detail, its further lines begin below the event instead. */
  private static final int DETAIL_COLUMNS = 40;

  private static final int KIND_WIDTH = 7;
  private static final String BOLD = "1";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BLUE = "34";
  private static final String GREY = "90";

  private final OutputStream out;
  private final ConsoleStyle style;
  private final Utf8Buffer buffer = new Utf8Buffer();
  private final boolean narrow;
  private boolean headerWritten;

  /**
   * A sink.
   *
   * @param out receives UTF-8; not closed
   * @param style what it looks like
   */
  public ConsoleSink(OutputStream out, ConsoleStyle style) {
    this.out = out;
    this.style = style;
    narrow = style.columns() > 0 && style.columns() < WIDE_COLUMNS;
  }

  @Override
  public void write(Event event) {
    writeHeader();
    EventContext context = event.context();
    String time = (narrow ? SHORT_TIME : TIME).format(context.time().atZone(style.zone()));
    StringBuilder front =
        new StringBuilder("%-7s %-8d ".formatted(event.kind().label(), context.process().pid()));
    String detail = detail(event);
    String user = visible(context.user().label());
    String process = visible(name(context));
    if (narrow) {
      detail = user + " " + process + "  " + detail;
    } else {
      front.append(Cells.fit(user, 10)).append(' ').append(Cells.fit(process, 16)).append(' ');
    }
    int indent = time.length() + 1;
    int begin = indent + Cells.width(front.toString());
    List<String> lines = wrapped(detail, begin, indent);
    if (style.colour()) {
      append(paint(GREY, time + " "));
      append(paint(colour(event), front.substring(0, KIND_WIDTH)));
      append(front.substring(KIND_WIDTH));
    } else {
      append(time + " " + front);
    }
    append(lines.getFirst());
    endLine();
    for (String line : lines.subList(1, lines.size())) {
      append(" ".repeat(hangsUnderDetail(begin) ? begin : indent));
      append(line);
      endLine();
    }
  }

  private List<String> wrapped(String detail, int begin, int indent) {
    int columns = style.columns();
    if (columns == 0) {
      return List.of(detail);
    }
    return Cells.wrap(
        detail, Math.max(columns - begin, 0), columns - (hangsUnderDetail(begin) ? begin : indent));
  }

  private boolean hangsUnderDetail(int begin) {
    return style.columns() - begin >= DETAIL_COLUMNS;
  }

  private void writeHeader() {
    if (!headerWritten) {
      headerWritten = true;
      String header = narrow ? NARROW_HEADER : HEADER;
      append(style.colour() ? paint(BOLD, header) : header);
      endLine();
    }
  }

  private void append(String text) {
    for (int i = 0; i < text.length(); ) {
      i += buffer.putCharacter(text, i);
    }
  }

  private void endLine() {
    buffer.put((byte) '\n');
  }

  private static String paint(String colour, String text) {
    return "\u001b[" + colour + "m" + text + "\u001b[0m";
  }

  private static String colour(Event event) {
    return switch (event) {
      case ForkEvent _ -> GREY;
      case ExecEvent _ -> GREEN;
      case ExitEvent exit -> exit.status() == 0 ? GREY : YELLOW;
      case FileEvent _ -> RED;
      case NetworkEvent network -> network.suspiciousPort() ? RED : BLUE;
    };
  }

  private static String name(EventContext context) {
    String name = context.process().name();
    return name != null ? name : context.threadName();
  }

  private static String detail(Event event) {
    return switch (event) {
      case ForkEvent fork -> parent(fork.context());
      case ExecEvent exec -> exec(exec);
      case ExitEvent exit -> exit(exit);
      case FileEvent file -> file(file);
      case NetworkEvent network -> network(network);
    };
  }

  private static String exec(ExecEvent event) {
    ProcessInfo process = event.context().process();
    StringBuilder text = new StringBuilder();
    if (process.executable() != null) {
      text.append(process.is(Mark.EXECUTABLE_CUT) ? "…" : "").append(visible(process.executable()));
    }
    if (process.is(Mark.EXECUTABLE_UNLINKED)) {
      text.append(" (unlinked)");
    }
    for (String argument :
        process.args().subList(Math.min(1, process.args().size()), process.args().size())) {
      text.append(' ').append(quoted(argument));
    }
    if (process.is(Mark.ARGS_CUT)) {
      text.append(" … (").append(process.argsCount()).append(" arguments, cut)");
    }
    if (process.is(Mark.ARGS_UNREADABLE)) {
      text.append(" (arguments unreadable)");
    }
    if (event.effectiveUser().id() != event.context().user().id()) {
      text.append("  as ").append(visible(event.effectiveUser().label()));
    }
    if (process.workingDirectory() != null) {
      text.append("  in ").append(visible(process.workingDirectory()));
    }
    return text + "  " + parent(event.context());
  }

  private static String parent(EventContext context) {
    ProcessInfo parent = context.parent();
    if (parent == null) {
      return "by ?";
    }
    return "by "
        + (parent.name() != null ? visible(parent.name()) : "?")
        + "["
        + parent.pid()
        + "]";
  }

  private static String exit(ExitEvent event) {
    String how =
        event.isSignalled()
            ? "killed by "
                + SignalNames.name(event.signal())
                + (event.dumpedCore() ? " (core dumped)" : "")
            : "code " + event.exitCode();
    return how + " after " + duration(event.runTimeNs());
  }

  private static String file(FileEvent event) {
    return event.access().label()
        + " "
        + (event.pathCut() ? "…" : "")
        + visible(event.path())
        + (event.error() != 0 ? "  " + ErrorNames.name(event.error()) : "");
  }

  private static String network(NetworkEvent event) {
    return event.transport().label()
        + " "
        + event.destination()
        + (event.error() != 0 ? "  " + ErrorNames.name(event.error()) : "")
        + (event.durationNs() > 0 ? "  after " + duration(event.durationNs()) : "")
        + (event.suspiciousPort() ? "  !port " + event.destination().port() : "");
  }

  private static String duration(long nanos) {
    if (nanos < 1_000_000) {
      return nanos / 1000 + " µs";
    }
    if (nanos < 1_000_000_000) {
      return "%.1f ms".formatted(nanos / 1e6);
    }
    return "%.1f s".formatted(nanos / 1e9);
  }

  /** An argument as a shell would need it, where it holds more than letters and signs. */
  private static String quoted(String argument) {
    boolean plain =
        !argument.isEmpty()
            && argument.chars().noneMatch(c -> c <= ' ' || c == '\'' || c == '"' || c == '\\');
    return plain ? visible(argument) : "'" + visible(argument) + "'";
  }

  /** A text in which control characters, and those that turn the direction of writing, are escapes. */
  static String visible(String text) {
    StringBuilder shown = null;
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isHarmless(codePoint)) {
        if (shown != null) {
          shown.appendCodePoint(codePoint);
        }
        continue;
      }
      if (shown == null) {
        shown = new StringBuilder(text.substring(0, i));
      }
      switch (codePoint) {
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        case '\r' -> shown.append("\\r");
        default -> shown.append("\\u%04x".formatted(codePoint));
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public void flush() throws IOException {
    writeHeader();
    buffer.writeTo(out);
  }

  /** The closing line is the caller's to show. */
  @Override
  public void finish(Summary summary) throws IOException {
    flush();
  }
}
