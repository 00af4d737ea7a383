package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.StructCodec;
import dev.tawon.bpf.compiled.StructTest.Everything;
import dev.tawon.bpf.compiled.StructTest.Flags;
import dev.tawon.bpf.compiled.StructTest.Inner;
import dev.tawon.bpf.compiled.StructTest.Parts;
import dev.tawon.bpf.compiled.StructTest.Point;
import dev.tawon.bpf.compiled.StructTest.State;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The structs of the corpus as the user half reads and writes them. */
class StructsOfTheUserHalfTest {
  @Test
  void shouldCarryBitsBetweenTheHalves() {
    Flags flags = new Flags();
    flags.urgent = true;
    flags.level = -2;
    flags.port = 0xabc;
    flags.wide = -400_000;
    flags.narrow = 9;
    flags.whole = 77;
    flags.large = -(1L << 39);
    StructCodec<Flags> codec = StructCodec.of(Flags.class);
    MemorySegment memory = MemorySegment.ofArray(new long[codec.size() / 8 + 1]);
    codec.write(flags, memory, 0);
    assertThat(codec.read(memory, 0)).usingRecursiveComparison().isEqualTo(flags);
  }

  @Test
  void shouldCarryRecordsAndEnumsBetweenTheHalves() {
    Inner inner = new Inner();
    inner.number = -3;
    inner.state = State.CLOSED;
    inner.bytes = new byte[] {1, 2, 3};
    Everything written =
        new Everything((byte) 9, State.OPEN, new Point(4, -5), inner, new int[] {6, 7});
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    MemorySegment memory = MemorySegment.ofArray(new long[codec.size() / 8 + 1]);
    codec.write(written, memory, 0);
    Everything read = codec.read(memory, 0);
    assertThat(read.small()).isEqualTo((byte) 9);
    assertThat(read.state()).isEqualTo(State.OPEN);
    assertThat(read.point()).isEqualTo(new Point(4, -5));
    assertThat(read.inner()).usingRecursiveComparison().isEqualTo(inner);
    assertThat(read.row()).containsExactly(6, 7);
  }

  @Test
  void shouldReadUnionsAndRefuseToWriteThem() {
    StructCodec<Parts> codec = StructCodec.of(Parts.class);
    MemorySegment memory = MemorySegment.ofArray(new long[] {0x1122_3344_5566_7788L});
    Parts parts = codec.read(memory, 0);
    assertThat(Map.of("whole", parts.whole, "low", (long) parts.low))
        .isEqualTo(Map.of("whole", 0x1122_3344_5566_7788L, "low", 0x5566_7788L));
    assertThatThrownBy(() -> codec.write(parts, memory, 0))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("is a @Union");
  }

  @Test
  void shouldReadRecordsWithinRecordsInTheUserHalf() {
    StructCodec<FunctionsTest.Line> codec = StructCodec.of(FunctionsTest.Line.class);
    FunctionsTest.Line line =
        new FunctionsTest.Line(
            new FunctionsTest.Point((byte) 1, 2), new FunctionsTest.Point((byte) 3, 4), 5);
    MemorySegment memory = MemorySegment.ofArray(new byte[codec.size()]);
    codec.write(line, memory, 0);
    assertThat(codec.read(memory, 0)).isEqualTo(line);
  }
}
