package dev.tawon.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * {@code socket}, {@code connect} to a listener on loopback, {@code accept}, and two {@code close}, of which the first resets, so
 * that no port stays taken. On loopback the handshake is over when {@code connect} returns; the same thread accepts, so that
 * the listener's queue never fills: a full one drops handshakes, and each of those costs a second.
 */
final class TcpWorkload implements Workload {
  private static final int STREAM = 1;
  private static final int BACKLOG = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment address = LoopbackAddress.of(0, arena);

  /** {@code struct linger}: on, with no time. */
  private final MemorySegment reset = arena.allocateFrom(JAVA_INT, 1, 0);

  private final int listener = Libc.socket(LoopbackAddress.INET, STREAM);

  TcpWorkload() throws IOException {
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
    if (listener < 0
        || Libc.bind(listener, address) != 0
        || Libc.listen(listener, BACKLOG) != 0
        || Libc.getsockname(listener, address, length) != 0) {
      throw new IOException("no listener on loopback");
    }
  }

  @Override
  public boolean operate() {
    int socket = Libc.socket(LoopbackAddress.INET, STREAM);
    if (socket < 0) {
      return false;
    }
    if (Libc.setsockopt(socket, SOL_SOCKET, SO_LINGER, reset) != 0
        || Libc.connect(socket, address) != 0) {
      Libc.close(socket);
      return false;
    }
    int accepted = Libc.accept(listener);
    Libc.close(socket);
    return accepted >= 0 && Libc.close(accepted) == 0;
  }

  @Override
  public void close() {
    Libc.close(listener);
    arena.close();
  }
}
