package dev.tawon.monitor.event;

import dev.tawon.monitor.probe.EventRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of events, in the order of the kernel half's numbers for them. */
public enum EventKind {
  /** A new process, not a new thread: {@link ForkEvent}. */
  FORK(EventRecord.FORK, "fork"),

  /** A program execution: {@link ExecEvent}. */
  EXEC(EventRecord.EXEC, "exec"),

  /** The end of a process: {@link ExitEvent}. */
  EXIT(EventRecord.EXIT, "exit"),

  /** An open of a sensitive file: {@link FileEvent}. */
  FILE(EventRecord.FILE, "file"),

  /** An outbound connection: {@link NetworkEvent}. */
  NETWORK(EventRecord.NETWORK, "network");

  /** All kinds, by {@link #id}. */
  public static final List<EventKind> ALL = List.of(values());

  private final int id;
  private final String label;

  EventKind(int id, String label) {
    this.id = id;
    this.label = label;
  }

  /** The kernel half's number for it: 0, 1, and so on. */
  public int id() {
    return id;
  }

  /** What it is called in configuration and counters: lower case. */
  public String label() {
    return label;
  }

  /** The kind with a label, or null. */
  public static @Nullable EventKind ofLabel(String label) {
    for (EventKind kind : ALL) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    return null;
  }
}
