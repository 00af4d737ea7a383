package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tawon.bpf.sys.EpollCalls;
import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a ring buffer. Records are read where they lie: a record's memory is valid until the visitor
 * returns.
 *
 * <p>The room of the records read goes back to the kernel when a sixteenth of the ring has been read, and at the end of each
 * pass: the position shares a cache line with every producer, and a full ring loses records. A record whose visitor throws
 * counts as read.
 *
 * <p>Passes exclude each other, so that any thread may make one; a ring's position is nevertheless one, and two readers of
 * it would each miss what the other read. A pass allocates nothing.
 *
 * <p>Source: {@code kernel/bpf/ringbuf.c}: one writable page with the consumer's position; one with the producers'; then the
 * data, mapped twice in a row so that a record never wraps.
 */
public final class RingReader implements AutoCloseable {
  /** {@code BPF_RINGBUF_BUSY_BIT}, the sign of the length: reserved, and not yet submitted. */
  private static final int BUSY = 1 << 31;

  /** {@code BPF_RINGBUF_DISCARD_BIT}. */
  private static final int DISCARDED = 1 << 30;

  /** {@code struct bpf_ringbuf_hdr}: length and flags, and an offset that is the kernel's own. */
  private static final int HEADER = 8;

  private static final int RELEASES_PER_RING = 16;

  private static final long SHORTEST_PAUSE_NS = 1_000_000;
  private static final long LONGEST_PAUSE_NS = 5_000_000;

  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final VarHandle LENGTH = JAVA_INT.varHandle();

  private final String name;
  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final long size;
  private final long releaseAfter;

  /** The ring's descriptor, or null for a ring in plain memory. */
  private final @Nullable FileDescriptor ring;

  private final @Nullable Arena mappings;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable EpollCalls epoll;
  private volatile boolean open = true;

