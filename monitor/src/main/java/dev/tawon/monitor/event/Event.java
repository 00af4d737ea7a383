package dev.tawon.monitor.event;

/** Something that happened. */
public sealed interface Event permits ForkEvent, ExecEvent, ExitEvent, FileEvent, NetworkEvent {
  /** When, and which process. */
  EventContext context();

  /** Which of the records it is. */
  default EventKind kind() {
    return switch (this) {
      case ForkEvent _ -> EventKind.FORK;
      case ExecEvent _ -> EventKind.EXEC;
      case ExitEvent _ -> EventKind.EXIT;
      case FileEvent _ -> EventKind.FILE;
      case NetworkEvent _ -> EventKind.NETWORK;
    };
  }
}
