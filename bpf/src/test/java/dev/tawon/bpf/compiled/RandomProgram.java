package dev.tawon.bpf.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Writes a Java class with one program, from a seed: expressions of all integer types, locals, conditions, loops with a
 * bound, switches, arrays, a struct, and methods to inline. Some of its programs fault.
 */
final class RandomProgram {
  private static final int MAX_DEPTH = 4;
  private static final int ARRAY_LENGTH = 8;

  private enum Type {
    BOOLEAN,
    BYTE,
    SHORT,
    CHAR,
    INT,
    LONG;

    String java() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private record Local(String name, Type type, boolean assignable) {}

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<Local> locals = new ArrayList<>();
  private final List<Local> arrays = new ArrayList<>();
  private boolean struct;
  private int methods;
  private int names;
  private int indent;
  private int loops;
  private int budget;

  private RandomProgram(Random random) {
    this.random = random;
  }

  /** The class of a seed. */
  static JavaSource of(long seed) {
    String name = "Random" + Long.toHexString(seed);
    return new JavaSource(
        "generated." + name,
        new RandomProgram(Random.from(new SplittableRandom(seed))).write(name));
  }

  private String write(String name) {
    line("package generated;");
    line("import dev.tawon.lang.*;");
    line("@BpfModule");
    line("public final class " + name + " {");
    indent++;
    line("@Struct public static final class Parts {");
    line("  boolean z; byte b; short s; char c; int i; long l; byte b2; long l2;");
    line("}");
    line("enum Kind { ONE, TWO, THREE }");
    line("@Struct public static final class Whole {");
    line(
        "  int head = 3; Parts part = new Parts(); Kind kind = Kind.TWO; @Length(4) short[] row = new short[4];");
    line("}");
    line("static int global0 = " + random.nextInt() + ";");
    line("static long global1;");
    line("static byte global2 = 5;");
    line("static final int[] TABLE = {1, -1, 7, 1 << 20, 0, 9, Integer.MIN_VALUE, 3};");
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      method();
    }
    line("@RawTracepoint(\"sys_enter\") public static int run(long a, long b) {");
    begin(12 + random.nextInt(20));
    locals.add(new Local("a", Type.LONG, random.nextBoolean()));
    locals.add(new Local("b", Type.LONG, random.nextBoolean()));
    struct = random.nextInt(3) == 0;
    if (struct) {
      line("Parts parts = new Parts();");
      line("Whole whole = new Whole();");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Type element = pick(Type.values());
      String array = fresh("array");
      line(element.java() + "[] " + array + " = new " + element.java() + "[" + ARRAY_LENGTH + "];");
      arrays.add(new Local(array, element, false));
    }
    statements(4 + random.nextInt(6), 0);
    line("long result = " + expression(Type.LONG, 0) + ";");
    for (Local local : List.copyOf(locals)) {
      line("result = result * 31 + " + asLong(local.name(), local.type()) + ";");
    }
    line("return (int) (result ^ result >>> 32);");
    end();
    indent--;
    line("}");
    return text.toString();
  }

  private void begin(int statements) {
    indent++;
    locals.clear();
    arrays.clear();
    struct = false;
    budget = statements;
  }

  private void end() {
    indent--;
    line("}");
  }

  private void method() {
    int number = methods;
    line("private static long method" + number + "(int p, long q, byte r) {");
    begin(5);
    locals.add(new Local("p", Type.INT, random.nextBoolean()));
    locals.add(new Local("q", Type.LONG, random.nextBoolean()));
    locals.add(new Local("r", Type.BYTE, random.nextBoolean()));
    statements(1 + random.nextInt(3), 1);
    if (random.nextBoolean()) {
      line("if (" + expression(Type.BOOLEAN, 1) + ") return " + expression(Type.LONG, 2) + ";");
    }
    line("return " + expression(Type.LONG, 1) + ";");
    end();
    methods++;
  }

