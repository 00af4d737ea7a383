package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.StructLayout;
import dev.tawon.lang.Bits;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.Offset;
import dev.tawon.lang.Packed;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.Union;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Structs within structs, records, unions, enums in structs, in programs. */
public class StructTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  /** A state. */
  public enum State {
    NEW,
    OPEN,
    CLOSED
  }

  /** Two numbers. */
  @Struct
  public record Point(int x, long y) {
    int sum() {
      return x + (int) y;
    }

    Point moved(int by) {
      return new Point(x + by, y - by);
    }
  }

  /** What lies within. */
  @Struct
  public static final class Inner {
    public short number = 7;
    public State state = State.OPEN;

    @Length(3)
    public byte[] bytes = new byte[3];
  }

  /** What holds others. */
  @Struct
  public static final class Outer {
    public int first;
    public Inner inner = new Inner();
    public Inner other = new Inner();
    public long last = -1;
  }

  /** An array of structs. */
  @Struct
  public static final class Rows {
    public int count;

    @Length(3)
    public Inner[] rows;
  }

  /** An array of structs that there is on the JVM too. */
  @Struct
  public static final class FullRows {
    public int count = 2;

    @Length(2)
    public Inner[] rows = {new Inner(), new Inner()};

    public long last = 5;
  }

  /** A number, and its parts. */
  @Struct
  @Union
  public static final class Parts {
    public long whole;
    public int low;

    @Length(8)
    public byte[] bytes;
  }

  /** Without padding. */
  @Struct
  @Packed
  public static final class Tight {
    public byte one;
    public long two;
    public short three;
  }

  /** With places of its own. */
  @Struct
  public static final class Placed {
    public byte one;

    @Offset(16)
    public int two;

    public int three;
  }

  /** Some bits each. */
  @Struct
  public static final class Flags {
    @Bits(1)
    public boolean urgent;

    @Bits(3)
    public byte level;

    @Bits(12)
    public char port;

    @Bits(20)
    public int wide;

    @Bits(5)
    public int narrow;

    public byte whole;

    @Bits(40)
    public long large;
  }

  /** A record of everything. */
  @Struct
  public record Everything(
      byte small, State state, Point point, Inner inner, @Length(2) int[] row) {}

  /** Aligned by four. */
  @Struct
  public static final class Halves {
    public int first;

    @Length(12)
    public byte[] name = new byte[12];

    @Length(2)
    public int[] row = new int[2];
  }

  /** What is aligned by four, where nothing is by eight. */
  @Struct
  public static final class HoldsHalves {
    public int head;
    public Halves inner = new Halves();
    public Halves other = new Halves();
  }

  @BpfModule
  static final class Programs {
    private static void name(Halves halves, long letters) {
      for (int i = 0; i < 8; i++) {
        halves.name[i] = (byte) (letters >>> i * 8);
      }
    }

    @RawTracepoint("sys_enter")
    static int rowsOnTheJvmToo(long a, long b) {
      FullRows rows = new FullRows();
      rows.rows[1].number += (short) a;
      Inner chosen = rows.rows[(int) b & 1];
      chosen.bytes[2] = 4;
      int sum = rows.count + (int) rows.last;
      for (Inner row : rows.rows) {
        sum = sum * 31 + row.number + row.bytes[2] + row.state.ordinal();
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int halves(long a, long b) {
      HoldsHalves holds = new HoldsHalves();
      Halves either = a > b ? holds.inner : holds.other;
      either.row[0] = 0;
      either.row[1] = 0;
      name(either, a);
      dev.tawon.lang.Bpf.loop(
          2,
          i -> {
            either.row[0] = 0;
            either.row[1] = 0;
            either.row[i] += (int) b;
          });
      int sum = either.row[1] + (Text.startsWith(either.name, "\u0000\u0001\u0002") ? 1 : 0);
      holds.inner = new Halves();
      return sum + (Text.equals(holds.inner.name, "longer than") ? 7 : 0) + holds.other.name[2];
    }

    @RawTracepoint("sys_enter")
    static int records(long a, long b) {
      Point point = new Point((int) a, b);
      Point moved = point.moved(3);
      return point.sum() * 31 + moved.x() + (int) moved.y() + new Point(1, 2).x();
    }

    @RawTracepoint("sys_enter")
    static int nestedStructs(long a, long b) {
      Outer outer = new Outer();
      outer.first = (int) a;
      outer.inner.number += (short) b;
      outer.other.bytes[(int) b & 3] = (byte) a;
      Inner inner = outer.other;
      inner.number++;
      return outer.first
          + outer.inner.number
          + outer.other.number * 3
          + inner.bytes[1]
          + (int) outer.last;
    }

    @RawTracepoint("sys_enter")
    static int enumsInStructs(long a, long b) {
      Outer outer = new Outer();
      outer.inner.state = a > b ? State.CLOSED : State.NEW;
      return switch (outer.inner.state) {
        case NEW -> 1;
        case OPEN -> 2;
        case CLOSED -> outer.other.state == State.OPEN ? 3 : 4;
      };
    }

    @RawTracepoint("sys_enter")
    static int nullEnumInStruct(long a, long b) {
      Inner inner = new Inner();
      State state = a == b ? null : State.NEW;
      return state == null ? 5 : inner.state.ordinal() + state.ordinal();
    }

    @RawTracepoint("sys_enter")
    static int newWithin(long a, long b) {
      Outer outer = new Outer();
      outer.inner.number = 99;
      outer.inner.bytes[1] = 5;
      outer.inner = new Inner();
      outer.other.bytes[0] = (byte) a;
      outer.other.bytes = new byte[3];
      return outer.inner.number * 10 + outer.inner.bytes[1] + outer.other.bytes[0];
    }

    private static int total(int[] row) {
      int sum = 0;
      for (int each : row) {
        sum = sum * 3 + each;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int arraysOfAllWidths(long a, long b) {
      int[] ints = {1, (int) a, 3};
      long[] longs = {a, b};
      short[] shorts = {(short) a, (short) b, 1, 2};
      char[] chars = {'x', (char) b};
      boolean[] flags = {a > b, false, true};
      byte[] bytes = {1, 2, (byte) a};
      int at = (int) b & 1;
      return total(ints)
          + (int) longs[at]
          + shorts[at + 1]
          + chars[at]
          + (flags[at] ? 7 : 0)
          + bytes[at + 1];
    }
  }

  @BpfModule
  static final class Layouts {
    @RawTracepoint("sys_enter")
    static int union(long a, long b) {
      Parts parts = new Parts();
      parts.whole = a;
      parts.bytes[0] = (byte) b;
      return parts.low;
    }

    @RawTracepoint("sys_enter")
    static int bits(long a, long b) {
      Flags flags = new Flags();
      flags.urgent = a > b;
      flags.level = (byte) a;
      flags.port = (char) b;
      flags.wide = (int) a;
      flags.narrow = (int) b;
      flags.whole = (byte) a;
      flags.large = a;
      flags.level = (byte) (flags.level + 1);
      return (flags.urgent ? 1 : 0)
          + flags.level * 10
          + flags.port * 100
          + flags.narrow * 1_000_000
          + flags.wide * 10_000_000
          + flags.whole
          + (int) flags.large;
    }

    @RawTracepoint("sys_enter")
    static int rows(long a, long b) {
      Rows rows = new Rows();
      for (int i = 0; i < rows.rows.length; i++) {
        rows.rows[i].number = (short) (i + 1);
        rows.rows[i].bytes[2] = (byte) a;
      }
      Inner chosen = rows.rows[(int) b];
      chosen.number *= 10;
      return rows.rows[0].number + rows.rows[1].number + rows.rows[2].number + chosen.bytes[2];
    }
  }

  @Test
  void shouldOverlayUnionsAndIndexRows() {
    try (Engines engines = Engines.of(Layouts.class, false)) {
      assertThat(engines.program("union").run(new long[] {0x1_0203_0405L, 0x99}).values())
          .containsOnly(0x0203_0499);
      assertThat(engines.program("rows").run(new long[] {4, 1}).values())
          .containsOnly(1 + 20 + 3 + 4);
      assertThat(engines.program("rows").run(new long[] {4, 3}).values()).containsOnly(0);
    }
  }

  @Test
  void shouldKeepBitsAndTheirSigns() {
    try (Engines engines = Engines.of(Layouts.class, false)) {
      for (long[] input : new long[][] {{0, 0}, {-1, 5}, {7, -1}, {0x1_2345, 0x1fff}, {3, 16}}) {
        int level = signed(signed((int) input[0], 3) + 1, 3);
        int expected =
            (input[0] > input[1] ? 1 : 0)
                + level * 10
                + (int) (input[1] & 0xfff) * 100
                + signed((int) input[1], 5) * 1_000_000
                + signed((int) input[0], 20) * 10_000_000
                + (byte) input[0]
                + (int) input[0];
        assertThat(engines.program("bits").run(input).values()).containsOnly(expected);
      }
    }
  }

  private static int signed(int number, int bits) {
    return number << 32 - bits >> 32 - bits;
  }

  @Test
  void shouldLayOutAsDeclared() {
    // As clang and gcc lay out the same declarations in C, for x86-64.
    assertThat(StructLayout.of(Flags.class).size()).isEqualTo(16);
    assertThat(StructLayout.of(Flags.class).field("whole").orElseThrow().offset()).isEqualTo(8);

    assertThat(StructLayout.of(Parts.class).size()).isEqualTo(8);
    assertThat(StructLayout.of(Tight.class).size()).isEqualTo(11);
    assertThat(StructLayout.of(Tight.class).field("three").orElseThrow().offset()).isEqualTo(9);
    assertThat(StructLayout.of(Placed.class).size()).isEqualTo(24);
    assertThat(StructLayout.of(Placed.class).field("three").orElseThrow().offset()).isEqualTo(20);
    assertThat(StructLayout.of(Point.class).size()).isEqualTo(16);
  }

  /** Overlapping. */
  @Struct
  public static final class Overlapping {
    public long one;

    @Offset(4)
    public int two;
  }

  @Test
  void shouldRefuseFieldsThatOverlap() {
    assertThatThrownBy(() -> StructLayout.of(Overlapping.class))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("field two is at @Offset(4), and those above it end at 8");
  }
}
