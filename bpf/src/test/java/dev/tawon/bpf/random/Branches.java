package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.BOOLEAN;
import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.statement;
import static dev.tawon.bpf.random.Tree.text;

import java.util.ArrayList;
import java.util.List;

/** Statements that hold others. */
final class Branches {
  private final Dice dice;
  private final Statements statements;
  private final Expressions expressions;
  private String lambdaResult = "";

  Branches(Dice dice, Statements statements, Expressions expressions) {
    this.dice = dice;
    this.statements = statements;
    this.expressions = expressions;
  }

  /** What a return in the lambda around gives. */
  String lambdaResult() {
    return lambdaResult;
  }

  private Scope scope() {
    return statements.scope;
  }

  private Tree block(int depth) {
    return statements.block(1 + dice.below(3), depth + 1);
  }

  Tree condition(int depth) {
    Tree test = expressions.of(BOOLEAN, dice.below(2));
    Tree then = block(depth);
    return switch (dice.below(3)) {
      case 0 -> statement("if (", test, ") {\n", then, "}");
      case 1 -> statement("if (", test, ") {\n", then, "} else {\n", block(depth), "}");
      default ->
          statement(
              "if (",
              test,
              ") {\n",
              then,
              "} else if (",
              expressions.of(BOOLEAN, 1),
              ") {\n",
              block(depth),
              "}");
    };
  }

  Tree loop(int depth) {
    if (scope().loops >= 2) {
      return condition(depth);
    }
    int trips = dice.between(1, scope().loops > 0 ? 3 : 6);
    scope().loops++;
    String label = dice.fresh("l");
    Object mark = scope().mark();
    String counter = dice.fresh("n");
    List<Scope.Row> local = scope().rows;
    int kind = dice.below(local.isEmpty() ? 12 : 13);
    if (kind == 11 && !statements.hasIterators()) {
      kind = 7;
    }
    Tree stop = expressions.of(BOOLEAN, 2);
    Tree limit = expressions.of(INT, 2);
    if (kind != 12) {
      scope().numbers.add(new Scope.Number(counter, kind == 4 ? LONG : INT, false, false));
    }
    scope().labels.add(label);
    Scope.Row row = kind == 12 ? dice.pick(local) : null;
    String element = dice.fresh("each");
    if (row != null) {
      scope().numbers.add(new Scope.Number(element, row.type(), false, false));
    }
    Tree body = block(depth);
    scope().labels.removeLast();
    scope().reset(mark);
    scope().loops--;
    Object[] parts =
        switch (kind) {
          case 0 -> parts("for (int %n = " + trips + "; %n > 0; %n--) {\n", counter, body);
          case 1 ->
              new Object[] {
                "for (int " + counter + " = 0; " + counter + " < " + trips + " && ",
                stop,
                "; " + counter + "++) {\n",
                body,
                "}"
              };
          case 2 ->
              new Object[] {
                "for (int " + counter + " = 0, " + counter + "m = (",
                limit,
                ") & 3; " + counter + " < " + counter + "m; " + counter + "++) {\n",
                body,
                "}"
              };
          case 3 ->
              parts(
                  "for (int %n = -" + trips + "; %n < " + trips + "; %n += 2) {\n", counter, body);
          case 9 ->
              parts("for (int %n = 1; %n < " + (1 << trips) + "; %n <<= 1) {\n", counter, body);
          case 10 ->
              new Object[] {
                "for (int " + counter + " = (",
                limit,
                ") & 31; " + counter + " != 0; " + counter + " >>>= 1) {\n",
                body,
                "}"
              };
          case 11 ->
              new Object[] {
                "for (int " + counter + " : Bpf.range(" + (dice.below(3) - 1) + ", ",
                dice.coin() ? text(String.valueOf(trips)) : text("(", limit, ") & 7"),
                ")) {\n",
                body,
                "}"
              };
          case 4 -> parts("for (long %n = 0; %n < " + trips + "; %n++) {\n", counter, body);
          case 12 ->
              new Object[] {
                "for (" + row.type().java() + " " + element + " : " + row.expression() + ") {\n",
                body,
                "}"
              };
          default -> parts("for (int %n = 0; %n < " + trips + "; %n++) {\n", counter, body);
        };
    if (kind == 8) {
      return statement(
          "int " + counter + " = 0;\n" + label + ": for (;;) {\n",
          "if (++" + counter + " > " + trips + ") break;\n",
          body,
          "}");
    }
    if (kind == 5) {
      // The same, written as loops that test at the end and at the begin.
      return statement(
          "int " + counter + " = 0;\n" + label + ": do {\n",
          body,
          "} while (++" + counter + " < " + trips + " && ",
          stop,
          ");");
    }
    if (kind == 6) {
      return statement(
          "int " + counter + " = " + trips + ";\n" + label + ": while (" + counter + "-- > 0) {\n",
          body,
          "}");
    }
    List<Object> all = new ArrayList<>(List.of(label + ": "));
    all.addAll(List.of(parts));
    return statement(all.toArray());
  }

