package dev.tawon.cli;

import dev.tawon.vm.Progress;
import java.io.PrintStream;

/**
 * What takes a while, on standard error: on a terminal one line that is drawn again, elsewhere a line for each thing that is
 * begun. Gone when it is closed.
 */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 30;
  private static final String CLEAR = "\r\u001b[K";
  private static final int MEGABYTE = 1 << 20;

  private final PrintStream err;
  private final boolean redraw;
  private String last = "";

  ProgressBar(Environment environment) {
    this.err = environment.err();
    this.redraw = environment.terminal();
  }

  @Override
  public void update(String what, long done, long total) {
    if (redraw) {
      err.print(CLEAR + line(what, done, total));
    } else if (!what.equals(last)) {
      err.println("tawon: " + what);
    }
    err.flush();
    last = what;
  }

  static String line(String what, long done, long total) {
    if (total <= 0) {
      return what + " ...";
    }
    int filled = (int) (WIDTH * Math.min(done, total) / total);
    return "[%s%s] %3d%% of %d MB  %s"
        .formatted(
            "#".repeat(filled),
            "-".repeat(WIDTH - filled),
            100 * Math.min(done, total) / total,
            Math.max(1, total / MEGABYTE),
            what);
  }

  @Override
  public void close() {
    clear();
  }

  /** Takes it away, until the next time. */
  void clear() {
    if (redraw && !last.isEmpty()) {
      err.print(CLEAR);
      err.flush();
      last = "";
    }
  }
}
