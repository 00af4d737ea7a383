package dev.tawon.compiler;

import dev.tawon.lang.Bits;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Length;
import dev.tawon.lang.Offset;
import dev.tawon.lang.Packed;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Union;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Programs in the shapes that classes have beside the usual ones, and with annotations of every kind of value. */
@BpfModule(license = "GPL")
public final class OddShapes {
  static final HashMap<Integer, Range> RANGES = HashMap.of(16);
  static final RingBuffer<Range> RECORDS = RingBuffer.ofBytes(4096);
  @Configurable static int level = 2;

  private OddShapes() {}

  /** Some arithmetic, in an interface. */
  sealed interface Arithmetic permits Sums {
    int BASE = 17;

    static int mix(int x) {
      return hidden(x) * BASE;
    }

    private static int hidden(int x) {
      return x ^ x >>> 7;
    }
  }

  /** Extends it. */
  non-sealed interface Sums extends Arithmetic {
    static int sum(int... numbers) {
      return numbers.length;
    }
  }

  /** From one number to another. */
  @Struct
  public record Range(int from, int to) {
    /** Refuses what is none. */
    public Range {
      if (from > to) {
        throw new IllegalArgumentException("from " + from + " to " + to);
      }
      to = Math.max(to, 1);
    }

    Range(int to) {
      this(0, to);
    }

    static Range of(long both) {
      return new Range((int) both & 0xff, ((int) both & 0xff) + 5);
    }

    int size() {
      return to - from;
    }
  }

  /** Has constants with bodies of their own. */
  enum Shade {
    LIGHT(3) {
      @Override
      int apply(int x) {
        return x + weight;
      }
    },
    DARK(5),
    NONE(7) {
      @Override
      int apply(int x) {
        return -x;
      }
    };

    final int weight;

    Shade(int weight) {
      this.weight = weight;
    }

    int apply(int x) {
      return x * weight;
    }
  }

  /** Every annotation of fields. */
  @Struct
  public static final class Fields {
    @Bits(3)
    int few;

    @Bits(1)
    boolean flag;

    @Length(4)
    byte[] name = new byte[4];

    @Offset(32)
    long placed;

    Parts parts = new Parts();
    Tight tight = new Tight();
  }

  /** A number and its half. */
  @Struct
  @Union
  public static final class Parts {
    long whole;
    int half;
  }

  /** Without padding. */
  @Struct
  @Packed
  public static final class Tight {
    byte one;
    long two;
  }

  private static <E extends Enum<E>> int place(E constant) {
    return constant.ordinal();
  }

  private static int twice(IntUnaryOperator function, int x) {
    return function.applyAsInt(function.applyAsInt(x));
  }

  private static long both(LongBinaryOperator function, long x, long y) {
    return function.applyAsLong(x, y) - function.applyAsLong(y, x);
  }

  @RawTracepoint("sys_enter")
  static int shapes(long a, long b) {
    Shade shade = Shade.values()[(int) a & 1];
    Range range = Range.of(b);
    RANGES.put((int) a, new Range((int) (a & 0xffff)));
    Range found = RANGES.get((int) b);
    int sum = found == null ? range.size() : found.to() - found.from();
    sum += shade.apply(3) + place(shade) + Arithmetic.mix(sum);
    return switch (shade) {
      case LIGHT -> sum;
      case DARK -> sum + twice(x -> x * 3 + (int) a, sum);
      case NONE -> sum + (int) both((x, y) -> x * a + y, a, b);
    };
  }

  @RawTracepoint("sys_exit")
  static int fields(long a, long b) {
    Fields fields = new Fields();
    fields.few = (int) a;
    fields.flag = a > b;
    fields.placed = b;
    fields.parts.whole = a;
    fields.tight.two = b;
    fields.name[(int) a & 3] = (byte) b;
    long[] sum = new long[1];
    Bpf.loop(level, i -> sum[0] += fields.tight.two * i + fields.parts.half);
    RECORDS.output(Range.of(sum[0]));
    return fields.few + fields.name[1] + (int) fields.placed;
  }

  @SocketFilter
  static int filter(SkBuff packet) {
    return switch (packet.shortAt(12)) {
      case 0x800 -> packet.byteAt(23) == 6 ? 100 : 0;
      case 0x86dd -> 50;
      default -> 0;
    };
  }

  @Kprobe("vfs_mkdir")
  static void probe(long first) {
    assert first != 0 : "never looked at";
    words:
    for (int i = 0; i < 3; i++) {
      for (char letter : new char[] {'a', 'b'}) {
        if (letter == (char) first) {
          continue words;
        }
      }
      level(i);
    }
  }

  private static void level(int by) {
    RANGES.remove(by + level);
  }
}