  /** Receives a record in place. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One record.
     *
     * @param ring the memory that holds it, with others; read-only
     * @param offset where it begins, a multiple of eight
     * @param length its bytes
     */
    void record(MemorySegment ring, long offset, int length);
  }

  /**
   * A reader of a ring in memory.
   *
   * @param name what errors call it
   * @param consumer begins with the consumer's position
   * @param producer begins with the producers' position
   * @param data the records, twice
   * @param ring the descriptor to wait by, or null
   * @param mappings closed with the reader, or null
   */
  RingReader(
      String name,
      MemorySegment consumer,
      MemorySegment producer,
      MemorySegment data,
      @Nullable FileDescriptor ring,
      @Nullable Arena mappings) {
    this.name = name;
    this.consumer = consumer;
    this.producer = producer;
    this.data = data;
    this.size = data.byteSize() / 2;
    this.releaseAfter = size / RELEASES_PER_RING;
    this.ring = ring;
    this.mappings = mappings;
  }

  /**
   * Maps a ring buffer.
   *
   * @param map a map of type {@code RINGBUF}, which stays its object's; it may be closed before the reader
   * @throws SystemCallException if the kernel refuses
   */
  public static RingReader open(LoadedMap map) {
    RingMemory ring = RingMemory.ofConsumer(map);
    return new RingReader(
        map.name(),
        ring.consumer(),
        ring.producer(),
        ring.data(),
        map.descriptor(),
        ring.mappings());
  }

  /**
   * Visits the records that are there, without waiting, and at most one ring's worth of them, so that a pass ends however
   * fast the producers are. A record that is reserved and not yet submitted holds up those after it until the next pass.
   *
   * @return how many there were
   * @throws IllegalStateException if the reader is closed
   * @throws BpfException if the ring's memory makes no sense; nothing past that place is read
   */
  public int drain(Visitor visitor) {
    int records = drainIfOpen(visitor);
    if (records < 0) {
      throw closed();
    }
    return records;
  }

  private int drainIfOpen(Visitor visitor) {
    lock.lock();
    try {
      return open ? pass(visitor) : -1;
    } finally {
      lock.unlock();
    }
  }

  private int pass(Visitor visitor) {
    long mask = size - 1;
    long position = (long) POSITION.get(consumer, 0L);
    long released = position;
    long produced = position;
    long begun = position;
    int records = 0;
    if ((position & (HEADER - 1)) != 0) {
      throw corrupt(position, "is no place for a record");
    }
    try {
      // A visitor may close the reader, whose memory is gone then.
      while (position - begun < size && open) {
        if (position == produced) {
          produced = (long) POSITION.getAcquire(producer, 0L);
          if (position == produced) {
            break;
          }
          if (produced - position < 0 || produced - position > size) {
            throw corrupt(position, "is not within a ring's size of the producers' " + produced);
          }
        }
        long offset = position & mask;
        int header = (int) LENGTH.getAcquire(data, offset);
        if ((header & BUSY) != 0) {
          break;
        }
        int length = header & ~DISCARDED;
        long bytes = (length + (long) HEADER + (HEADER - 1)) & -HEADER;
        if (bytes > produced - position) {
          throw corrupt(position, "has a record of " + length + " bytes, more than were produced");
        }
        position += bytes;
        if ((header & DISCARDED) == 0) {
          records++;
          visitor.record(data, offset + HEADER, length);
        }
        if (position - released >= releaseAfter) {
          POSITION.setRelease(consumer, 0L, position);
          released = position;
        }
      }
    } finally {
      if (position != released && open) {
        POSITION.setRelease(consumer, 0L, position);
      }
    }
    return records;
  }

  private BpfException corrupt(long position, String reason) {
    return new BpfException(
        "ring buffer " + name + " is corrupt: position " + position + " " + reason);
  }

  private IllegalStateException closed() {
    return new IllegalStateException("the reader of ring buffer " + name + " is closed");
  }

  /**
   * Bytes produced and not yet consumed, headers included. More than half the capacity at each look means that the reader is
   * too slow or too rare.
   *
   * @throws IllegalStateException if the reader is closed
   */
  public long pendingBytes() {
    lock.lock();
    try {
      if (!open) {
        throw closed();
      }
      return (long) POSITION.getAcquire(producer, 0L) - (long) POSITION.getAcquire(consumer, 0L);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Visits records as they come, until the calling thread is interrupted or the reader is closed. The ring is looked at by a
   * timer, every millisecond while there is something and every five when there is not: waking a thread costs a producer
   * ten times what a record does. An interrupt ends
   * it after the pass at hand, and leaves the thread's interrupt status set.
   *
   * @throws BpfException if the ring's memory makes no sense
   */
  public void consume(Visitor visitor) {
    long pause = SHORTEST_PAUSE_NS;
    while (!Thread.currentThread().isInterrupted()) {
      int records = drainIfOpen(visitor);
      if (records < 0) {
        return;
      }
      pause = records > 0 ? SHORTEST_PAUSE_NS : Math.min(pause * 2, LONGEST_PAUSE_NS);
      LockSupport.parkNanos(this, pause);
    }
  }

  /**
   * Waits until a producer wakes the reader, by {@code epoll(7)}. For rings whose records are submitted with wake-ups: one
   * submitted with {@code BPF_RB_NO_WAKEUP} is seen here only when it was there before the wait began.
   *
   * @param timeout the longest wait, in whole milliseconds; neither an interrupt nor {@link #close} ends the
   *     wait before
   * @return whether there is something to read
   * @throws IllegalStateException if the reader is closed
   */
  public boolean await(Duration timeout) {
    EpollCalls waiting = epoll();
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long left = Math.max(0, (end - System.nanoTime()) / 1_000_000);
      int result = waiting.await((int) Math.min(left, Integer.MAX_VALUE));
      if (result >= 0) {
        return result > 0;
      }
      if (-result != Errno.EINTR.number()) {
        throw Explanation.here().call("waiting for ring buffer " + name, List.of(), -result);
      }
    }
  }

  private EpollCalls epoll() {
    lock.lock();
    try {
      if (!open || ring == null) {
        throw closed();
      }
      EpollCalls waiting = epoll;
      if (waiting == null) {
        int descriptor = EpollCalls.create();
        if (descriptor < 0) {
          throw new SystemCallException("epoll_create1", -descriptor, "");
        }
        waiting = new EpollCalls(FileDescriptor.of(descriptor));
        int added = waiting.add(ring);
        if (added < 0) {
          waiting.close();
          throw new SystemCallException("epoll_ctl on ring buffer " + name, -added, "");
        }
        epoll = waiting;
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #close} has been called. */
  boolean isClosed() {
    return !open;
  }

  /** Waits for a pass on another thread to end, and gives the ring's memory back. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!open) {
        return;
      }
      open = false;
      if (epoll != null) {
        epoll.close();
      }
      if (mappings != null) {
        mappings.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
