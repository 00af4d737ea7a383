package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.HashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;

/** Uses of lambdas, enums, text and static fields that are refused; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedLanguage {
  @Struct
  static final class Named {
    public int number;

    @Length(4)
    public byte[] name;

    int next(int step) {
      return number + step;
    }

    void add(int step) {
      number += step;
    }
  }

  enum Mode {
    SLOW,
    FAST;

    int cost;
  }

  @Configurable static int level = 1;
  static final int LIMIT = Integer.parseInt("4");

  private RefusedLanguage() {}

  @RawTracepoint("sys_enter")
  static int instanceMethodReference(long a, long b) {
    Named named = new Named();
    // error: a reference to the method add, which is not static: write a lambda
    return Bpf.loop(3, named::add);
  }

  @Struct
  record Row(int number, @Length(4) byte[] bytes) {}

  @Struct
  record Moded(Mode mode) {}

  record Plain(int number) {}

  static final HashMap<Long, Row> ROWS = HashMap.of(4);

  @RawTracepoint("sys_enter")
  static int equalObjects(long a, long b) {
    // error: a program has no heap: new Plain needs the class to be a @Struct
    return new Plain((int) a).equals(new Plain((int) b)) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int equalArrays(long a, long b) {
    Row row = ROWS.get(a);
    // error: equals of a record with an array, bytes, which goes by the array's identity
    return row != null && row.equals(ROWS.get(b)) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int hashOfAnEnum(long a, long b) {
    Moded moded = new Moded(a > b ? Mode.SLOW : Mode.FAST);
    // error: hashCode of an enum's constant, mode, is another one in each JVM, and none in
    return moded.hashCode();
  }

  @RawTracepoint("sys_enter")
  static int boxedOrNot(long a, long b) {
    Object number = a > b ? (Object) Integer.valueOf(1) : (Object) Long.valueOf(2);
    // error: which number this object is depends on the path taken: use int or long
    return Integer.valueOf((int) a).equals(number) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int lateText(long a, long b) {
    Named named = new Named();
    String text = Text.toString(named.name);
    named.name[0] = (byte) a;
    // error: the array may have been written since this string was made of it: compare it where it
    return text.equals("x") ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int hashOfAText(long a, long b) {
    Named named = new Named();
    // error: the hash code of a text in an array, except in a switch on it
    return Text.toString(named.name).hashCode();
  }

  @RawTracepoint("sys_enter")
  static int lengthOfAText(long a, long b) {
    Named named = new Named();
    // error: goes by characters: Text.length(bytes) goes by its bytes
    return Text.toString(named.name).length();
  }

  @RawTracepoint("sys_enter")
  static int methodOfEveryObject(long a, long b) {
    LongFunction<Object> function = x -> null;
    // error: the method equals of a function
    return function.equals(function) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int anonymousClass(long a, long b) {
    // error: no objects of anonymous classes: write a lambda
    LongFunction<Object> function =
        new LongFunction<>() {
          @Override
          public Object apply(long x) {
            return null;
          }
        };
    return function.apply(a) == null ? 1 : 0;
  }

  private static int through(int x) {
    return applied(RefusedLanguage::through, x);
  }

  private static int applied(IntUnaryOperator function, int x) {
    // error: RefusedLanguage.through calls itself
    return function.applyAsInt(x);
  }

  @RawTracepoint("sys_enter")
  static int recursionThroughAFunction(long a, long b) {
    return through((int) a);
  }

  @RawTracepoint("sys_enter")
  static int keptFunction(long a, long b) {
    // error: a lambda or a method reference, except where the kernel calls it, as Bpf.loop has it
    LongFunction<Object> function = a > b ? x -> null : x -> Named.class;
    return function == null ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int textOfAVariable(long a, long b) {
    Named named = new Named();
    // error: what a text is compared with is a string constant
    return Text.equals(named.name, a > b ? "x" : "y") ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int textTooLong(long a, long b) {
    Named named = new Named();
    // error: the array is shorter than the string, always
    return Text.matches(named.name, 0, "12345") ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int fieldOfAnEnum(long a, long b) {
    Mode mode = a > b ? Mode.SLOW : Mode.FAST;
    // error: field cost of enum Mode: final integers are
    return mode.cost;
  }

  @RawTracepoint("sys_enter")
  static int assignedConfiguration(long a, long b) {
    // error: assigning RefusedLanguage.level, which is a constant to programs
    level = 3;
    return level;
  }

  @RawTracepoint("sys_enter")
  static int newArrayOfAnotherLength(long a, long b) {
    Named named = new Named();
    // error: field name is an array of 4 byte, and lies within its struct: a new one is of the same
    named.name = new byte[5];
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int largeFrames(long a, long b) {
    long[] row = new long[32];
    Bpf.loop(
        3,
        i -> {
          // error: together these functions need
          long[] own = new long[40];
          own[i & 7] = row[i & 7];
          row[1] += own[(int) row[2] & 7];
        });
    return (int) row[1];
  }

  @RawTracepoint("sys_enter")
  static int constantIndex(long a, long b) {
    int[] row = new int[4];
    // error: 4 is out of range here, always: the limit is 3
    return row[LIMIT];
  }

  @RawTracepoint("sys_enter")
  static int indexWhereNothingIs(long a, long b) {
    byte[] none = new byte[0];
    // error: 0 is out of range here, always: there is nothing
    return none[0];
  }
}
