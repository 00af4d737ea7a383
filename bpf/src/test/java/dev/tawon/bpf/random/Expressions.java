package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.BOOLEAN;
import static dev.tawon.bpf.random.JavaType.BYTE;
import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.expression;

import java.util.ArrayList;
import java.util.List;

/** Expressions of all integer types, from what a scope has. */
final class Expressions {
  private final Dice dice;
  private final Shapes shapes;

  /** How deep expressions are nested. */
  private final int depths;

  private final LibraryExpressions library;

  Scope scope;

  Expressions(Dice dice, Shapes shapes, Scope scope) {
    this.dice = dice;
    this.shapes = shapes;
    this.scope = scope;
    depths = dice.between(2, 4);
    library = new LibraryExpressions(dice, this);
  }

  /** An expression that can be assigned to a variable of a type. */
  Tree of(JavaType type, int depth) {
    return switch (type) {
      case BOOLEAN -> truth(depth);
      case INT -> integer(depth);
      case LONG -> wide(depth);
      case BYTE, SHORT, CHAR ->
          dice.oneIn(4)
              ? leaf(type)
              : expression(
                  type, "(" + type.java() + ") (", of(dice.pick(INT, LONG), depth + 1), ")");
    };
  }

  private Tree truth(int depth) {
    if (depth >= depths) {
      return leaf(BOOLEAN);
    }
    int next = depth + 1;
    String relation = dice.pick(" == ", " != ", " < ", " <= ", " > ", " >= ");
    return switch (dice.below(13)) {
      case 11 -> library.truth(next);
      case 12 -> call(BOOLEAN, next);
      case 0, 1 -> expression(BOOLEAN, "(", integer(next), relation, integer(next), ")");
      case 2, 3 -> expression(BOOLEAN, "(", wide(next), relation, wide(next), ")");
      case 4, 5 ->
          expression(
              BOOLEAN,
              "(",
              truth(next),
              dice.pick(" && ", " || ", " ^ ", " & ", " | ", " == ", " != "),
              truth(next),
              ")");
      case 6 -> expression(BOOLEAN, "!", truth(next));
      case 7 ->
          expression(
              BOOLEAN,
              "(Integer.compareUnsigned(",
              integer(next),
              ", ",
              integer(next),
              ")" + relation + "0)");
      case 8 ->
          expression(
              BOOLEAN,
              "(Long.compareUnsigned(",
              wide(next),
              ", ",
              wide(next),
              ")" + relation + "0)");
      case 9 -> expression(BOOLEAN, "(", truth(next), " ? ", truth(next), " : ", truth(next), ")");
      default -> leaf(BOOLEAN);
    };
  }

  private Tree integer(int depth) {
    if (depth >= depths) {
      return leaf(INT);
    }
    int next = depth + 1;
    return switch (dice.below(24)) {
      case 0, 1, 2, 3 -> binary(INT, next);
      case 4 ->
          expression(INT, "(", integer(next), shift(), of(dice.oneIn(4) ? LONG : INT, next), ")");
      case 5 -> expression(INT, "(", integer(next), shift() + (dice.below(70) - 3) + ")");
      case 6 -> expression(INT, dice.pick("-", "~") + "(", integer(next), ")");
      case 7 -> expression(INT, "(int) (", wide(next), ")");
      case 8 -> choice(INT, next);
      case 9 -> two(INT, "Math." + dice.pick("min", "max"), integer(next), integer(next));
      case 10 ->
          expression(INT, "(" + dice.pick("byte", "short", "char") + ") (", integer(next), ")");
      case 11, 12 ->
          one(
              INT,
              "Integer."
                  + dice.pick(
                      "reverseBytes",
                      "reverse",
                      "highestOneBit",
                      "lowestOneBit",
                      "bitCount",
                      "numberOfLeadingZeros",
                      "numberOfTrailingZeros",
                      "signum",
                      "hashCode"),
              integer(next));
      case 13 ->
          one(
              INT,
              "Long."
                  + dice.pick(
                      "bitCount",
                      "numberOfLeadingZeros",
                      "numberOfTrailingZeros",
                      "signum",
                      "hashCode"),
              wide(next));
      case 14 -> division(INT, "Integer", integer(next), integer(next));
      case 15 ->
          two(INT, "Integer.rotate" + dice.pick("Left", "Right"), integer(next), integer(next));
      case 16 ->
          dice.coin()
              ? two(
                  INT, "Integer.compare" + dice.pick("", "Unsigned"), integer(next), integer(next))
              : two(INT, "Long.compare" + dice.pick("", "Unsigned"), wide(next), wide(next));
      case 17 -> one(INT, "Math.abs", integer(next));
      case 18 -> exact(INT, integer(next), integer(next));
      case 19 -> cases(INT, next);
      case 20 -> call(dice.pick(INT, INT, JavaType.SHORT, JavaType.CHAR, BYTE), next);
      case 21 -> kindNumber(next);
      case 22 -> library.integer(next);
      default -> leaf(INT);
    };
  }

