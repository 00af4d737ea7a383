package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Methods that are functions of their own, which several calls share. */
class SubprogramsTest {
  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Test
  void shouldHaveOneFunctionForManyCallsOfALongMethod() {
    ObjectSpec object =
        Compiler.compile(Programs.class, new CompilerOptions(Map.of(), false, Target.of(5, 17)))
            .object();
    Map<String, String> calls = new TreeMap<>();
    for (ProgramSpec program : object.programs()) {
      calls.put(
          program.name(),
          program.functionInfo().stream()
                  .skip(1)
                  .map(info -> object.btf().name(info.typeId()))
                  .toList()
              + " "
              + program.instructions().stream()
                  .filter(Instruction.CallFunction.class::isInstance)
                  .count());
    }
    assertThat(calls)
        .containsExactly(
            entry("arrays", "[digest, digest_2] 4"),
            entry("arraysAnywhere", "[compare, compare_2, compare_3] 13"),
            entry("calledOnce", "[] 0"),
            entry("capturedAnywhere", "[capturedAnywhere_1] 0"),
            entry("enums", "[shade] 3"),
            entry("fieldsAlone", "[] 0"),
            entry("fromACallback", "[fromACallback_1, quotients] 3"),
            entry("intsOrAFault", "[quotients] 3"),
            entry("longsOrAFault", "[remainders] 3"),
            entry("nested", "[outer, mix] 5"),
            entry("numbers", "[mix] 3"),
            entry("oneArrayTwice", "[shift] 3"),
            entry("ownMethods", "[churn] 3"),
            entry("rounds", "[repeat] 3"),
            entry("shortMethod", "[] 0"),
            entry("stores", "[scatter] 2"),
            entry("structs", "[scramble] 3"),
            entry("tooManyNumbers", "[] 0"),
            entry("truths", "[isOdd] 3"),
            entry("withACallback", "[sum, sum_1] 2"));
  }

  @Struct
  static final class State {
    int narrow;
    long wide;

    @Length(8)
    byte[] bytes = new byte[8];

    int churn(int by) {
      narrow = narrow * 31 + by;
      wide ^= (long) narrow << 7;
      bytes[by & 7] += (byte) narrow;
      bytes[narrow & 7] ^= (byte) wide;
      wide += bytes[0] * 3 + bytes[1] * 5 + bytes[2] * 7 + bytes[3] * 11;
      return narrow + bytes[4] - bytes[5] + bytes[6] - bytes[7];
    }
  }

  /** What a keyed hash is made in: fields alone, which stay in registers where the methods are inlined. */
  @Struct
  static final class Hash {
    long v0;
    long v1;
    long v2;
    long v3;

    void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }

