package dev.tawon.bpf;

import dev.tawon.compiler.LogMessage;
import java.util.function.Consumer;

/** A thread that hands a module's log to a consumer. */
final class LogThread {
  private final Thread thread;
  private final LogReader reader;
  private final Consumer<? super LogMessage> consumer;

  private LogThread(Thread thread, LogReader reader, Consumer<? super LogMessage> consumer) {
    this.thread = thread;
    this.reader = reader;
    this.consumer = consumer;
  }

  static LogThread start(LogReader reader, Consumer<? super LogMessage> consumer, String module) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("tawon-log-" + module)
            .unstarted(() -> reader.consume(consumer));
    thread.start();
    return new LogThread(thread, reader, consumer);
  }

  /** Hands over what there is, and ends; from within the consumer it only asks for the end. */
  void end() {
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    try {
      reader.drain(consumer);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
