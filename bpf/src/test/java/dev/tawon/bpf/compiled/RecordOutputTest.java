package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.RingReader;
import dev.tawon.bpf.StructCodec;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Records that are built in the ring. */
public class RecordOutputTest {
  @Struct
  public record Point(short x, int y, long z) {}

  @Struct
  public record Checked(int value) {
    public Checked {
      if (value < 0) {
        throw new IllegalArgumentException();
      }
    }
  }

  @Struct
  public static final class Sparse {
    public byte first;

    @Length(13)
    public byte[] middle = new byte[13];

    public short last;
  }

  @BpfModule
  static final class Programs {
    static final RingBuffer<Point> POINTS = RingBuffer.ofBytes(1 << 16);
    static final RingBuffer<Sparse> SPARSE = RingBuffer.ofBytes(1 << 16);
    static final RingBuffer<Checked> CHECKED = RingBuffer.ofBytes(1 << 16);

    @RawTracepoint("sys_enter")
    static int points(long a, long b) {
      return POINTS.output(new Point((short) a, a > b ? (int) b : (int) a, a * b));
    }

    @RawTracepoint("sys_enter")
    static int two(long a, long b) {
      int first = POINTS.output(new Point((short) 1, (int) a, b));
      return first * 100 + POINTS.output(new Point((short) 2, (int) b, a));
    }

    @RawTracepoint("sys_enter")
    static int sparse(long a, long b) {
      Sparse sparse = new Sparse();
      sparse.first = (byte) a;
      sparse.last = (short) b;
      return SPARSE.output(sparse);
    }

    @RawTracepoint("sys_enter")
    static int checked(long a) {
      return CHECKED.output(new Checked((int) a)) + 1;
    }
  }

  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  private static <T> void drain(Bpf bpf, RingBuffer<T> ring, Class<T> type, Consumer<T> consumer) {
    StructCodec<T> codec = StructCodec.of(type);
    try (RingReader reader = bpf.reader(ring)) {
      reader.drain((memory, offset, length) -> {
        assertThat(length).isEqualTo(codec.size());
        consumer.accept(codec.read(memory, offset));
      });
    }
  }

  @Test
  void shouldSendWhatTheConstructorSets() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      assertThat(run(bpf, "points", -70_000, 9)).isZero();
      assertThat(run(bpf, "two", 3, 4)).isZero();
      List<Point> points = new ArrayList<>();
      drain(bpf, Programs.POINTS, Point.class, points::add);
      assertThat(points)
          .containsExactly(
              new Point((short) -70_000, -70_000, -630_000),
              new Point((short) 1, 3, 4),
              new Point((short) 2, 4, 3));
    }
  }

  @Test
  void shouldLeaveWhatNobodySetsZero() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      for (int round = 0; round < 5000; round++) {
        assertThat(run(bpf, "sparse", -1, -2)).isZero();
        drain(
            bpf,
            Programs.SPARSE,
            Sparse.class,
            sparse -> {
              assertThat(sparse.first).isEqualTo((byte) -1);
              assertThat(sparse.middle).containsOnly(0);
              assertThat(sparse.last).isEqualTo((short) -2);
            });
      }
    }
  }

  @Test
  void shouldTellThatTheRingIsFull() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      int sent = 0;
      while (run(bpf, "points", 1, 2) == 0) {
        sent++;
      }
      // 16 bytes behind a header of 8.
      assertThat(sent).isBetween((1 << 16) / 24 - 2, (1 << 16) / 24);
      assertThat(run(bpf, "points", 1, 2)).isEqualTo(-11);
    }
  }

  @Test
  void shouldSendNothingWhereTheConstructorFails() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      assertThat(run(bpf, "checked", -1)).isZero();
      assertThat(run(bpf, "checked", 5)).isOne();
      List<Checked> sent = new ArrayList<>();
      drain(bpf, Programs.CHECKED, Checked.class, sent::add);
      assertThat(sent).containsExactly(new Checked(5));
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
