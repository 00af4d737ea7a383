package dev.tawon.monitor;

import dev.tawon.monitor.emit.ConsoleSink;
import dev.tawon.monitor.emit.HostInfo;
import dev.tawon.monitor.emit.JsonSink;
import dev.tawon.monitor.event.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where events go. A sink collects, and passes on when it is told to flush: an event is delivered once the flush after it
 * has returned.
 *
 * <p>A sink that blocks holds up the monitor; the kernel's ring then fills up, and what does not fit is counted as lost. One
 * thread at a time.
 */
public interface EventSink {
  /**
   * Takes an event.
   *
   * @throws OutputClosedException if nobody reads any more
   * @throws IOException if the output fails in another way
   */
  void write(Event event) throws IOException;

  /**
   * Passes on what has been written. Called once before the first event, so that an output that cannot be written is found
   * out at once, and then a few hundred times a second at most.
   *
   * @throws OutputClosedException if nobody reads any more
   * @throws IOException if the output fails in another way
   */
  void flush() throws IOException;

  /**
   * Takes the closing line, and passes it on.
   *
   * @throws IOException if the output fails
   */
  void finish(Summary summary) throws IOException;

  /**
   * One JSON object a line, in the names of the Elastic Common Schema: see {@code docs/events.md}.
   *
   * @param out receives UTF-8; not closed. For standard output, a {@link java.io.FileOutputStream}: {@code System.out} hides
   *     that its reader has gone.
   */
  static EventSink json(OutputStream out) {
    return new JsonSink(out, HostInfo.read(Path.of("/")));
  }

  /**
   * A table for people.
   *
   * @param out receives UTF-8; not closed. Not {@code System.out}, as for {@link #json}.
   * @param style what it looks like
   */
  static EventSink console(OutputStream out, ConsoleStyle style) {
    return new ConsoleSink(out, style);
  }
}
