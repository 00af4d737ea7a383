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

/**
 * A table for people: a line an event.
 *
 * <p>Control characters in what processes chose (names, arguments, paths) are shown as escapes, so that no process can
 * write to the terminal through it.
 */
public final class ConsoleSink implements EventSink {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final String HEADER =
      "TIME         EVENT   PID      USER       PROCESS          DETAIL";
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
  }

  @Override
  public void write(Event event) {
    writeHeader();
    EventContext context = event.context();
    String time = TIME.format(context.time().atZone(style.zone()));
    String text =
        "%s %-7s %-8d %-10s %-16s %s"
            .formatted(
                time,
                event.kind().label(),
                context.process().pid(),
                cell(context.user().label(), 10),
                cell(name(context), 16),
                detail(event));
    if (style.columns() > 0 && text.codePointCount(0, text.length()) > style.columns()) {
      text = text.substring(0, text.offsetByCodePoints(0, style.columns() - 1)) + "…";
    }
    if (style.colour()) {
      int kind = time.length() + 1;
      int end = Math.min(text.length(), kind + KIND_WIDTH);
      text =
          paint(GREY, text.substring(0, kind))
              + paint(colour(event), text.substring(kind, end))
              + text.substring(end);
    }
    append(text);
  }

  private void writeHeader() {
    if (!headerWritten) {
      headerWritten = true;
      append(style.colour() ? paint(BOLD, HEADER) : HEADER);
    }
  }

  private void append(String text) {
    for (int i = 0; i < text.length(); ) {
      i += buffer.putCharacter(text, i);
    }
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
                + Signals.name(event.signal())
                + (event.dumpedCore() ? " (core dumped)" : "")
            : "code " + event.exitCode();
    return how + " after " + duration(event.runTimeNs());
  }

  private static String file(FileEvent event) {
    return event.access().label()
        + " "
        + (event.pathCut() ? "…" : "")
        + visible(event.path())
        + (event.error() != 0 ? "  " + Errors.name(event.error()) : "");
  }

  private static String network(NetworkEvent event) {
    return event.transport().label()
        + " "
        + event.destination()
        + (event.error() != 0 ? "  " + Errors.name(event.error()) : "")
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

  private static String cell(String text, int width) {
    String shown = visible(text);
    return shown.length() <= width ? shown : shown.substring(0, width - 1) + "…";
  }

  /** A text in which control characters, and those that turn the direction of writing, are escapes. */
  static String visible(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHarmless(c)) {
        if (shown != null) {
          shown.append(c);
        }
        continue;
      }
      if (shown == null) {
        shown = new StringBuilder(text.substring(0, i));
      }
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        case '\r' -> shown.append("\\r");
        default -> shown.append("\\u%04x".formatted((int) c));
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
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
    buffer.writeTo(out);
  }

  /** The closing line is the caller's to show. */
  @Override
  public void finish(Summary summary) throws IOException {
    writeHeader();
    flush();
  }
}