  private static Object[] parts(String head, String counter, Tree body) {
    return new Object[] {head.replace("%n", counter), body, "}"};
  }

  /** A function that the kernel calls. */
  Tree callBack(int depth) {
    if (scope().loops > 0
        || scope().inLambda
        || scope().mapsAreHeld && !dice.oneIn(4)
        || !statements.hasCallBacks()) {
      return condition(depth);
    }
    String captured = dice.fresh("c");
    String index = dice.fresh("i");
    JavaType type = dice.pick(JavaType.values());
    Tree before = text(type.java() + " " + captured + " = ", expressions.of(type, 1), ";\n");
    Scope outer = statements.enter(scope().captured());
    scope().numbers.add(new Scope.Number(captured, type, false, true));
    scope().numbers.add(new Scope.Number(index, INT, false, true));
    boolean stops = dice.coin();
    Tree body = body(stops, depth);
    int left = scope().budget;
    statements.enter(outer);
    outer.budget = left;
    Tree count =
        dice.coin()
            ? text(String.valueOf(dice.between(0, 5)))
            : text("(", expressions.of(INT, 2), ") & 7");
    Tree made =
        text("Bpf.loop" + (stops ? "While(" : "("), count, ", " + index + " -> {\n", body, "});");
    outer.numbers.add(new Scope.Number(captured, type, false, true));
    if (dice.coin()) {
      String done = dice.fresh("v");
      outer.numbers.add(new Scope.Number(done, INT, false, true));
      return statement(before, "int " + done + " = ", made);
    }
    return statement(before, made);
  }

  /** The body of a function that the kernel calls; the scope is what it sees. */
  Tree body(boolean stops, int depth) {
    lambdaResult = stops ? " " + dice.coin() : "";
    Tree body = block(Math.max(depth, 1));
    return stops ? text(body, "return ", expressions.of(BOOLEAN, 2), ";\n") : body;
  }

  Tree chooseKind(int depth) {
    List<Object> parts = new ArrayList<>();
    if (dice.coin()) {
      parts.addAll(List.of("switch (", expressions.kind(1), ") {\ncase K0 -> {\n"));
      parts.addAll(List.of(block(depth), "}\ncase K1 -> {\n", block(depth), "}\ndefault -> {\n"));
      parts.addAll(List.of(block(depth), "}\n}"));
    } else {
      parts.addAll(List.of("switch (", expressions.kind(1), ") {\ncase K1:\n", block(depth)));
      parts.add(dice.coin() ? "break;\n" : "");
      parts.addAll(List.of("case K0:\n", block(depth), "}"));
    }
    return statement(parts.toArray());
  }

  Tree choose(int depth) {
    List<Object> parts = new ArrayList<>();
    parts.addAll(
        List.of(
            "switch ((int) ",
            expressions.of(INT, 1),
            dice.pick("", " & 3", " & 7", " >>> 29") + ") {\n"));
    int cases = 1 + dice.below(4);
    boolean sparse = dice.coin();
    for (int i = 0; i < cases; i++) {
      parts.addAll(List.of("case " + (sparse ? i * 1000 - 1000 : i) + ":\n", block(depth)));
      if (dice.below(3) > 0) {
        parts.add("break;\n");
      }
    }
    if (dice.coin()) {
      parts.addAll(List.of("default:\n", block(depth)));
    }
    parts.add("}");
    return statement(parts.toArray());
  }

  /** A switch whose cases do not fall through, or one that gives a value. */
  Tree arrows(int depth) {
    List<Object> parts = new ArrayList<>();
    String name = dice.fresh("v");
    boolean gives = dice.coin();
    if (gives) {
      parts.add("long " + name + " = ");
    }
    parts.addAll(List.of("switch (", expressions.of(INT, 1), " & 15) {\n"));
    List<String> labels = List.copyOf(scope().labels);
    if (gives) {
      // Nothing jumps out of an expression.
      scope().labels.clear();
    }
    for (int i = 0; i < 2; i++) {
      parts.add("case " + (i * 4) + ", " + (i * 4 + 1) + " -> {\n");
      Object known = scope().mark();
      parts.add(gives ? yielding() : block(depth));
      scope().reset(known);
      parts.add("}\n");
    }
    parts.add("default -> {\n");
    Object mark = scope().mark();
    parts.add(gives ? yielding() : block(depth));
    scope().reset(mark);
    parts.add(gives ? "}\n};" : "}\n}");
    if (gives) {
      scope().labels.addAll(labels);
      scope().numbers.add(new Scope.Number(name, LONG, false, true));
    }
    return statement(parts.toArray());
  }

  private Tree yielding() {
    // After "yield" a parenthesis is a call.
    Tree before = statements.declare();
    String name = dice.fresh("y");
    return text(
        before, "long " + name + " = ", expressions.of(LONG, 1), ";\nyield " + name + ";\n");
  }
}
