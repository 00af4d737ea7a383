package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole arrays: copied, compared, chosen by the path taken; characters of strings; methods of enums' constants. */
class ArraysCorpusTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @BpfModule
  static final class Programs {
    @Struct
    static final class Packet {
      byte kind;

      @Length(13)
      byte[] body = new byte[13];

      @Length(6)
      short[] words = new short[6];
    }

    enum Operator {
      ADD(3) {
        @Override
        int apply(int left, int right) {
          return left + right * weight;
        }
      },
      SUBTRACT(-1) {
        @Override
        int apply(int left, int right) {
          return left - right;
        }
      },
      SHIFT(7) {
        @Override
        int apply(int left, int right) {
          return twice(left) << right;
        }
      };

      final int weight;

      Operator(int weight) {
        this.weight = weight;
      }

      abstract int apply(int left, int right);

      int twice(int number) {
        return number * 2;
      }
    }

    private static byte[] filled(byte[] bytes, long seed) {
      long state = seed;
      for (int i = 0; i < bytes.length; i++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        bytes[i] = (byte) (state >>> 56);
      }
      return bytes;
    }

    private static int hash(byte[] bytes) {
      int hash = 7;
      for (byte each : bytes) {
        hash = hash * 31 + each;
      }
      return hash;
    }

    @RawTracepoint("sys_enter")
    static int copyAPart(long a, long b) {
      byte[] from = filled(new byte[24], a);
      byte[] to = filled(new byte[32], b);
      System.arraycopy(from, 3, to, 11, 17);
      return hash(to) * 31 + hash(from);
    }

    @RawTracepoint("sys_enter")
    static int copyWithin(long a, long b) {
      byte[] bytes = filled(new byte[16], a);
      System.arraycopy(bytes, 0, bytes, 3, 10);
      System.arraycopy(bytes, 5, bytes, 1, 9);
      return hash(bytes);
    }

    @RawTracepoint("sys_enter")
    static int copyAsManyAsAsked(long a, long b) {
      byte[] from = filled(new byte[12], a);
      byte[] to = new byte[12];
      System.arraycopy(from, (int) (b & 7), to, (int) (b >>> 3 & 3), (int) (b >>> 5 & 7));
      return hash(to);
    }

    @RawTracepoint("sys_enter")
    static int copyLongs(long a, long b) {
      long[] from = {a, b, a ^ b, a + b};
      long[] to = new long[6];
      System.arraycopy(from, 1, to, 2, 3);
      return Long.hashCode(to[2] * 3 + to[3] * 5 + to[4] * 7 + to[1] + to[5]);
    }

    @RawTracepoint("sys_enter")
    static int copyIntoAStruct(long a, long b) {
      Packet packet = new Packet();
      byte[] from = filled(new byte[13], a);
      System.arraycopy(from, 0, packet.body, 0, 13);
      short[] words = {(short) a, (short) b, 3};
      System.arraycopy(words, 0, packet.words, 2, 3);
      System.arraycopy(packet.body, 1, from, 0, 8);
      return hash(packet.body)
          + packet.words[1]
          + packet.words[2] * 3
          + packet.words[4]
          + hash(from);
    }

    @RawTracepoint("sys_enter")
    static int copyNothing(long a, long b) {
      int[] from = {(int) a};
      int[] to = {(int) b, 2};
      System.arraycopy(from, 1, to, 2, 0);
      return to[0] + to[1];
    }

    @RawTracepoint("sys_enter")
    static int compareArrays(long a, long b) {
      byte[] left = filled(new byte[13], a);
      byte[] right = filled(new byte[13], (b & 1) == 0 ? a : b);
      int equal = Arrays.equals(left, right) ? 1 : 0;
      right[12] ^= 1;
      int[] numbers = {1, 2, (int) a};
      int[] others = {1, 2, (int) b};
      return equal
          + (Arrays.equals(left, right) ? 2 : 0)
          + (Arrays.equals(numbers, others) ? 4 : 0)
          + (Arrays.equals(numbers, new int[] {1, 2, (int) a}) ? 8 : 0)
          + (Arrays.equals(new byte[3], new byte[4]) ? 16 : 0);
    }

    @RawTracepoint("sys_enter")
    static int compareWithinStructs(long a, long b) {
      Packet one = new Packet();
      Packet two = new Packet();
      one.body[12] = (byte) a;
      two.body[12] = (byte) b;
      two.words[5] = 1;
      return (Arrays.equals(one.body, two.body) ? 1 : 0)
          + (Arrays.equals(one.words, two.words) ? 2 : 0);
    }

    @RawTracepoint("sys_enter")
    static int chooseAnArray(long a, long b) {
      byte[] left = new byte[8];
      byte[] right = new byte[8];
      byte[] chosen = a > b ? left : right;
      chosen[(int) (a & 7)] = 5;
      chosen[3] += (byte) b;
      return hash(left) * 31 + hash(right) + chosen.length;
    }

    @RawTracepoint("sys_enter")
    static int chooseAnArrayAtAnOddPlace(long a, long b) {
      Packet one = new Packet();
      Packet two = new Packet();
      byte[] plain = filled(new byte[13], a);
      filled(one.body, b);
      filled(two.body, a);
      byte[] chosen = a > b ? one.body : two.body;
      int equal = Arrays.equals(chosen, plain) ? 1 : 0;
      System.arraycopy(plain, 0, chosen, 0, 13);
      return equal + hash(one.body) * 31 + hash(two.body) * 7;
    }

    @RawTracepoint("sys_enter")
    static int chooseAmongThree(long a, long b) {
      int[] one = {1, 2};
      int[] two = {3, 4};
      int[] three = {5, 6};
      int[] chosen = a > 0 ? one : b > 0 ? two : three;
      chosen[0] *= 10;
      return chosen[1] + one[0] + two[0] * 3 + three[0] * 7;
    }

    @RawTracepoint("sys_enter")
    static int characters(long a, long b) {
      String digits = "0123456789abcdef";
      int text = 0;
      for (int i = 0; i < 8; i++) {
        text = text * 31 + digits.charAt((int) (a >>> i * 4) & 15);
      }
      String other = "\u00e9\u20ac!";
      return text + other.charAt((int) (b & 1)) + other.charAt(2) + digits.length();
    }

    @RawTracepoint("sys_enter")
    static int charactersInALoop(long a, long b) {
      String name = "tawon";
      int sum = 0;
      for (int i = 0; i < name.length(); i++) {
        sum = sum * 3 + name.charAt(i);
      }
      return sum;
    }

    @RawTracepoint("sys_enter")
    static int methodOfAConstant(long a, long b) {
      Operator operator = Operator.values()[(int) (a & 1) + (int) (b & 1)];
      return operator.apply((int) a, (int) b & 7) + operator.twice(3);
    }

    @RawTracepoint("sys_enter")
    static int methodsInALoop(long a, long b) {
      int result = (int) a;
      for (Operator operator : Operator.values()) {
        result = operator.apply(result, (int) b & 3);
      }
      return result;
    }

    static int seed = 5;

    static final long[] VARIABLES = {1, 2, 3};
    static long far;

    @RawTracepoint("sys_enter")
    static int farOutOfBounds(long a, long b) {
      far = -7712566925460L;
      if (a > 0) {
        VARIABLES[(char) far] = 0;
      }
      return (int) b + 1;
    }

    private static <E extends Enum<E>> int place(E constant) {
      return constant.ordinal() * 3 + 1;
    }

    @RawTracepoint("sys_enter")
    static int constantOfATypeVariable(long a, long b) {
      return place(Operator.values()[(int) a & 1]) + place(Operator.SHIFT);
    }

    @RawTracepoint("sys_enter")
    static int narrowedBesideConstants(long a, long b) {
      short[] row = {0, 0, 0, 0, 0, 0, (short) seed, 0};
      int sum = 0;
      for (short each : row) {
        sum = sum * 31 + each + (int) b;
      }
      return sum;
    }
  }
}
