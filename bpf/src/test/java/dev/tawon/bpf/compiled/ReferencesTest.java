package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** References name objects as on the JVM: which one, whether it is null, which methods it has, and what is in it when. */
class ReferencesTest {
  @TestFactory
  Stream<DynamicTest> shouldNameObjectsAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    @Struct
    static class Shape {
      public int size;

      int area() {
        return size * size;
      }

      final int seven() {
        return 7;
      }
    }

    @Struct
    static final class Line extends Shape {
      public byte slope;

      @Override
      int area() {
        return slope;
      }
    }

    @Struct
    static final class Mixed {
      public int first;
      public char letter;
      public byte small;
      public long number;
      public short second;
    }

    @RawTracepoint("sys_enter")
    static int numberAsAnObjectIsNotNull(long a, long b) {
      Integer number = (int) a;
      if (number == null) {
        return 1;
      }
      Long wide = b;
      return null != wide ? number + (int) (long) wide : 2;
    }

    @RawTracepoint("sys_enter")
    static int constantsOfTheClassFileAreNotNull(long a, long b) {
      String text = "text";
      Class<?> type = Shape.class;
      return text == null ? 1 : type == null ? 2 : (int) a;
    }

    private static int mix(Long wide, int first, int second) {
      return (int) (wide * 31) + first * 7 + second;
    }

    @RawTracepoint("sys_enter")
    static int numbersAsObjectsArePassedInOneSlot(long a, long b) {
      return mix(a, (int) b, 3);
    }

    @RawTracepoint("sys_enter")
    static int callOnNullFails(long a, long b) {
      Shape shape = a > 0 ? new Shape() : null;
      return shape.seven();
    }

    @RawTracepoint("sys_enter")
    static int methodIsThatOfTheObjectsClass(long a, long b) {
      Line line = new Line();
      line.size = (int) a;
      line.slope = (byte) b;
      Shape shape = line;
      return shape.area();
    }

    @RawTracepoint("sys_enter")
    static int twoNamesOfOneObject(long a, long b) {
      Shape first = new Shape();
      Shape second = new Shape();
      first.size = (int) a;
      second.size = (int) b;
      Shape either = a < b ? first : second;
      int before = first.size;
      either.size = 5;
      int after = first.size;
      first.size = 6;
      return before * 31 * 31 + after * 31 + either.size * 7 + second.size;
    }

    @RawTracepoint("sys_enter")
    static int elementsByUnknownIndicesMayBeOne(long a, long b) {
      int[] row = new int[4];
      int i = (int) a & 3;
      int j = (int) b & 3;
      row[i] = 1;
      row[j] = 2;
      int one = row[i];
      row[i] += 10;
      row[j]++;
      return one * 1000 + row[i] * 100 + row[j] * 10 + row[1];
    }

    @RawTracepoint("sys_enter")
    static int loadsInALoopSeeItsStores(long a, long b) {
      Mixed mixed = new Mixed();
      char[] letters = new char[3];
      mixed.number = a;
      int sum = 0;
      for (int i = 0; i < 5; i++) {
        sum += (int) mixed.number;
        mixed.number = sum ^ b;
        letters[i & 1] += (char) sum;
        mixed.second = (short) (mixed.first = sum);
      }
      return sum + letters[0] + letters[1] + mixed.second;
    }

    @RawTracepoint("sys_enter")
    static int objectsOfRoundsThatDoNotMeet(long a, long b) {
      int sum = 0;
      for (int i = 0; i < 4; i++) {
        Shape shape = new Shape();
        sum = sum * 31 + shape.size;
        shape.size = (int) (a >> i);
        sum += shape.size ^ (int) b;
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int narrowFieldsKeepTheirNeighbours(long a, long b) {
      Line line = new Line();
      Mixed mixed = new Mixed();
      line.size = -1;
      line.slope = (byte) a;
      mixed.number = -1;
      mixed.first = -1;
      mixed.small = (byte) b;
      mixed.letter = (char) a;
      mixed.second = (short) b;
      return line.size
          + line.slope * 3
          + mixed.first
          + mixed.letter * 5
          + mixed.small * 7
          + (int) mixed.number
          + mixed.second;
    }
  }
}