  private Tree wide(int depth) {
    if (depth >= depths) {
      return leaf(LONG);
    }
    int next = depth + 1;
    return switch (dice.below(24)) {
      case 0, 1, 2, 3 -> binary(LONG, next);
      case 4 ->
          expression(LONG, "(", wide(next), shift(), of(dice.oneIn(3) ? LONG : INT, next), ")");
      case 5 -> expression(LONG, "(", wide(next), shift() + (dice.below(140) - 5) + ")");
      case 6 -> expression(LONG, dice.pick("-", "~") + "(", wide(next), ")");
      case 7, 8 -> expression(LONG, "(long) ", integer(next));
      case 9 -> choice(LONG, next);
      case 10 -> two(LONG, "Math." + dice.pick("min", "max"), wide(next), wide(next));
      case 11, 12 ->
          one(
              LONG,
              "Long."
                  + dice.pick(
                      "reverseBytes", "reverse", "highestOneBit", "lowestOneBit", "reverseBytes"),
              wide(next));
      case 13, 14 -> division(LONG, "Long", wide(next), wide(next));
      case 15 -> one(LONG, "Integer.toUnsignedLong", integer(next));
      case 16 -> two(LONG, "Long.rotate" + dice.pick("Left", "Right"), wide(next), integer(next));
      case 17 -> one(LONG, "Math.abs", wide(next));
      case 18 -> exact(LONG, wide(next), wide(next));
      case 19 -> cases(LONG, next);
      case 20, 21 -> call(LONG, next);
      case 22 -> library.wide(next);
      default -> leaf(LONG);
    };
  }

  private Tree binary(JavaType type, int next) {
    String operator = dice.pick(" + ", " - ", " * ", " & ", " | ", " ^ ");
    return expression(type, "(", of(type, next), operator, of(type, next), ")");
  }

  private String shift() {
    return dice.pick(" << ", " >> ", " >>> ");
  }

  private Tree choice(JavaType type, int next) {
    return expression(type, "(", truth(next), " ? ", of(type, next), " : ", of(type, next), ")");
  }

  private static Tree one(JavaType type, String function, Tree argument) {
    return expression(type, function + "(", argument, ")");
  }

  private static Tree two(JavaType type, String function, Tree left, Tree right) {
    return expression(type, function + "(", left, ", ", right, ")");
  }

  private Tree division(JavaType type, String owner, Tree left, Tree right) {
    // Mostly not zero, so that programs do not fault at once.
    Tree divisor =
        dice.oneIn(8)
            ? right
            : dice.oneIn(3)
                ? expression(type, "(" + dice.pick(-7, -1, 2, 3, 10, 16, 1000, 65537) + ")")
                : expression(type, "(", right, " | " + dice.between(1, 9) + ")");
    return switch (dice.below(6)) {
      case 0 -> two(type, owner + ".divideUnsigned", left, divisor);
      case 1 -> two(type, owner + ".remainderUnsigned", left, divisor);
      case 2 -> two(type, "Math.floor" + dice.pick("Mod", "Div"), left, divisor);
      default -> expression(type, "(", left, dice.pick(" / ", " % "), divisor, ")");
    };
  }

  /** What overflows is a fault; mostly it does not. */
  private Tree exact(JavaType type, Tree left, Tree right) {
    String mask = dice.oneIn(6) ? "" : " & 0x3ff";
    return expression(
        type,
        "Math." + dice.pick("add", "subtract", "multiply") + "Exact((",
        left,
        ")" + mask + ", (",
        right,
        ")" + mask + ")");
  }

