package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes records to a ring buffer that programs read.
 *
 * <p>Source: {@code kernel/bpf/ringbuf.c}: one page with the consumer's position, which user space only reads; one with the
 * producer's; then the data, mapped twice in a row so that a record never wraps. Threads may share a writer.
 *
 * @param <T> the records' class
 */
public final class RingWriter<T> implements AutoCloseable {
  /** {@code struct bpf_ringbuf_hdr}: length and flags, and four bytes that mean nothing here. */
  private static final int HEADER = 8;

  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final VarHandle LENGTH = JAVA_INT.varHandle();

  private final StructCodec<T> codec;
  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final long size;
  private final Arena mappings;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean open = true;

  private RingWriter(StructCodec<T> codec, RingMemory ring) {
    this.codec = codec;
    this.consumer = ring.consumer();
    this.producer = ring.producer();
    this.data = ring.data();
    this.size = data.byteSize() / 2;
    this.mappings = ring.mappings();
  }

  static <T> RingWriter<T> open(LoadedMap map, StructCodec<T> codec) {
    return new RingWriter<>(codec, RingMemory.ofProducer(map));
  }

  /**
   * Puts a record into the ring. Programs see it when they drain the ring the next time.
   *
   * @param record copied
   * @return false if there is no room: programs have to drain the ring first
   * @throws IllegalStateException if the writer is closed
   */
  public boolean send(T record) {
    lock.lock();
    try {
      if (!open) {
        throw new IllegalStateException("the writer is closed");
      }
      long bytes = (codec.size() + (long) HEADER + (HEADER - 1)) & -HEADER;
      long position = (long) POSITION.get(producer, 0L);
      long consumed = (long) POSITION.getAcquire(consumer, 0L);
      if (size - (position - consumed) < bytes) {
        return false;
      }
      long offset = position & (size - 1);
      codec.write(record, data, offset + HEADER);
      LENGTH.setRelease(data, offset, codec.size());
      POSITION.setRelease(producer, 0L, position + bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the ring's memory back; what it holds stays there for programs. A second close does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (open) {
        open = false;
        mappings.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
