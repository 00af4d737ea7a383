package dev.tawon.bpf;

import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a module's programs log ({@link dev.tawon.lang.Log}). A module whose programs log nothing has no ring, and
 * nothing is ever read.
 *
 * <p>Any thread may read; each line is read once.
 */
public final class LogReader {
  private final LogFormats formats;
  private final @Nullable RingReader ring;
  private final @Nullable Variable lost;

  LogReader(LogFormats formats, @Nullable RingReader ring, @Nullable Variable lost) {
    this.formats = formats;
    this.ring = ring;
    this.lost = lost;
  }

  /**
   * Reads the lines that are there, without waiting.
   *
   * @return how many there were
   * @throws IllegalStateException if the module is closed
   */
  public int drain(Consumer<? super LogMessage> consumer) {
    return ring == null ? 0 : ring.drain(visitor(consumer));
  }

  /** Reads lines as they come, until the calling thread is interrupted or the module is closed. */
  public void consume(Consumer<? super LogMessage> consumer) {
    if (ring != null) {
      ring.consume(visitor(consumer));
    }
  }

  /** How many lines found no room in the ring. */
  public long lost() {
    return lost == null ? 0 : lost.get();
  }

  /** Ends all reading. */
  void close() {
    if (ring != null) {
      ring.close();
    }
  }

  private RingReader.Visitor visitor(Consumer<? super LogMessage> consumer) {
    return (memory, offset, length) -> consumer.accept(read(memory, offset, length));
  }

  private LogMessage read(MemorySegment memory, long offset, int length) {
    byte[] record = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    return formats.read(record);
  }
}
