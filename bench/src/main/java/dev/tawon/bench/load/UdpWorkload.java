package dev.tawon.bench.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code connect} of one datagram socket, again and again: it sends nothing. */
final class UdpWorkload implements Workload {
  private static final int DATAGRAM = 2;

  /** {@code discard}. */
  private static final int PORT = 9;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment address = LoopbackAddress.of(PORT, arena);
  private final int socket = Libc.socket(LoopbackAddress.INET, DATAGRAM);

  @Override
  public boolean operate() {
    return Libc.connect(socket, address) == 0;
  }

  @Override
  public void close() {
    Libc.close(socket);
    arena.close();
  }
}
