package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Instruction;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.object.ProgramSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where records are built that go to a ring buffer. */
class RecordOutputsTest {
  private static final int OUTPUT = 130;
  private static final int RESERVE = 131;
  private static final int SUBMIT = 132;

  @Struct
  record Point(int x, long y) {}

  @Struct
  static final class Name {
    int length;

    @Length(16)
    byte[] text = new byte[16];
  }

  @BpfModule
  static final class Programs {
    static final RingBuffer<Point> POINTS = RingBuffer.ofBytes(4096);
    static final RingBuffer<Name> NAMES = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int inPlace(int x, long y) {
      return POINTS.output(new Point(x, y > 5 ? y : -y));
    }

    @RawTracepoint("sys_enter")
    static int readAfterwards(int x, long y) {
      Point point = new Point(x, y);
      POINTS.output(point);
      return point.x;
    }

    @RawTracepoint("sys_enter")
    static int filledByTheKernel() {
      Name name = new Name();
      Bpf.currentComm(name.text);
      name.length = 16;
      return NAMES.output(name);
    }
  }

  private static List<Integer> helpers(String program) {
    ProgramSpec spec =
        Compiler.compile(Programs.class, CompilerOptions.defaults())
            .object()
            .program(program)
            .orElseThrow();
    return spec.instructions().stream()
        .filter(instruction -> instruction instanceof Instruction.CallHelper)
        .map(instruction -> ((Instruction.CallHelper) instruction).helper())
        .toList();
  }

  @Test
  void shouldBuildARecordInTheRing() {
    assertThat(helpers("inPlace")).containsExactly(RESERVE, SUBMIT);
  }

  @Test
  void shouldCopyARecordThatIsUsedOtherwiseToo() {
    assertThat(helpers("readAfterwards")).containsExactly(OUTPUT);
    assertThat(helpers("filledByTheKernel")).contains(OUTPUT).doesNotContain(RESERVE);
  }
}
