package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.SocketCalls;
import dev.tawon.object.ProgramSpec;
import java.util.concurrent.atomic.AtomicBoolean;

/** A filter attached to a socket by {@code SO_ATTACH_BPF}, since Linux 3.19. It stays while the socket is open. */
public final class SocketFilterLink implements Link {
  private final AttachTarget.Socket socket;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SocketFilterLink(AttachTarget.Socket socket) {
    this.socket = socket;
  }

  static SocketFilterLink attach(
      ProgramSpec spec, FileDescriptor program, AttachTarget.Socket socket) {
    int result = SocketCalls.attachFilter(socket.descriptor(), program);
    if (result < 0) {
      throw Explanation.here().attach(spec.name(), spec.type(), socket.toString(), -result);
    }
    return new SocketFilterLink(socket);
  }

  @Override
  public String target() {
    return socket.toString();
  }

  /** Detaches the filter; a socket that is closed already has none. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      SocketCalls.detachFilter(socket.descriptor());
    }
  }
}