    void add(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }
  }

  @Struct
  static final class Odd {
    byte first;

    @Length(8)
    byte[] name = new byte[8];
  }

  @Struct
  static final class Odds {
    byte first;

    Odd odd = new Odd();
  }

  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  @BpfModule
  static final class Programs {
    static int global = 7;

    /** Makes whatever calls it, once, a long method. */
    private static int blend(int number) {
      int x = number;
      x ^= x >>> 16;
      x *= 0x7feb352d;
      x ^= x >>> 15;
      x *= 0x846ca68b;
      x ^= x >>> 16;
      x += (x & 0xff) * 3 + (x >>> 8 & 0xff) * 5 + (x >>> 16 & 0xff) * 7 + (x >>> 24) * 11;
      return x ^ x << 9;
    }

    private static int mix(int a, long b, byte c, short d, boolean e) {
      int x = a ^ (int) b ^ (int) (b >>> 32);
      x += c * 1_000_003;
      x ^= x >>> 13;
      x += d * 97;
      x = x << 5 | x >>> 27;
      x = e ? ~x : x * 31;
      x ^= x >>> 16;
      x *= 0x85ebca6b;
      return blend(x) - c + d;
    }

    @RawTracepoint("sys_enter")
    static int numbers(long a, long b) {
      int x = mix((int) a, b, (byte) a, (short) b, a < b);
      x += mix(x, a, (byte) b, (short) x, a > b);
      return x ^ mix(5, a - b, (byte) -1, (short) -2, true);
    }

    private static int quotients(int a, int b, int c) {
      int x = a / b + a % b;
      x ^= x << 7;
      x += b / c * 3;
      x ^= x >>> 9;
      x += (a ^ c) * 77 + (b & 0x5555) * 3;
      return blend(x) - a;
    }

    @RawTracepoint("sys_enter")
    static int intsOrAFault(long a, long b) {
      int x = quotients((int) a, (int) b, 3);
      x += quotients((int) b, 5, (int) a);
      return x + quotients(-1, (int) a | 1, (int) b | 2);
    }

    private static long remainders(long a, long b, int c) {
      long x = a % b;
      x = x * 31 + a / b;
      x ^= x >>> 29;
      x += c * 0x9e3779b97f4a7c15L;
      x ^= x << 11;
      return x - (a & b) + blend(c) * 19L;
    }

    @RawTracepoint("sys_enter")
    static int longsOrAFault(long a, long b) {
      long x = remainders(a, b, (int) a);
      x ^= remainders(b, a, (int) b);
      x += remainders(x, 7, -3);
      return (int) (x ^ x >>> 32);
    }

    private static int six(int a, int b, int c, int d, int e, int f) {
      int x = a * 3 + b * 5 + c * 7 + d * 11 + e * 13 + f * 17;
      x ^= x << 9;
      x += a ^ f;
      x ^= x >>> 5;
      x = x * 31 + (b & e) + (c | d);
      return x ^ blend(x);
    }

    @RawTracepoint("sys_enter")
    static int tooManyNumbers(long a, long b) {
      int i = (int) a;
      int j = (int) b;
      return six(i, j, 1, 2, j, i) + six(j, i, i, j, 4, 5) + six(1, 2, i, j, i, j);
    }

    private static int small(int a) {
      return a * 31 + 7;
    }

    @RawTracepoint("sys_enter")
    static int shortMethod(long a, long b) {
      return small(small((int) a) ^ small((int) b));
    }

    @RawTracepoint("sys_enter")
    static int calledOnce(long a, long b) {
      return mix((int) a, b, (byte) 1, (short) 2, false);
    }

    private static boolean isOdd(long a, int rounds) {
      long x = a;
      for (int i = 0; i < rounds; i++) {
        x ^= x >>> 7;
        x += i * 0x1234567L;
      }
      x ^= x << 3;
      x ^= x >>> 31;
      x = x * 5 + blend((int) x);
      return (x & 1) != 0;
    }

    @RawTracepoint("sys_enter")
    static int truths(long a, long b) {
      int x = isOdd(a, 3) ? 1 : 0;
      x += isOdd(b, 5) ? 2 : 0;
      return x + (isOdd(a ^ b, 1) ? 4 : 0);
    }

    private static void scramble(State state, int by) {
      state.narrow += by / (state.narrow | 1);
      state.wide = state.wide * 31 + state.narrow;
      state.bytes[by & 7] += (byte) state.wide;
      state.bytes[state.narrow & 7] ^= (byte) by;
      state.wide ^= state.bytes[2] * 3 + state.bytes[3] * 5;
      state.narrow ^= (int) (state.wide >>> 32);
      state.bytes[by] = 1;
    }

    @RawTracepoint("sys_enter")
    static int structs(long a, long b) {
      State one = new State();
      State other = new State();
      one.wide = a;
      other.wide = b;
      scramble(one, (int) a & 15);
      scramble(other, (int) b & 7);
      scramble(one, other.narrow & 7);
      return one.narrow ^ (int) one.wide ^ other.narrow ^ other.bytes[3] ^ one.bytes[0];
    }

    @RawTracepoint("sys_enter")
    static int ownMethods(long a, long b) {
      State state = new State();
      state.wide = b;
      int x = state.churn((int) a);
      x += state.churn((int) b);
      return x ^ state.churn(x) ^ (int) state.wide;
    }

    @RawTracepoint("sys_enter")
    static int fieldsAlone(long a, long b) {
      Hash hash = new Hash();
      hash.v1 = 0x646f72616e646f6dL;
      hash.v3 = a;
      hash.add(a);
      hash.add(b);
      hash.add(a ^ b);
      hash.round();
      hash.round();
      return (int) (hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3);
    }

    private static int digest(byte[] bytes, int seed) {
      int x = seed;
      for (int i = 0; i < bytes.length; i++) {
        x = x * 31 + bytes[i];
        x ^= x >>> 7;
      }
      bytes[seed & 7] = (byte) x;
      x ^= x << 13;
      x += bytes[0] * 3 + bytes[1] * 5 + bytes[2] * 7;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int arrays(long a, long b) {
      byte[] eight = new byte[8];
      byte[] four = new byte[16];
      eight[1] = (byte) a;
      four[2] = (byte) b;
      int x = digest(eight, (int) a) + digest(four, (int) b);
      return x ^ digest(eight, x) ^ digest(four, x);
    }

    private static int compare(byte[] bytes, int by) {
      int x = by;
      if (Text.equals(bytes, "abcdefgh")) {
        x += 5;
      }
      if (Text.startsWith(bytes, "aaaa")) {
        x ^= 77;
      }
      bytes[by & 7] = 'a';
      bytes[7] += 1;
      return blend(x);
    }

    @RawTracepoint("sys_enter")
    static int arraysAnywhere(long a, long b) {
      Odd odd = new Odd();
      Odds odds = new Odds();
      byte[] own = new byte[8];
      int x = 0;
      for (int i = 0; i < 3; i++) {
        x += compare(odd.name, i + (int) a);
        x ^= compare(odds.odd.name, i);
        x += compare(own, i + 1);
      }
      x += compare(own, 3) + compare(odd.name, 3) + compare(odds.odd.name, 2);
      for (int i = 0; i < 8; i++) {
        own[i] = (byte) ('a' + i);
      }
      return x ^ compare(own, 2) ^ odd.name[3] ^ odds.odd.name[2];
    }

    @RawTracepoint("sys_enter")
    static int capturedAnywhere(long a, long b) {
      Odd odd = new Odd();
      for (int i = 0; i < 8; i++) {
        odd.name[i] = (byte) ('a' + i + ((int) a & 1));
      }
      byte[] name = odd.name;
      int[] found = new int[1];
      Bpf.loop(
          2,
          i -> {
            found[0] += Text.equals(name, "abcdefgh") ? 3 : 5;
            name[7] = (byte) b;
          });
      return found[0];
    }

    private static int shift(byte[] from, byte[] to, int by) {
      System.arraycopy(from, 0, to, 1, 6);
      to[by & 7]++;
      int x = from[0] + from[1] * 3 + from[2] * 5 + from[3] * 7 + from[6] * 11 + to[5];
      return blend(x);
    }

    @RawTracepoint("sys_enter")
    static int oneArrayTwice(long a, long b) {
      byte[] one = new byte[8];
      byte[] other = new byte[8];
      for (int i = 0; i < 8; i++) {
        one[i] = (byte) (a >>> i * 8);
      }
      return shift(one, one, (int) b) ^ shift(one, other, 2) ^ shift(other, other, (int) a);
    }

    private static int outer(int a, long b) {
      int x = mix(a, b, (byte) b, (short) a, a > 0);
      x ^= mix(x, b + 1, (byte) a, (short) b, b > 0);
      global += x;
      return x;
    }

    @RawTracepoint("sys_enter")
    static int nested(long a, long b) {
      global = 3;
      int x = outer((int) a, b) + outer((int) b, a);
      return x ^ outer(x, a ^ b) ^ global;
    }

    private static int repeat(int rounds, int seed) {
      int x = seed;
      for (int i = 0; i < rounds; i++) {
        if ((x & 1) != 0) {
          x = x * 31 + i;
        } else {
          x ^= x >>> 3;
        }
      }
      x ^= x << 5;
      return blend(x);
    }

    @RawTracepoint("sys_enter")
    static int rounds(long a, long b) {
      return repeat(3, (int) a) ^ repeat((int) b & 7, (int) (a ^ b)) ^ repeat(0, (int) b);
    }

    private static void scatter(int[] into, int a, int b) {
      into[a & 3] += b;
      into[b & 3] ^= a;
      into[(a ^ b) & 3] = a * 31 + b;
      into[(a + b) & 3]--;
      into[a >>> 29] += 5;
      into[0] += blend(into[1] * 3 + into[2] * 5);
      global ^= into[3];
      if (a == 77) {
        throw new IllegalStateException();
      }
      into[1] ^= into[0] >>> 7 ^ into[2] << 3 ^ into[3];
    }

    @RawTracepoint("sys_enter")
    static int stores(long a, long b) {
      global = 1;
      int[] numbers = new int[4];
      scatter(numbers, (int) a, (int) b);
      scatter(numbers, (int) b, (int) a);
      return numbers[0] ^ numbers[1] ^ numbers[2] ^ numbers[3] ^ global;
    }

    @RawTracepoint("sys_enter")
    static int fromACallback(long a, long b) {
      int[] sum = new int[1];
      int x = (int) a;
      int y = (int) b;
      Bpf.loop(
          3,
          i -> {
            sum[0] += quotients(x, y, i + 1);
            sum[0] ^= quotients(y, x, i + 2);
          });
      return sum[0] + quotients(x, 3, y);
    }

    private static int sum(long a, int rounds) {
      long[] sum = new long[1];
      Bpf.loop(rounds & 7, i -> sum[0] = sum[0] * 31 + a / (a + 3 + i));
      long x = sum[0];
      x ^= x >>> 31;
      x += (x & 0xffff) * 3 + (x >>> 48) * 5;
      x ^= x << 13;
      x += a * 7 + (a >>> 9) * 11 + (a >>> 33) * 13;
      x ^= x >>> 17;
      x += (x & 0xff) * 19 + (x >>> 40 & 0xff) * 23 + (x >>> 20 & 0xff) * 29;
      return blend((int) (x ^ x >>> 32));
    }

    @RawTracepoint("sys_enter")
    static int withACallback(long a, long b) {
      return sum(a, (int) b) ^ sum(b, (int) a);
    }

    private static int shade(Colour colour, int light) {
      int x =
          switch (colour) {
            case RED -> light * 3;
            case GREEN -> light * 5 + 1;
            case BLUE -> light << 3;
          };
      x ^= x >>> 5;
      x += colour.ordinal() * 1_000_003;
      x ^= x << 9;
      x += colour == Colour.GREEN ? 17 : light ^ 19;
      return x ^ blend(x);
    }

    @RawTracepoint("sys_enter")
    static int enums(long a, long b) {
      Colour colour = a < b ? Colour.RED : a == b ? null : Colour.BLUE;
      return shade(Colour.GREEN, (int) a) + shade(colour, (int) b) ^ shade(Colour.RED, 5);
    }
  }
}
