package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.BOOLEAN;
import static dev.tawon.bpf.random.JavaType.BYTE;
import static dev.tawon.bpf.random.JavaType.CHAR;
import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.JavaType.SHORT;
import static dev.tawon.bpf.random.Tree.expression;

import java.util.List;
import java.util.function.Supplier;

/** Calls of what the Java library computes, of functions that are passed, and of strings. */
final class LibraryExpressions {
  /** What strings are: some have the same hash, and one is not of Latin letters alone. */
  static final List<String> WORDS =
      List.of(
          "\"\"",
          "\"a\"",
          "\"Aa\"",
          "\"BB\"",
          "\"read\"",
          "\"write\"",
          "\"caf\\u00e9\"",
          "\"AaBB\"");

  private final Dice dice;
  private final Expressions expressions;

  /** Whether this is in a lambda that is passed. */
  private boolean passing;

  LibraryExpressions(Dice dice, Expressions expressions) {
    this.dice = dice;
    this.expressions = expressions;
  }

  private Tree of(JavaType type, int depth) {
    return expressions.of(type, depth);
  }

  private Scope scope() {
    return expressions.scope;
  }

  Tree truth(int depth) {
    return switch (dice.below(4)) {
      case 0 -> sameObject(depth);
      case 1 ->
          expression(
              BOOLEAN, word(), dice.pick(".equals(", ".startsWith(", ".endsWith("), word(), ")");
      case 2 ->
          expression(
              BOOLEAN, "Boolean.logicalXor(", of(BOOLEAN, depth), ", ", of(BOOLEAN, depth), ")");
      default ->
          expression(BOOLEAN, "(", expressions.kind(depth), dice.pick(" == ", " != "), "null)");
    };
  }

  /** Whether references are the same, or null. */
  private Tree sameObject(int depth) {
    List<Scope.Reference> references = scope().references;
    if (references.isEmpty()) {
      return of(BOOLEAN, depth);
    }
    Scope.Reference one = dice.pick(references);
    List<Scope.Reference> same =
        references.stream().filter(each -> each.struct() == one.struct()).toList();
    String other = dice.oneIn(3) ? "null" : dice.pick(same).name();
    return expression(BOOLEAN, "(" + one.name() + dice.pick(" == ", " != ") + other + ")");
  }

  Tree integer(int depth) {
    return switch (dice.below(14)) {
      case 0 -> expression(INT, "Math.clamp(", of(LONG, depth), ", " + bounds() + ")");
      case 1 -> expression(INT, "Integer.compress(", of(INT, depth), ", ", of(INT, depth), ")");
      case 2 -> expression(INT, "Integer.expand(", of(INT, depth), ", ", of(INT, depth), ")");
      case 3 ->
          expression(
              INT,
              dice.pick("Byte", "Short") + ".toUnsignedInt((",
              expression(BYTE, "(byte) (", of(INT, depth), ")"),
              "))");
      case 4 ->
          dice.coin()
              ? expression(INT, "Short.reverseBytes(", of(SHORT, depth), ")")
              : expression(INT, "(int) Character.reverseBytes(", of(CHAR, depth), ")");
      case 5 ->
          expression(
              INT,
              "Math."
                  + dice.pick("absExact", "negateExact", "incrementExact", "decrementExact")
                  + "(",
              of(INT, depth),
              ")");
      case 6 -> expression(INT, "Math.toIntExact((", of(LONG, depth), ") >> 33)");
      case 7 ->
          expression(
              INT,
              dice.pick("Byte", "Short") + ".compare(",
              of(BYTE, depth),
              ", ",
              of(BYTE, depth),
              ")");
      case 8 ->
          expression(INT, "Boolean.compare(", of(BOOLEAN, depth), ", ", of(BOOLEAN, depth), ")");
      case 9 ->
          expression(
              INT,
              "Math.ceilDiv(",
              of(INT, depth),
              ", " + dice.pick("-3", "1", "2", "7", "1000") + ")");
      case 10 -> expression(INT, word(), ".length()");
      case 11 -> expression(INT, word(), ".hashCode()");
      case 12 -> lambda(INT, "twice(", List.of(INT), INT, () -> expressions.of(INT, depth), depth);
      default ->
          lambda(INT, "count(", List.of(INT), BOOLEAN, () -> expressions.of(INT, depth), depth);
    };
  }

  private String bounds() {
    int low = (int) dice.number();
    return Math.min(low, 100) + ", " + Math.max(low, 100);
  }

  Tree wide(int depth) {
    return switch (dice.below(8)) {
      case 0 ->
          expression(
              LONG,
              "Math.clamp(",
              of(LONG, depth),
              ", (long) " + dice.pick("-5, 70000", "0, 255") + ")");
      case 1 ->
          expression(
              LONG,
              "Math." + dice.pick("multiplyHigh", "unsignedMultiplyHigh") + "(",
              of(LONG, depth),
              ", ",
              of(LONG, depth),
              ")");
      case 2 -> expression(LONG, "Math.multiplyFull(", of(INT, depth), ", ", of(INT, depth), ")");
      case 3 ->
          expression(
              LONG,
              "Math." + dice.pick("absExact", "negateExact", "incrementExact") + "(",
              of(LONG, depth),
              ")");
      case 4 ->
          expression(LONG, dice.pick("Byte", "Short") + ".toUnsignedLong(", of(BYTE, depth), ")");
      case 5 ->
          expression(
              LONG,
              "Long." + dice.pick("sum", "max", "min") + "(",
              of(LONG, depth),
              ", ",
              of(LONG, depth),
              ")");
      case 6 ->
          expression(
              LONG,
              "Math.ceilMod(",
              of(LONG, depth),
              ", " + dice.pick("-3", "1", "2", "7", "1000") + "L)");
      default ->
          lambda(
              LONG, "both(", List.of(LONG, LONG), LONG, () -> expressions.of(LONG, depth), depth);
    };
  }

  /** A call that passes a lambda, and as many values as that has parameters. */
  private Tree lambda(
      JavaType type,
      String call,
      List<JavaType> parameters,
      JavaType result,
      Supplier<Tree> argument,
      int depth) {
    if (passing) {
      // A method that is in its own lambda counts as one that calls itself.
      return argument.get();
    }
    passing = true;
    Scope outer = scope();
    expressions.scope = outer.captured();
    StringBuilder head = new StringBuilder();
    for (JavaType parameter : parameters) {
      String name = dice.fresh("x");
      scope().numbers.add(new Scope.Number(name, parameter, false, true));
      head.append(head.isEmpty() ? "(" : ", ").append(name);
    }
    Tree body = expressions.of(result, depth);
    expressions.scope = outer;
    passing = false;
    return parameters.size() == 1
        ? expression(type, call + head + ") -> ", body, ", ", argument.get(), ")")
        : expression(
            type, call + head + ") -> ", body, ", ", argument.get(), ", ", argument.get(), ")");
  }

  /** A string. */
  String word() {
    return scope().strings.isEmpty() || dice.oneIn(4)
        ? dice.pick(WORDS)
        : dice.pick(scope().strings);
  }
}