  /** A switch expression. */
  private Tree cases(JavaType type, int next) {
    List<Object> parts = new ArrayList<>(List.of("switch (", integer(next), " & 7) {"));
    int first = dice.below(4);
    for (int i = dice.between(1, 3); i > 0; i--) {
      parts.add(" case " + (first + 2 * i) + (dice.oneIn(3) ? ", " + (first + 2 * i + 1) : ""));
      parts.add(" -> ");
      parts.add(of(type, next + 1));
      parts.add(";");
    }
    parts.add(" default -> ");
    parts.add(of(type, next + 1));
    parts.add("; }");
    return expression(type, "(", Tree.text(parts), ")");
  }

  /** A call of one of the module's methods whose result fits. */
  private Tree call(JavaType type, int next) {
    List<Scope.Method> fitting =
        scope.methods.stream()
            .filter(method -> method.returns() == type)
            .filter(method -> !(scope.mapsAreHeld && method.changesMaps()))
            .toList();
    return fitting.isEmpty() ? leaf(type) : call(dice.pick(fitting), next);
  }

  Tree call(Scope.Method method, int next) {
    List<Object> parts = new ArrayList<>(List.of(method.name() + "("));
    for (Object parameter : method.parameters()) {
      if (parts.size() > 1) {
        parts.add(", ");
      }
      switch (parameter) {
        case JavaType number -> parts.add(of(number, Math.max(next, 2)));
        case Shapes.Struct struct -> parts.add(reference(struct));
        case Scope.Row row -> parts.add(row(row));
        default -> parts.add(kind(next));
      }
    }
    parts.add(")");
    return expression(method.returns(), parts.toArray());
  }

  private Object reference(Shapes.Struct struct) {
    List<Scope.Reference> fitting =
        scope.references.stream().filter(each -> each.struct() == struct).toList();
    return fitting.isEmpty() ? "new " + struct.name() + "()" : dice.pick(fitting).name();
  }

  /** An array for a parameter that is one. */
  private Object row(Scope.Row parameter) {
    List<Scope.Row> fitting =
        rows().stream()
            .filter(row -> row.type() == parameter.type() && row.length() >= parameter.length())
            .toList();
    return fitting.isEmpty()
        ? "new " + parameter.type().java() + "[" + parameter.length() + "]"
        : dice.pick(fitting).expression();
  }

  /** An enum's constant, or null. */
  Tree kind(int depth) {
    if (!scope.enums.isEmpty() && dice.coin()) {
      return Tree.text(dice.pick(scope.enums));
    }
    String constant = "Kind.K" + dice.below(shapes.kinds);
    return switch (dice.below(6)) {
      case 0 -> Tree.text("Kind.values()[(", integer(Math.max(depth, 3)), ") & 1]");
      case 1 -> Tree.text("(", truth(Math.max(depth, 3)), " ? " + constant + " : Kind.K0)");
      case 2 ->
          dice.oneIn(4)
              ? Tree.text("(", truth(Math.max(depth, 3)), " ? " + constant + " : (Kind) null)")
              : Tree.text(constant);
      default -> Tree.text(constant);
    };
  }

  private Tree kindNumber(int depth) {
    return switch (dice.below(5)) {
      case 3 -> expression(INT, kindOfReference(depth), ".apply(", integer(depth), ")");
      case 0 -> expression(INT, kindOfReference(depth), ".ordinal()");
      case 1 -> expression(INT, kindOfReference(depth), ".cost");
      case 2 -> expression(INT, kindOfReference(depth), ".compareTo(", kind(depth), ")");
      default ->
          expression(INT, "(", kind(depth), dice.pick(" == ", " != "), kind(depth), " ? 1 : 0)");
    };
  }

  private Tree kindOfReference(int depth) {
    List<Scope.Reference> holders =
        scope.references.stream()
            .filter(each -> each.struct().rows() == 0 && !each.struct().inner().isEmpty())
            .toList();
    return holders.isEmpty() || dice.coin()
        ? kind(depth)
        : Tree.text(dice.pick(holders).name() + ".kind");
  }

  /** An index of a row, which is mostly within. */
  Tree index(int length) {
    boolean powerOfTwo = Integer.bitCount(length) == 1;
    return switch (dice.below(14)) {
      case 0 -> expression(INT, "(", integer(3), " & 15)");
      case 1 -> integer(3);
      case 2, 3, 4 -> expression(INT, String.valueOf(dice.below(length)));
      case 5 -> expression(INT, "Math.floorMod(", integer(3), ", " + length + ")");
      case 6 -> expression(INT, "Integer.remainderUnsigned(", integer(3), ", " + length + ")");
      default ->
          powerOfTwo
              ? expression(INT, "(", integer(3), " & " + (length - 1) + ")")
              : expression(INT, "((", integer(3), " & 0xffff) % " + length + ")");
    };
  }

