package dev.tawon.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} of 127.0.0.1. */
final class LoopbackAddress {
  /** {@code AF_INET}. */
  static final int INET = 2;

  private static final int BYTES = 16;

  private LoopbackAddress() {}

  static MemorySegment of(int port, Arena arena) {
    MemorySegment address = arena.allocate(BYTES, Integer.BYTES);
    address.set(JAVA_SHORT_UNALIGNED, 0, (short) INET);
    address.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) port);
    address.set(JAVA_BYTE, 4, (byte) 127);
    address.set(JAVA_BYTE, 7, (byte) 1);
    return address;
  }
}
