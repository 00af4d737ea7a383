package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Scratch;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said where the stack has no room, and where memory besides it cannot be had. */
class StackTableTest {
  private static String refusal(Class<?> module) {
    return catchThrowableOfType(
            CompilationException.class,
            () -> Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.of(6, 2))))
        .getMessage();
  }

  @Struct
  static final class Row {
    @Length(50)
    long[] numbers = new long[50];

    Row() {}
  }

  @BpfModule
  static final class OneFunction {
    static final HashMap<Integer, Row> ROWS = HashMap.of(1);

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      Row row = new Row();
      int[] numbers = {(int) a, (int) b, 3};
      row.numbers[(int) a & 3] = b;
      byte[] bytes = new byte[200];
      bytes[(int) b & 127] = (byte) numbers[(int) a & 1];
      ROWS.put(1, row);
      return bytes[(int) a & 127];
    }
  }

  @Test
  void shouldListWhatTakesTheStackTheLargestFirst() {
    assertThat(refusal(OneFunction.class).lines().map(String::strip))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("run needs 624 bytes of stack, and there are 512", "@Scratch"),
            line -> assertThat(line).matches("400 bytes +row = new Row +StackTableTest.java:\\d+"),
            line ->
                assertThat(line)
                    .matches("200 bytes +bytes = new byte\\[200\\] +StackTableTest.java:\\d+"),
            line ->
                assertThat(line)
                    .matches("16 bytes +numbers = new int\\[3\\] +StackTableTest.java:\\d+"),
            line -> assertThat(line).matches("8 bytes +a key of ROWS +StackTableTest.java:\\d+"));
  }

  @BpfModule
  static final class TwoFunctions {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      long[] row = new long[32];
      Bpf.loop(
          3,
          i -> {
            long[] own = new long[40];
            own[i & 7] = row[i & 7];
            row[1] += own[(int) row[2] & 7];
          });
      return (int) row[1];
    }
  }

  @Test
  void shouldListWhatBothFunctionsTake() {
    assertThat(refusal(TwoFunctions.class))
        .contains(
            "row = new long[32]",
            "own = new long[40]",
            "together these functions need",
            "bytes of stack, and there are 512");
  }

  @BpfModule
  static final class NotFinal {
    @Scratch static byte[] path = new byte[4096];

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      return path[(int) a];
    }
  }

  @Test
  void shouldRefuseScratchThatChanges() {
    assertThat(refusal(NotFinal.class))
        .contains("error: @Scratch field path is a static final @Struct");
  }

  @BpfModule
  static final class OtherClass {
    @Scratch static final StringBuilder TEXT = new StringBuilder();

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      return TEXT.length();
    }
  }

  @Test
  void shouldRefuseScratchOfOtherClasses() {
    assertThat(refusal(OtherClass.class)).contains("@Scratch field TEXT is a static final @Struct");
  }

  @BpfModule
  static final class TooLarge {
    @Scratch static final byte[] FIRST = new byte[20_000];
    @Scratch static final int[] SECOND = new int[5_000];

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      return FIRST[(int) a] + SECOND[(int) b];
    }
  }

  @Test
  void shouldRefuseMoreScratchThanAProcessorHas() {
    assertThat(refusal(TooLarge.class))
        .contains(
            "the @Scratch fields of the module have 40000 bytes with SECOND, and there are 32768");
  }
}
