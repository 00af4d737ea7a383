package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.statement;
import static dev.tawon.bpf.random.Tree.text;

import java.util.List;

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
      return read();
    }
    statements.changesMaps = true;
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

  private Tree result(Tree call) {
    if (dice.coin()) {
      return statement(call, ";");
    }
    String name = dice.fresh("v");
    statements.scope.numbers.add(new Scope.Number(name, INT, false, true));
    return statement("int " + name + " = ", call, ";");
  }

  private Tree read() {
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
              switch (dice.below(6)) {
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
