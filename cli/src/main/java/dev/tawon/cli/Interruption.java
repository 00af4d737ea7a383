package dev.tawon.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command come to its own end when the JVM is asked to end (Ctrl-C, SIGTERM): the closing line is printed, and the
 * exit code is the command's.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int exitCode = ExitCode.FAILURE;

  private Interruption() {}

  /**
   * Runs a command.
   *
   * @param command the command, which returns its exit code and has flushed its output by then
   * @param stop makes the command end soon; called on a thread of its own
   */
  static int guard(Callable<Integer> command, Runnable stop) throws Exception {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(() -> interruption.end(stop), "tawon-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      interruption.exitCode = command.call();
      return interruption.exitCode;
    } finally {
      interruption.done.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The JVM is ending already: the hook is what called for this.
      }
    }
  }

  private void end(Runnable stop) {
    stop.run();
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
