package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The methods that records have by themselves, and patterns of records. */
class RecordMethodsTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    @Struct
    record Point(int x, int y) {}

    @Struct
    record Every(byte a, short b, char c, int d, long e, boolean f) {}

    enum Colour {
      RED,
      GREEN
    }

    @Struct
    record Line(Point from, Point to, long weight) {}

    @Struct
    record Painted(Colour colour, int at) {}

    @Struct
    record Own(int number) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Own(int theirs) && (theirs ^ number) % 8 == 0;
      }

      @Override
      public int hashCode() {
        return number & 7;
      }
    }

    @Struct
    record Holder(Own own, boolean flag) {}

    @RawTracepoint("sys_enter")
    static int equal(long a, long b) {
      Point first = new Point((int) a, 3);
      Point second = new Point((int) b, 3);
      return (first.equals(second) ? 1 : 0)
          + (first.equals(first) ? 2 : 0)
          + (first.equals(null) ? 4 : 0)
          + (first.equals(new Point((int) a, 4)) ? 8 : 0);
    }

    @RawTracepoint("sys_enter")
    static int equalInAllParts(long a, long b) {
      Every first = new Every((byte) a, (short) a, (char) a, (int) a, a, a > 0);
      Every second = new Every((byte) b, (short) b, (char) b, (int) b, b, b > 0);
      Every third = new Every((byte) a, (short) a, (char) a, (int) a, b, a > 0);
      return (first.equals(second) ? 1 : 0) + (first.equals(third) ? 2 : 0);
    }

    @RawTracepoint("sys_enter")
    static int hashes(long a, long b) {
      return new Every((byte) a, (short) b, (char) a, (int) b, a * 31 + b, a < b).hashCode() * 31
          + new Point((int) a, (int) b).hashCode();
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      Line first = new Line(new Point((int) a, 1), new Point(2, (int) b), a);
      Line second = new Line(new Point((int) b, 1), new Point(2, (int) a), b);
      return first.hashCode() ^ (first.equals(second) ? second.hashCode() + 17 : 5);
    }

    @RawTracepoint("sys_enter")
    static int ofTheirOwn(long a, long b) {
      Holder first = new Holder(new Own((int) a), true);
      Holder second = new Holder(new Own((int) b), true);
      return first.hashCode() * 2 + (first.equals(second) ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int withAnEnum(long a, long b) {
      Painted first = new Painted(a > b ? Colour.RED : Colour.GREEN, 1);
      Painted second = new Painted(a > 0 ? Colour.RED : Colour.GREEN, 1);
      return first.equals(second) ? 1 : 0;
    }

    @RawTracepoint("sys_enter")
    static int perhapsNull(long a, long b) {
      Point first = new Point((int) a, (int) b);
      Point second = a > 0 ? new Point((int) a, (int) b) : null;
      return (first.equals(second) ? 1 : 0)
          + (Objects.equals(second, first) ? 2 : 0)
          + (Objects.equals(null, second) ? 4 : 0)
          + Objects.hashCode(second);
    }

    @RawTracepoint("sys_enter")
    static int asObjects(long a, long b) {
      Object first = new Point((int) a, 1);
      Object second = b > a ? new Point((int) b, 1) : new Point((int) a, 1);
      return first.hashCode() + (first.equals(second) ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int instance(long a, long b) {
      Object point = a > 0 ? new Point((int) a, (int) b) : null;
      if (point instanceof Point(int x, int y) && x > 10) {
        return x * 31 + y;
      }
      return point instanceof Own ? 1 : 2;
    }

    @RawTracepoint("sys_enter")
    static int guarded(long a, long b) {
      Point point = new Point((int) a, (int) b);
      return switch (point) {
        case Point(int x, int y) when x > y -> x - y;
        case Point(int x, int y) when x == y -> 7;
        case Point(var x, _) -> x;
      };
    }

    @RawTracepoint("sys_enter")
    static int nestedPattern(long a, long b) {
      Line line = new Line(new Point((int) a, 1), new Point(2, (int) b), a);
      return switch (line) {
        case Line(Point(int x, int y), Point to, long weight) when x > 0 ->
            x * 3 + y + to.y + (int) weight;
        case Line(Point from, Point(int x, int y), long _) -> from.x + x + y;
      };
    }

    @RawTracepoint("sys_enter")
    static int nullCase(long a, long b) {
      Point point = a > b ? new Point((int) a, (int) b) : null;
      return switch (point) {
        case null -> -1;
        case Point(int x, int y) -> x ^ y;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchOnNull(long a, long b) {
      Point point = a > b ? new Point((int) a, (int) b) : null;
      return switch (point) {
        case Point(int x, int y) -> x ^ y;
      };
    }
  }
}
