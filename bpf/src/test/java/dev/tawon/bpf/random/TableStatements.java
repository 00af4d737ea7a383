package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.statement;
import static dev.tawon.bpf.random.Tree.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements that read and change maps. */
final class TableStatements {
  private final Dice dice;
  private final Shapes shapes;
  private final Statements statements;
  private final Expressions expressions;

  TableStatements(Dice dice, Shapes shapes, Statements statements, Expressions expressions) {
    this.dice = dice;
    this.shapes = shapes;
    this.statements = statements;
    this.expressions = expressions;
  }

  private Tree key() {
    return dice.oneIn(3)
        ? text(String.valueOf(dice.below(Shapes.KEYS)))
        : text("(", expressions.of(INT, 2), ") & 3");
  }

  Tree any(int depth) {
    if (statements.scope.mapsAreHeld || dice.oneIn(3)) {
      return read(depth);
    }
    statements.changesMaps = true;
    if (dice.oneIn(4)) {
      return dice.coin() ? point() : box();
    }
    if (dice.coin()) {
      String function = dice.pick("put", "put", "putIfAbsent", "replace");
      return result(
          text("LONGS." + function + "(", key(), ", (long) (", expressions.of(LONG, 1), "))"));
    }
    if (dice.oneIn(3)) {
      return result(text(dice.pick("LONGS", "STRUCTS") + ".remove(", key(), ")"));
    }
    Shapes.Table table = shapes.table(dice.pick("STRUCTS", "ARRAY"));
    List<Scope.Reference> values =
        statements.scope.references.stream()
            .filter(each -> each.struct() == table.value().getFirst() && each.whole())
            .toList();
    if (values.isEmpty()) {
      return held(depth);
    }
    return result(text(table.name() + ".put(", key(), ", " + dice.pick(values).name() + ")"));
  }

  private Tree point() {
    List<Object> made = new ArrayList<>(List.of("POINTS.put(", key(), ", "));
    if (!statements.scope.records.isEmpty() && dice.coin()) {
      made.add(dice.pick(statements.scope.records));
    } else {
      made.add("new Point(");
      for (int i = 0; i < shapes.record.size(); i++) {
        made.add(i == 0 ? "" : ", ");
        made.add(expressions.of(shapes.record.get(i).type(), 2));
      }
      made.add(")");
    }
    made.add(")");
    return result(text(made));
  }

  private Tree box() {
    String function = dice.pick("put", "putIfAbsent", "replace");
    return result(
        text(
            "BOXES." + function + "(",
            key(),
            ", (" + shapes.boxed.java() + ") (",
            expressions.of(shapes.boxed, 1),
            "))"));
  }

  private Tree readBox() {
    String box = dice.fresh("box");
    String name = dice.fresh("v");
    Tree made =
        statement(
            shapes.boxed.object() + " " + box + " = BOXES.get(",
            key(),
            ");\n",
            shapes.boxed.java() + " " + name + " = ",
            expressions.of(shapes.boxed, 2),
            ";\nif (" + box + " != null) " + name + " = " + box + ";");
    statements.scope.numbers.add(new Scope.Number(name, shapes.boxed, true, false));
    return made;
  }

  private Tree readPoint(int depth) {
    String name = dice.fresh("point");
    Object mark = statements.scope.mark();
    boolean before = statements.scope.mapsAreHeld;
    statements.scope.mapsAreHeld = true;
    statements.scope.records.add(name);
    Tree body = statements.block(1 + dice.below(2), depth + 1);
    statements.scope.reset(mark);
    statements.scope.mapsAreHeld = before;
    return statement(
        "Point " + name + " = POINTS.get(",
        key(),
        ");\n",
        dice.oneIn(6) ? "{\n" : "if (" + name + " != null) {\n",
        body,
        "}");
  }

  private Tree result(Tree call) {
    if (dice.coin()) {
      return statement(call, ";");
    }
    String name = dice.fresh("v");
    statements.scope.numbers.add(new Scope.Number(name, INT, false, true));
    return statement("int " + name + " = ", call, ";");
  }

