package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Interfaces of one method, records within records, and arrays that are copied, or empty. */
public class FunctionsTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  /** Has more than the one method. */
  @FunctionalInterface
  public interface Step {
    int next(int x);

    /** Of the same type as the one method. */
    default int far(int x) {
      return next(next(x)) + 100;
    }

    default Step then(Step other) {
      return x -> other.next(next(x));
    }

    static Step thrice(Step step) {
      return x -> step.next(step.next(step.next(x)));
    }
  }

  /** Has a body for what {@link Step} has none for. */
  @FunctionalInterface
  public interface Shifted extends Step {
    int shift(int x);

    @Override
    default int next(int x) {
      return shift(x) - 1;
    }
  }

  /** Two numbers. */
  @Struct
  public record Point(byte x, int y) {
    int distance(Point other) {
      return Math.abs(x - other.x) + Math.abs(y - other.y());
    }
  }

  /** Two records, and a number. */
  @Struct
  public record Line(Point from, Point to, long number) {
    int length() {
      return from.distance(to);
    }
  }

  /** The programs. */
  @BpfModule
  public static final class Programs {
    private Programs() {}

    @RawTracepoint("sys_enter")
    static int defaultMethod(long a, long b) {
      Step step = x -> x * 3 + (int) b;
      return step.far((int) a);
    }

    @RawTracepoint("sys_enter")
    static int functionOfFunctions(long a, long b) {
      Step step = x -> x ^ (int) b;
      return step.then(x -> x + 7).then(Math::abs).next((int) a);
    }

    @RawTracepoint("sys_enter")
    static int functionOfAnInterface(long a, long b) {
      return Step.thrice(x -> x * 31 + 1).next((int) a) + Step.thrice(x -> x + (int) b).far(3);
    }

    private static int applied(Step step, int x) {
      return step.next(x);
    }

    @RawTracepoint("sys_enter")
    static int inherited(long a, long b) {
      Shifted shifted = x -> x << (int) b;
      return applied(shifted, (int) a) + shifted.far((int) b);
    }

    private static int operated(IntUnaryOperator operator, int x) {
      return operator.applyAsInt(x);
    }

    @RawTracepoint("sys_enter")
    static int withinEachOther(long a, long b) {
      return operated(x -> operated(y -> operated(z -> z ^ y, x) * (int) b, x + 1) - x, (int) a);
    }

    @RawTracepoint("sys_enter")
    static int libraryFunctions(long a, long b) {
      IntUnaryOperator operator = x -> x + (int) b;
      return operator.andThen(x -> x * 2).compose(x -> x - 1).applyAsInt((int) a);
    }

    @RawTracepoint("sys_enter")
    static int recordsInARecord(long a, long b) {
      Line line = new Line(new Point((byte) a, 2), new Point((byte) b, (int) b), a);
      Point end = line.to();
      return line.length() + end.x() * 31 + end.y() + (int) line.number();
    }

    @RawTracepoint("sys_enter")
    static int recordTakenOver(long a, long b) {
      Line line = new Line(new Point((byte) a, 2), new Point((byte) b, (int) b), a);
      Line turned = new Line(line.to(), a > b ? line.from() : line.to(), line.number() + 1);
      return turned.length() * 7 + turned.from().y() + (int) turned.number();
    }

    private static int sum(int... numbers) {
      int sum = 0;
      for (int number : numbers) {
        sum += number;
      }
      return sum + numbers.length;
    }

    @RawTracepoint("sys_enter")
    static int anyNumberOfArguments(long a, long b) {
      return sum() + sum((int) a) * 3 + sum((int) a, (int) b, 5);
    }

    @RawTracepoint("sys_enter")
    static int indexOfNothing(long a, long b) {
      int[] nothing = new int[0];
      return a > b ? nothing[(int) a] : nothing.length + 3;
    }

    @RawTracepoint("sys_enter")
    static int clones(long a, long b) {
      int[] row = {(int) a, (int) b, 3};
      int[] copy = row.clone();
      copy[0]++;
      byte[] bytes = {1, 2, (byte) a};
      return row[0] * 3 + copy[0] * 5 + copy[(int) b & 1] + bytes.clone()[2];
    }
  }
}
