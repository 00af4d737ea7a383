package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.bpf.sys.MemoryCalls;
import dev.tawon.bpf.sys.PerfCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The consumer's side of a {@link dev.tawon.lang.map.PerfEventArray}: a ring for each CPU that is on. Passes exclude each other.
 *
 * <p>Source: {@code struct perf_event_mmap_page} and {@code PERF_RECORD_*} of {@code include/uapi/linux/perf_event.h}.
 */
public final class PerfReader implements AutoCloseable {
  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final int HEAD = 1024;
  private static final int TAIL = 1032;
  private static final int PERF_RECORD_LOST = 2;
  private static final int PERF_RECORD_SAMPLE = 9;

  /** {@code struct perf_event_header}: type, misc, size. */
  private static final int HEADER = 8;

  private record Ring(FileDescriptor event, MemorySegment page, MemorySegment data) {}

  private final List<Ring> rings = new ArrayList<>();
  private final Arena mappings = Arena.ofShared();
  private final ReentrantLock lock = new ReentrantLock();
  private byte[] copy = new byte[256];
  private long lost;
  private boolean closed;

  /** Receives a record. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One record.
     *
     * @param memory holds it, until the visitor returns
     * @param length its bytes; the kernel adds up to seven after the record
     */
    void record(MemorySegment memory, int length);
  }

  private PerfReader() {}

  /**
   * Opens a ring for each CPU and puts it into the array.
   *
   * @param map a map of type {@code PERF_EVENT_ARRAY}
   * @param pages the size of a ring, a power of two of pages
   */
  static PerfReader open(LoadedMap map, int pages) {
    if (pages < 1 || Integer.bitCount(pages) != 1) {
      throw new IllegalArgumentException("a ring has a power of two of pages, not " + pages);
    }
    PerfReader reader = new PerfReader();
    try {
      MapCalls entries = new MapCalls(map.descriptor(), Integer.BYTES, Integer.BYTES);
      for (int cpu = 0; cpu < map.spec().capacity(); cpu++) {
        reader.add(map, entries, cpu, pages);
      }
      return reader;
    } catch (Throwable e) {
      reader.close();
      throw e;
    }
  }

  private void add(LoadedMap map, MapCalls entries, int cpu, int pages) {
    int opened = PerfCalls.openOutput(cpu);
    if (opened == -Errno.ENODEV.number()) {
      return;
    }
    check(map, opened);
    FileDescriptor event = FileDescriptor.of(opened);
    long page = MemoryCalls.pageSize();
    MemoryCalls.Mapping mapped = MemoryCalls.map(event, 0, page * (pages + 1L), true, mappings);
    if (mapped.error() < 0) {
      event.close();
      check(map, mapped.error());
    }
    rings.add(new Ring(event, mapped.memory().asSlice(0, page), mapped.memory().asSlice(page)));
    entries.key().set(JAVA_INT, 0, cpu);
    check(map, entries.updateTo(event));
    check(map, PerfCalls.enable(event));
  }

  private static void check(LoadedMap map, int result) {
    if (result < 0) {
      throw Explanation.here()
          .call("reading from map " + map.name(), List.of(Capability.CAP_PERFMON), -result);
    }
  }

  /**
   * Visits the records that are there, those of one CPU after those of another.
   *
   * @return how many
   * @throws IllegalStateException if the reader is closed
   */
  public int drain(Visitor visitor) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the reader is closed");
      }
      int records = 0;
      for (Ring ring : rings) {
        records += drain(ring, visitor);
      }
      return records;
    } finally {
      lock.unlock();
    }
  }

  private int drain(Ring ring, Visitor visitor) {
    long head = (long) POSITION.getAcquire(ring.page(), (long) HEAD);
    long tail = (long) POSITION.get(ring.page(), (long) TAIL);
    int records = 0;
    while (tail < head) {
      long at = tail & (ring.data().byteSize() - 1);
      int type = ring.data().get(JAVA_INT, at);
      int size = Short.toUnsignedInt(ring.data().get(JAVA_SHORT, at + 6));
      copy(ring, at, size);
      tail += size;
      POSITION.setRelease(ring.page(), (long) TAIL, tail);
      MemorySegment memory = MemorySegment.ofArray(copy);
      if (type == PERF_RECORD_LOST) {
        // id, lost
        lost += memory.get(JAVA_LONG.withByteAlignment(1), HEADER + Long.BYTES);
      } else if (type == PERF_RECORD_SAMPLE) {
        int length = memory.get(JAVA_INT.withByteAlignment(1), HEADER);
        visitor.record(memory.asSlice(HEADER + Integer.BYTES, length), length);
        records++;
      }
    }
    return records;
  }

  /** Copies a record out of the ring, at whose end it may go on at the start. */
  private void copy(Ring ring, long at, int size) {
    if (copy.length < size) {
      copy = new byte[size];
    }
    int first = (int) Math.min(size, ring.data().byteSize() - at);
    MemorySegment.copy(ring.data(), JAVA_BYTE, at, copy, 0, first);
    MemorySegment.copy(ring.data(), JAVA_BYTE, 0, copy, first, size - first);
  }

  /** The records that did not fit, as far as they were reported. */
  public long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the rings; a second close does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        rings.forEach(ring -> ring.event().close());
        mappings.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