  private void statements(int count, int depth) {
    int known = locals.size();
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      statement(depth);
    }
    if (depth > 0) {
      locals.subList(known, locals.size()).clear();
    }
  }

  private void statement(int depth) {
    switch (random.nextInt(depth >= 3 ? 11 : 18)) {
      case 0, 1, 2 -> declare();
      case 3, 4, 5 -> assign();
      case 6 -> storeElement();
      case 7 -> storeField();
      case 8 -> step();
      case 9 -> global();
      case 10 -> storeWithin();
      case 11, 12 -> condition(depth);
      case 13, 14 -> loop(depth);
      case 15 -> callBack(depth);
      case 16 -> chooseKind(depth);
      default -> choose(depth);
    }
  }

  private void declare() {
    Type type = pick(Type.values());
    String name = fresh("v");
    line(type.java() + " " + name + " = " + expression(type, 0) + ";");
    locals.add(new Local(name, type, true));
  }

  private Local assignable() {
    List<Local> candidates = locals.stream().filter(Local::assignable).toList();
    return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
  }

  private void assign() {
    Local local = assignable();
    if (local == null) {
      declare();
    } else if (local.type() == Type.BOOLEAN) {
      String operator = pick("=", "&=", "|=", "^=");
      line(local.name() + " " + operator + " " + expression(Type.BOOLEAN, 0) + ";");
    } else if (random.nextInt(3) == 0) {
      String operator = pick("+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", ">>>=");
      Type right = pick(Type.INT, Type.LONG);
      line(local.name() + " " + operator + " " + expression(right, 1) + ";");
    } else {
      line(local.name() + " = " + expression(local.type(), 0) + ";");
    }
  }

  private void step() {
    Local local = assignable();
    if (local != null && local.type() != Type.BOOLEAN) {
      line(pick(local.name() + "++", "--" + local.name()) + ";");
    } else {
      declare();
    }
  }

  private String index() {
    return switch (random.nextInt(12)) {
      case 0 -> String.valueOf(random.nextInt(ARRAY_LENGTH));
      case 1 -> expression(Type.INT, 3) + " & 15";
      case 2 -> expression(Type.INT, 3);
      default -> "(" + expression(Type.INT, 3) + ") & " + (ARRAY_LENGTH - 1);
    };
  }

  private void storeElement() {
    if (arrays.isEmpty()) {
      declare();
      return;
    }
    Local array = arrays.get(random.nextInt(arrays.size()));
    String element = array.name() + "[" + index() + "]";
    if (array.type() != Type.BOOLEAN && random.nextBoolean()) {
      line(
          random.nextBoolean()
              ? element + pick("++", "--") + ";"
              : element + pick(" += ", " ^= ", " *= ", " >>>= ") + expression(Type.INT, 2) + ";");
    } else {
      line(element + " = " + expression(array.type(), 1) + ";");
    }
  }

  private static String field(Type type) {
    return switch (type) {
      case BOOLEAN -> "z";
      case BYTE -> "b";
      case SHORT -> "s";
      case CHAR -> "c";
      case INT -> "i";
      case LONG -> "l";
    };
  }

  private void storeField() {
    if (!struct) {
      assign();
      return;
    }
    Type type = pick(Type.values());
    line("parts." + field(type) + " = " + expression(type, 1) + ";");
    if (random.nextInt(3) == 0) {
      line("parts.b2 += parts.b; parts.l2 = parts.l++ - parts.i;");
    }
  }

  private void global() {
    switch (random.nextInt(4)) {
      case 0 -> line("global0 " + pick("=", "+=", "^=") + " " + expression(Type.INT, 1) + ";");
      case 1 -> line("global1 " + pick("=", "-=", "|=") + " " + expression(Type.LONG, 1) + ";");
      case 2 -> line("global2 += " + expression(Type.INT, 2) + ";");
      default -> line("TABLE[" + index() + "] = " + expression(Type.INT, 1) + ";");
    }
  }

  private void storeWithin() {
    if (!struct) {
      global();
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> line("whole.part.i = " + expression(Type.INT, 1) + ";");
      case 1 -> line("whole.row[(" + expression(Type.INT, 3) + ") & 3] += 77;");
      case 2 -> line("whole.kind = Kind.values()[(" + expression(Type.INT, 3) + ") & 1];");
      case 3 -> line("whole.part = new Parts();");
      default -> line("whole.head += whole.part.b + whole.row[1] + whole.kind.ordinal();");
    }
  }

  private void chooseKind(int depth) {
    String kind =
        struct && random.nextBoolean()
            ? "whole.kind"
            : "(" + expression(Type.BOOLEAN, 2) + " ? Kind.ONE : Kind.THREE)";
    line("switch (" + kind + ") {");
    line("  case ONE -> {");
    block(depth);
    line("  }");
    line("  case TWO -> {");
    block(depth);
    line("  }");
    line("  default -> global0++;");
    line("}");
  }

  /** A function that the kernel calls; of the variables it sees one that nobody assigns any more. */
  private void callBack(int depth) {
    if (loops > 0) {
      global();
      return;
    }
    String captured = fresh("c");
    String index = fresh("i");
    line("long " + captured + " = " + expression(Type.LONG, 1) + ";");
    List<Local> outer = List.copyOf(locals);
    locals.clear();
    locals.add(new Local(captured, Type.LONG, false));
    locals.add(new Local(index, Type.INT, false));
    loops++;
    boolean stops = random.nextBoolean();
    int rounds = 1 + random.nextInt(5);
    line("Bpf." + (stops ? "loopWhile(" : "loop(") + rounds + ", " + index + " -> {");
    block(Math.max(depth, 1));
    if (stops) {
      line("  return " + expression(Type.BOOLEAN, 2) + ";");
    }
    line("});");
    loops--;
    locals.clear();
    locals.addAll(outer);
  }

  private void condition(int depth) {
    line("if (" + expression(Type.BOOLEAN, 0) + ") {");
    block(depth);
    if (random.nextBoolean()) {
      line("} else {");
      block(depth);
    }
    line("}");
  }

  private void block(int depth) {
    indent++;
    statements(1 + random.nextInt(3), depth + 1);
    indent--;
  }

  private void loop(int depth) {
    if (loops >= 2) {
      condition(depth);
      return;
    }
    loops++;
    String counter = fresh("n");
    int trips = 1 + random.nextInt(loops > 1 ? 3 : 6);
    switch (random.nextInt(4)) {
      case 0 ->
          line(
              "for (int "
                  + counter
                  + " = "
                  + trips
                  + "; "
                  + counter
                  + " > 0; "
                  + counter
                  + "--) {");
      case 1 ->
          line(
              "for (int "
                  + counter
                  + " = 0; "
                  + counter
                  + " < "
                  + trips
                  + " && "
                  + expression(Type.BOOLEAN, 3)
                  + "; "
                  + counter
                  + "++) {");
      default ->
          line(
              "for (int "
                  + counter
                  + " = 0; "
                  + counter
                  + " < "
                  + trips
                  + "; "
                  + counter
                  + "++) {");
    }
    locals.add(new Local(counter, Type.INT, false));
    block(depth);
    if (random.nextInt(3) == 0) {
      line("  if (" + expression(Type.BOOLEAN, 2) + ") " + pick("break", "continue") + ";");
      block(depth);
    }
    locals.removeLast();
    line("}");
    loops--;
  }

  private void choose(int depth) {
    line("switch ((int) " + expression(Type.INT, 1) + pick("", " & 3", " & 7") + ") {");
    int cases = 1 + random.nextInt(4);
    boolean sparse = random.nextBoolean();
    for (int i = 0; i < cases; i++) {
      line("  case " + (sparse ? i * 1000 - 1000 : i) + ":");
      block(depth);
      if (random.nextInt(3) > 0) {
        line("    break;");
      }
    }
    if (random.nextBoolean()) {
      line("  default:");
      block(depth);
    }
    line("}");
  }

  private String expression(Type type, int depth) {
    return switch (type) {
      case BOOLEAN -> truth(depth);
      case INT -> integer(depth);
      case LONG -> wide(depth);
      case BYTE, SHORT, CHAR ->
          "(" + type.java() + ") (" + expression(pick(Type.INT, Type.LONG), depth + 1) + ")";
    };
  }

  private String truth(int depth) {
    if (depth >= MAX_DEPTH) {
      return leaf(Type.BOOLEAN);
    }
    int next = depth + 1;
    String relation = pick("==", "!=", "<", "<=", ">", ">=");
    return switch (random.nextInt(8)) {
      case 0, 1 -> "(" + integer(next) + " " + relation + " " + integer(next) + ")";
      case 2, 3 -> "(" + wide(next) + " " + relation + " " + wide(next) + ")";
      case 4 ->
          "(" + truth(next) + " " + pick("&&", "||", "^", "&", "|", "==") + " " + truth(next) + ")";
      case 5 -> "!" + truth(next);
      case 6 ->
          random.nextBoolean()
              ? "(Integer.compareUnsigned("
                  + integer(next)
                  + ", "
                  + integer(next)
                  + ") "
                  + relation
                  + " 0)"
              : "(Long.compareUnsigned(" + wide(next) + ", " + wide(next) + ") " + relation + " 0)";
      default -> leaf(Type.BOOLEAN);
    };
  }

  private String integer(int depth) {
    if (depth >= MAX_DEPTH) {
      return leaf(Type.INT);
    }
    int next = depth + 1;
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 ->
          "("
              + integer(next)
              + " "
              + pick("+", "-", "*", "&", "|", "^")
              + " "
              + integer(next)
              + ")";
      case 4 -> "(" + integer(next) + " " + pick("<<", ">>", ">>>") + " " + integer(next) + ")";
      case 5 ->
          "("
              + integer(next)
              + " "
              + pick("<<", ">>", ">>>")
              + " "
              + (random.nextInt(70) - 3)
              + ")";
      case 6 -> pick("-", "~") + "(" + integer(next) + ")";
      case 7 -> "(int) (" + wide(next) + ")";
      case 8 -> "(" + truth(next) + " ? " + integer(next) + " : " + integer(next) + ")";
      case 9 -> "Math." + pick("min", "max") + "(" + integer(next) + ", " + integer(next) + ")";
      case 10 -> "(" + pick("byte", "short", "char") + ") (" + integer(next) + ")";
      case 11 -> intrinsic("Integer", "reverseBytes", integer(next));
      case 12 ->
          random.nextBoolean()
              ? "(" + integer(next) + pick(" / ", " % ") + divisor(integer(next)) + ")"
              : "Integer."
                  + pick("divide", "remainder")
                  + "Unsigned("
                  + integer(next)
                  + ", "
                  + divisor(integer(next))
                  + ")";
      default -> leaf(Type.INT);
    };
  }

  private String wide(int depth) {
    if (depth >= MAX_DEPTH) {
      return leaf(Type.LONG);
    }
    int next = depth + 1;
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 ->
          "(" + wide(next) + " " + pick("+", "-", "*", "&", "|", "^") + " " + wide(next) + ")";
      case 4 -> "(" + wide(next) + " " + pick("<<", ">>", ">>>") + " " + integer(next) + ")";
      case 5 ->
          "(" + wide(next) + " " + pick("<<", ">>", ">>>") + " " + (random.nextInt(140) - 5) + ")";
      case 6 -> pick("-", "~") + "(" + wide(next) + ")";
      case 7, 8 -> "(long) " + integer(next);
      case 9 -> "(" + truth(next) + " ? " + wide(next) + " : " + wide(next) + ")";
      case 10 -> "Math." + pick("min", "max") + "(" + wide(next) + ", " + wide(next) + ")";
      case 11 -> intrinsic("Long", "reverseBytes", wide(next));
      case 12 ->
          random.nextBoolean()
              ? "(" + wide(next) + pick(" / ", " % ") + divisor(wide(next)) + ")"
              : "Long."
                  + pick("divide", "remainder")
                  + "Unsigned("
                  + wide(next)
                  + ", "
                  + divisor(wide(next))
                  + ")";
      case 13 -> "Integer.toUnsignedLong(" + integer(next) + ")";
      case 14 ->
          methods == 0
              ? leaf(Type.LONG)
              : "method"
                  + random.nextInt(methods)
                  + "("
                  + integer(next)
                  + ", "
                  + wide(next)
                  + ", "
                  + expression(Type.BYTE, next)
                  + ")";
      default -> leaf(Type.LONG);
    };
  }

  private String intrinsic(String type, String usual, String argument) {
    return type
        + "."
        + (random.nextInt(3) > 0 ? usual : pick("highestOneBit", "reverse", "lowestOneBit"))
        + "("
        + argument
        + ")";
  }

  /** Mostly not zero, so that programs do not fault at once. */
  private String divisor(String value) {
    return random.nextInt(8) == 0 ? value : "(" + value + " | " + (1 + random.nextInt(9)) + ")";
  }

  private String leaf(Type type) {
    List<Local> candidates =
        locals.stream()
            .filter(local -> local.type() == type || isInt(local.type()) && type == Type.INT)
            .toList();
    if (!candidates.isEmpty() && random.nextInt(6) > 0) {
      Local local = candidates.get(random.nextInt(candidates.size()));
      boolean steps = local.assignable() && local.type() == type && random.nextInt(12) == 0;
      return steps && type != Type.BOOLEAN
          ? pick(local.name() + "++", "(" + local.name() + " += 3)")
          : local.name();
    }
    List<Local> rows = arrays.stream().filter(array -> array.type() == type).toList();
    if (!rows.isEmpty() && random.nextInt(3) > 0) {
      return rows.get(random.nextInt(rows.size())).name()
          + "["
          + random.nextInt(ARRAY_LENGTH)
          + "]";
    }
    if (random.nextInt(8) == 0) {
      switch (type) {
        case INT -> {
          return pick("global0", "TABLE[" + random.nextInt(8) + "]");
        }
        case LONG -> {
          return "global1";
        }
        case BYTE -> {
          return "global2";
        }
        case BOOLEAN, SHORT, CHAR -> {}
      }
    }
    if (struct && type == Type.SHORT && random.nextBoolean()) {
      return "whole.row[" + random.nextInt(4) + "]";
    }
    if (struct && random.nextInt(3) == 0) {
      return "parts." + field(type);
    }
    return switch (type) {
      case BOOLEAN -> pick("true", "false");
      case LONG -> "(" + Differential.EDGES[random.nextInt(Differential.EDGES.length)] + "L)";
      default -> "(" + (int) Differential.EDGES[random.nextInt(Differential.EDGES.length)] + ")";
    };
  }

  private static boolean isInt(Type type) {
    return switch (type) {
      case BYTE, SHORT, CHAR, INT -> true;
      case BOOLEAN, LONG -> false;
    };
  }

  private static String asLong(String name, Type type) {
    return type == Type.BOOLEAN ? "(" + name + " ? 1 : 0)" : name;
  }

  private String fresh(String prefix) {
    return prefix + names++;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void line(String line) {
    text.append("  ".repeat(indent)).append(line).append('\n');
  }
}
