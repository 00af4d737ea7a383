package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Enums, and switches on them and on strings, in every form that javac gives them. */
class EnumTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  enum Level {
    LOW(3, false),
    MIDDLE(-70_000, true),
    HIGH(1 << 30, false);

    private final int weight;
    private final boolean odd;

    Level(int weight, boolean odd) {
      this.weight = weight;
      this.odd = odd;
    }

    int weighted(int factor) {
      return odd ? weight * factor : weight - factor;
    }

    static Level of(int number) {
      return values()[number & 1];
    }
  }

  @BpfModule
  static final class Programs {
    static final Level USUAL = Level.MIDDLE;

    private static Level level(long a) {
      return a < 0 ? Level.LOW : a == 0 ? null : a > 1000 ? Level.HIGH : Level.MIDDLE;
    }

    private static int oldSwitch(Level level) {
      int result = 1;
      switch (level) {
        case HIGH:
          result += 5;
        case LOW:
          result *= 3;
          break;
        default:
          result = 9;
      }
      return result;
    }

    @RawTracepoint("sys_enter")
    static int ordinals(long a, long b) {
      return level(a).ordinal() * 10 + level(b).ordinal();
    }

    @RawTracepoint("sys_enter")
    static int comparisons(long a, long b) {
      Level one = level(a);
      Level other = level(b);
      int result = one == other ? 1 : 0;
      result += one == Level.HIGH ? 2 : 0;
      result += other != null ? 4 : 0;
      if (one != null && other != null) {
        result += one.compareTo(other) * 100;
        result += one.equals(other) ? 1000 : 0;
      }
      return result;
    }

    @RawTracepoint("sys_enter")
    static int nullEquals(long a, long b) {
      return level(a).equals(level(b)) ? 1 : 2;
    }

    @RawTracepoint("sys_enter")
    static int switches(long a, long b) {
      return oldSwitch(level(a)) * 100 + oldSwitch(level(b));
    }

    @RawTracepoint("sys_enter")
    static int switchExpression(long a, long b) {
      return switch (level(a)) {
        case LOW -> (int) b;
        case MIDDLE -> {
          int twice = (int) b * 2;
          yield twice + 1;
        }
        case HIGH -> -1;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchWithNull(long a, long b) {
      return switch (level(a)) {
        case null -> 7;
        case LOW, HIGH -> (int) b;
        case MIDDLE -> 8;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchWithGuard(long a, long b) {
      return switch (level(a)) {
        case LOW -> 1;
        case Level level when level.weight > b -> 2;
        case Level level -> level.ordinal();
      };
    }

    @RawTracepoint("sys_enter")
    static int switchOnALibrarysEnum(long a, long b) {
      TimeUnit unit = a < 0 ? TimeUnit.SECONDS : a > 5 ? TimeUnit.DAYS : TimeUnit.NANOSECONDS;
      return switch (unit) {
        case SECONDS -> 1;
        case DAYS -> 2;
        default -> (int) b;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchOnConstant(long a, long b) {
      return oldSwitch(USUAL) + oldSwitch(Level.HIGH) + USUAL.ordinal() + (int) a;
    }

    @RawTracepoint("sys_enter")
    static int fields(long a, long b) {
      return level(a).weight + (level(b).odd ? 1 : 0) + Level.HIGH.weight;
    }

    @RawTracepoint("sys_enter")
    static int methods(long a, long b) {
      return level(a).weighted((int) b) + USUAL.weighted(3);
    }

    @RawTracepoint("sys_enter")
    static int valuesByIndex(long a, long b) {
      return Level.values()[(int) a].ordinal() + Level.values().length + Level.of((int) b).weight;
    }

    @RawTracepoint("sys_enter")
    static int allValues(long a, long b) {
      int sum = 0;
      for (Level level : Level.values()) {
        if (level.weight > a) {
          sum += level.ordinal() + 1;
        }
      }
      return sum;
    }

    private static int named(String name, int otherwise) {
      return switch (name) {
        case "read" -> 1;
        case "write", "append" -> 2;
        case "Aa", "BB" -> 3;
        default -> otherwise;
      };
    }

    @RawTracepoint("sys_enter")
    static int strings(long a, long b) {
      return named("read", 0)
          + named("append", 0) * 10
          + named("BB", 0) * 100
          + named("AaBB", (int) a) * 1000
          + "hello".length()
          + "hello".charAt(1)
          + ("hello".startsWith("he") ? 1 : 0)
          + Level.LOW.name().length()
          + Level.valueOf("HIGH").ordinal();
    }

    @RawTracepoint("sys_enter")
    static int sparseSwitch(long a, long b) {
      return switch ((int) a) {
        case Integer.MIN_VALUE, -1 -> 1;
        case 0 -> (int) b;
        case 1, 2, 3 -> {
          if (b < 0) {
            yield 4;
          }
          yield 5;
        }
        case 65536 -> 6;
        default -> 7;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchOnCharacter(long a, long b) {
      char letter = (char) a;
      return switch (letter) {
        case 'a', 'e' -> 1;
        case '\uffff' -> 2;
        default -> letter;
      };
    }

    @RawTracepoint("sys_enter")
    static int throwsInSwitch(long a, long b) {
      return switch ((int) b & 3) {
        case 0 -> (int) a;
        case 1 -> 11;
        case 2 -> throw new IllegalArgumentException("two: " + b);
        default -> throw new AssertionError();
      };
    }

    @RawTracepoint("sys_enter")
    static int labelled(long a, long b) {
      int sum = 0;
      outer:
      for (int i = 0; i < 6; i++) {
        inner:
        {
          switch ((int) (a >> i) & 3) {
            case 0:
              continue outer;
            case 1:
              break inner;
            case 2:
              break outer;
            default:
              sum += 100;
          }
          sum += (int) b & 15;
        }
        sum++;
      }
      return sum;
    }
  }
}
