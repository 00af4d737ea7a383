package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader over a ring in plain memory, with the producer's side of {@code kernel/bpf/ringbuf.c} beside it. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class RingReaderTest {
  private static final int SIZE = 4096;
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;

  private final MemorySegment consumer = Arena.ofAuto().allocate(4096, 8);
  private final MemorySegment producer = Arena.ofAuto().allocate(4096, 8);
  private final MemorySegment data = Arena.ofAuto().allocate(2 * SIZE, 8);
  private final RingReader reader =
      new RingReader("test", consumer, producer, data.asReadOnly(), null, null);

  private long consumed() {
    return consumer.get(JAVA_LONG, 0);
  }

  private void startAt(long position) {
    consumer.set(JAVA_LONG, 0, position);
    producer.set(JAVA_LONG, 0, position);
  }

  /** Writes where the record lies and where the second mapping shows it. */
  private void setInt(long position, int value) {
    long at = position & (SIZE - 1);
    data.set(JAVA_INT, at, value);
    data.set(JAVA_INT, at + SIZE, value);
  }

  /** Reserves a record; its position, or -1 when the ring is full. */
  private long reserve(int length) {
    long position = producer.get(JAVA_LONG, 0);
    long next = position + (length + 8 + 7 & -8);
    if (next - consumed() > SIZE - 1) {
      return -1;
    }
    setInt(position, length | BUSY);
    producer.set(JAVA_LONG, 0, next);
    return position;
  }

  private void submit(long position, int length, int value) {
    setInt(position + 8, value);
    setInt(position, length);
  }

  private boolean produce(int length, int value) {
    long position = reserve(length);
    if (position >= 0) {
      submit(position, length, value);
    }
    return position >= 0;
  }

  private List<Integer> drained() {
    List<Integer> values = new ArrayList<>();
    reader.drain((ring, offset, length) -> values.add(ring.get(JAVA_INT, offset)));
    return values;
  }

  @Test
  void shouldVisitRecordsInOrder() {
    produce(4, 1);
    produce(24, 2);
    produce(5, 3);
    List<Integer> lengths = new ArrayList<>();
    int count =
        reader.drain((ring, offset, length) -> {
          assertThat(offset % 8).isZero();
          lengths.add(length);
        });
    assertThat(count).isEqualTo(3);
    assertThat(lengths).containsExactly(4, 24, 5);
    assertThat(reader.pendingBytes()).isZero();
    assertThat(drained()).isEmpty();
  }

  @Test
  void shouldCountPendingBytesWithHeaders() {
    produce(4, 1);
    produce(24, 2);
    assertThat(reader.pendingBytes()).isEqualTo(16 + 32);
  }

  @Test
  void shouldReadARecordThatWrapsInOnePiece() {
    startAt(SIZE - 16);
    long position = reserve(64);
    for (int i = 0; i < 64; i += 4) {
      setInt(position + 8 + i, i);
    }
    setInt(position, 64);
    int count =
        reader.drain((ring, offset, length) -> {
          for (int i = 0; i < length; i += 4) {
            assertThat(ring.get(JAVA_INT, offset + i)).isEqualTo(i);
          }
        });
    assertThat(count).isEqualTo(1);
    assertThat(consumed()).isEqualTo(SIZE - 16 + 72);
  }

  @Test
  void shouldStopAtARecordNotYetSubmitted() {
    produce(4, 1);
    long busy = reserve(4);
    produce(4, 3);
    assertThat(drained()).containsExactly(1);
    assertThat(drained()).isEmpty();
    submit(busy, 4, 2);
    assertThat(drained()).containsExactly(2, 3);
  }

  @Test
  void shouldSkipDiscardedRecords() {
    produce(4, 1);
    long discarded = reserve(4);
    setInt(discarded, 4 | DISCARDED);
    produce(4, 3);
    assertThat(drained()).containsExactly(1, 3);
    assertThat(reader.pendingBytes()).isZero();
  }

  @Test
  void shouldCountARecordAsReadWhenItsVisitorThrows() {
    produce(4, 1);
    produce(4, 2);
    assertThatThrownBy(() ->
            reader.drain((ring, offset, length) -> {
              throw new IllegalArgumentException("visitor");
            }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(drained()).containsExactly(2);
  }

  @Test
  void shouldGiveRoomBackBeforeAPassEnds() {
    while (produce(56, 0)) {}
    List<Long> seen = new ArrayList<>();
    reader.drain((ring, offset, length) -> seen.add(consumed()));
    assertThat(seen.getLast()).isGreaterThanOrEqualTo(SIZE - SIZE / 16 - 64);
  }

  @Test
  void shouldEndAPassWhileProducersKeepUp() {
    produce(56, 0);
    int records = reader.drain((ring, offset, length) -> produce(56, 0));
    assertThat(records).isEqualTo(SIZE / 64);
  }

  @Test
  void shouldRefuseARecordLongerThanWhatWasProduced() {
    produce(4, 1);
    setInt(0, 5000);
    assertThatThrownBy(this::drained)
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("corrupt")
        .hasMessageContaining("5000");
    assertThat(consumed()).isZero();
  }

  @Test
  void shouldRefusePositionsThatMakeNoSense() {
    producer.set(JAVA_LONG, 0, SIZE + 8);
    assertThatThrownBy(this::drained).isInstanceOf(BpfException.class);
    producer.set(JAVA_LONG, 0, -8);
    assertThatThrownBy(this::drained).isInstanceOf(BpfException.class);
    startAt(4);
    assertThatThrownBy(this::drained).isInstanceOf(BpfException.class);
  }

  @Test
  void shouldRefuseToReadWhenClosed() {
    reader.close();
    reader.close();
    assertThatThrownBy(this::drained).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(reader::pendingBytes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldStopConsumingWhenItsVisitorCloses() {
    produce(4, 1);
    reader.consume((ring, offset, length) -> reader.close());
    assertThat(reader.isClosed()).isTrue();
  }

  @Test
  void shouldStopConsumingWhenInterrupted() {
    produce(4, 1);
    reader.consume((ring, offset, length) -> Thread.currentThread().interrupt());
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldDeliverEveryRecordOnceOverManyLaps() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Deque<Integer> expected = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      int length = 4 + random.nextInt(200);
      if (random.nextInt(8) == 0) {
        long position = reserve(length);
        if (position >= 0) {
          setInt(position, length | DISCARDED);
        }
      } else if (produce(length, i)) {
        expected.add(i);
      }
      if (random.nextInt(10) == 0) {
        for (int value : drained()) {
          assertThat(value).as("seed %d", seed).isEqualTo(expected.poll());
        }
      }
    }
    assertThat(drained()).as("seed %d", seed).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldNeitherLeaveTheRingNorLoopWhateverItsBytesAre() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] noise = new byte[2 * SIZE];
    for (int round = 0; round < 3_000; round++) {
      random.nextBytes(noise);
      // Mostly small lengths, so that some records pass.
      for (int i = 3; i < noise.length; i += 4) {
        noise[i] = random.nextInt(6) == 0 ? noise[i] : 0;
        noise[i - 1] = random.nextInt(4) == 0 ? noise[i - 1] : 0;
        noise[i - 2] = random.nextInt(2) == 0 ? noise[i - 2] : 0;
      }
      MemorySegment.copy(noise, 0, data, JAVA_BYTE, 0, noise.length);
      long position = random.nextBoolean() ? random.nextLong() & -8 : random.nextLong();
      consumer.set(JAVA_LONG, 0, position);
      producer.set(JAVA_LONG, 0, position + (random.nextInt(2 * SIZE) & -8));
      int[] visits = new int[1];
      try {
        reader.drain((ring, offset, length) -> {
          visits[0]++;
          assertThat(offset).as("seed %d", seed).isBetween(8L, (long) SIZE);
          assertThat(offset + length).as("seed %d", seed).isBetween(8L, 2L * SIZE);
        });
      } catch (BpfException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("corrupt");
      }
      assertThat(visits[0]).as("seed %d", seed).isLessThanOrEqualTo(SIZE / 8);
    }
  }
}