  private Tree read(int depth) {
    if (dice.oneIn(3)) {
      return dice.coin() ? readBox() : readPoint(depth);
    }
    String boxed = dice.fresh("box");
    String name = dice.fresh("v");
    Tree key = key();
    if (dice.coin()) {
      String counter = dice.fresh("counter");
      Tree amount = expressions.of(LONG, 2);
      Tree made =
          statement(
              "Counter " + counter + " = COUNTERS.get(",
              key,
              ");\n",
              "long " + name + " = 0;\n",
              "if (" + counter + " != null) {\n",
              switch (shapes.abilities.fetches() ? dice.below(6) : dice.pick(0, 5)) {
                case 0 -> text(counter + ".add(", amount, ");\n");
                case 1 -> text(name + " = " + counter + ".getAndAdd(", amount, ");\n");
                case 2 -> text(name + " = " + counter + ".getAndSet(", amount, ");\n");
                case 3 -> text(name + " = " + counter + ".compareAndExchange(0, ", amount, ");\n");
                case 4 ->
                    text(name + " = " + counter + ".compareAndSet(1, ", amount, ") ? 3 : 4;\n");
                default -> text(name + " = " + counter + ".value + ", amount, ";\n");
              },
              "}");
      statements.scope.numbers.add(new Scope.Number(name, LONG, true, false));
      return made;
    }
    Tree made =
        statement(
            "Long " + boxed + " = LONGS.get(",
            key,
            ");\n",
            "long " + name + " = " + boxed + " == null ? ",
            expressions.of(LONG, 3),
            " : " + boxed + ";");
    statements.scope.numbers.add(new Scope.Number(name, LONG, false, true));
    return made;
  }

  /** A function for each entry of a map. A table's entries come in any order, so that it does what the order does not matter for. */
  Tree each(int depth) {
    if (statements.scope.inLambda || statements.scope.loops > 0 || !statements.hasCallBacks()) {
      return any(depth);
    }
    Shapes.Table table = shapes.table(dice.pick("STRUCTS", "ARRAY", "TIGHT", "POINTS"));
    return table.isArray() ? eachElement(table, depth) : eachEntry(table);
  }

  private Tree eachElement(Shapes.Table table, int depth) {
    String key = dice.fresh("k");
    String value = dice.fresh("e");
    boolean stops = dice.coin();
    Scope outer = statements.enter(statements.scope.captured());
    Scope inner = statements.scope;
    inner.numbers.add(new Scope.Number(key, INT, false, true));
    inner.references.add(new Scope.Reference(value, table.value().getFirst(), false, false));
    Tree body = statements.branches().body(stops, depth);
    statements.enter(outer);
    outer.budget = inner.budget;
    String name = dice.fresh("v");
    outer.numbers.add(new Scope.Number(name, INT, false, true));
    return statement(
        "int " + name + " = " + table.name() + ".forEach" + (stops ? "While" : ""),
        "((box" + key + ", " + value + ") -> {\nint " + key + " = box" + key + ";\n",
        body,
        "});");
  }

  private Tree eachEntry(Shapes.Table table) {
    String sum = dice.fresh("sum");
    String name = dice.fresh("v");
    statements.scope.numbers.add(new Scope.Number(name, LONG, true, false));
    String term =
        table.name().equals("STRUCTS")
            ? "value.mix(key)"
            : shapes.record.stream()
                .map(field ->
                    field.type() == JavaType.BOOLEAN
                        ? "(value." + field.name() + "() ? key : 1)"
                        : "value." + field.name() + "()")
                .collect(Collectors.joining(" * 31 + "));
    return statement(
        "long[] " + sum + " = {" + dice.below(3) + "};\n",
        "long "
            + name
            + " = "
            + table.name()
            + ".forEach((key, value) -> "
            + sum
            + "[0] "
            + dice.pick("+", "^")
            + "= "
            + term
            + ");\n",
        name + " = " + name + " * 31 + " + sum + "[0];");
  }

  /** A block with a map's value, of which the map is not changed. */
  Tree held(int depth) {
    Scope scope = statements.scope;
    Shapes.Table table = shapes.table(dice.pick("STRUCTS", "ARRAY", "TIGHT"));
    Shapes.Struct struct = table.value().getFirst();
    String name = dice.fresh("value");
    Tree key =
        table.isArray() && dice.oneIn(8) ? text("(int) (", expressions.of(INT, 3), ")") : key();
    boolean before = scope.mapsAreHeld;
    Object mark = scope.mark();
    scope.mapsAreHeld = true;
    scope.references.add(new Scope.Reference(name, struct, false, false));
    Tree body = statements.block(1 + dice.below(3), depth + 1);
    scope.reset(mark);
    scope.mapsAreHeld = before;
    return statement(
        struct.name() + " " + name + " = " + table.name() + ".get(",
        key,
        ");\n",
        // Without the check, what is missing is a fault.
        dice.oneIn(6) ? "{\n" : "if (" + name + " != null) {\n",
        body,
        "}");
  }
}