  /** All rows of numbers that there are. */
  List<Scope.Row> rows() {
    List<Scope.Row> rows = new ArrayList<>(scope.rows);
    for (Shapes.Field field : shapes.statics) {
      if (field.isArray()) {
        rows.add(new Scope.Row(field.name(), field.type(), field.length()));
      }
    }
    for (Scope.Reference reference : scope.references) {
      addRows(rows, reference.name(), reference.struct());
    }
    return rows;
  }

  private void addRows(List<Scope.Row> to, String name, Shapes.Struct struct) {
    for (Shapes.Field field : struct.arrays()) {
      to.add(new Scope.Row(name + "." + field.name(), field.type(), field.length()));
    }
    for (Shapes.Struct inner : struct.inner()) {
      addRows(to, name + part(struct), inner);
    }
  }

  /** All places of numbers in structs and static fields. */
  List<Scope.Number> fields() {
    List<Scope.Number> fields = new ArrayList<>();
    for (Shapes.Field field : shapes.statics) {
      if (!field.isArray()) {
        fields.add(new Scope.Number(field.name(), field.type(), true, false));
      }
    }
    for (Scope.Reference reference : scope.references) {
      add(fields, reference.name(), reference.struct());
    }
    return fields;
  }

  private void add(List<Scope.Number> to, String name, Shapes.Struct struct) {
    for (Shapes.Field field : struct.numbers()) {
      to.add(new Scope.Number(name + "." + field.name(), field.type(), true, false));
    }
    for (Shapes.Struct inner : struct.inner()) {
      add(to, name + part(struct), inner);
    }
  }

  private String part(Shapes.Struct struct) {
    return struct.rows() == 0 ? ".inner" : ".rows[" + dice.below(struct.rows()) + "]";
  }

  private static boolean fits(JavaType have, JavaType want) {
    return have == want || have.isInt() && want == INT || have == BYTE && want == JavaType.SHORT;
  }

  Tree leaf(JavaType type) {
    int kind = dice.below(16);
    if (kind < 9) {
      List<Scope.Number> locals = scope.numbers(local -> fits(local.type(), type));
      if (!locals.isEmpty()) {
        return use(dice.pick(locals), type);
      }
    }
    if (kind < 11) {
      List<Scope.Row> rows = rows().stream().filter(row -> fits(row.type(), type)).toList();
      if (!rows.isEmpty()) {
        Scope.Row row = dice.pick(rows);
        return dice.oneIn(8)
            ? type == INT
                ? expression(INT, row.expression() + ".length")
                : expression(type, row.expression() + "[", index(row.length()), "]")
            : expression(type, row.expression() + "[" + dice.below(row.length()) + "]");
      }
    }
    if (kind < 14) {
      List<Scope.Number> fields = new ArrayList<>(fields());
      shapes.constants.forEach(
          each -> fields.add(new Scope.Number(each.name(), each.type(), false, false)));
      fields.removeIf(field -> !fits(field.type(), type));
      if (!fields.isEmpty()) {
        return use(dice.pick(fields), type);
      }
    }
    if (kind == 14 && !scope.records.isEmpty()) {
      List<Shapes.Field> parts =
          shapes.record.stream().filter(field -> fits(field.type(), type)).toList();
      if (!parts.isEmpty()) {
        return expression(type, dice.pick(scope.records) + "." + dice.pick(parts).name() + "()");
      }
    }
    return literal(type);
  }

  private Tree use(Scope.Number number, JavaType type) {
    if (number.assignable() && number.type() == type && type != BOOLEAN && dice.oneIn(12)) {
      return expression(
          type,
          switch (dice.below(4)) {
            case 0 -> number.name() + "++";
            case 1 -> "--" + number.name();
            case 2 -> "(" + number.name() + " += 3)";
            default -> "(" + number.name() + " = " + (type == LONG ? 5 : "5") + ")";
          });
    }
    return expression(type, number.name());
  }

  Tree literal(JavaType type) {
    return expression(
        type,
        switch (type) {
          case BOOLEAN -> dice.pick("true", "false");
          case LONG -> "(" + dice.number() + "L)";
          case INT -> "(" + (int) dice.number() + ")";
          case BYTE, SHORT, CHAR -> "(" + type.java() + ") (" + (int) dice.number() + ")";
        });
  }
}
