package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.BOOLEAN;
import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.statement;
import static dev.tawon.bpf.random.Tree.text;

import java.util.ArrayList;
import java.util.List;

/** Statements about whole arrays and strings. */
final class LibraryStatements {
  private final Dice dice;
  private final Shapes shapes;
  private final Statements statements;
  private final Expressions expressions;

  LibraryStatements(Dice dice, Shapes shapes, Statements statements, Expressions expressions) {
    this.dice = dice;
    this.shapes = shapes;
    this.statements = statements;
    this.expressions = expressions;
  }

  /** Sets the memory besides the stack, which holds what the last run left, and has it used. */
  Tree scratch() {
    List<Object> parts = new ArrayList<>(List.of("java.util.Arrays.fill(SCRATCH, "));
    parts.addAll(List.of(expressions.of(LONG, 2), ");\n"));
    Shapes.Struct small = shapes.structs.get(1);
    for (Shapes.Field field : small.fields()) {
      parts.add(
          field.isArray()
              ? "java.util.Arrays.fill(DESK." + field.name() + ", "
              : "DESK." + field.name() + " = ");
      parts.add(expressions.literal(field.type()));
      parts.add(field.isArray() ? ");\n" : ";\n");
    }
    statements.scope.rows.add(new Scope.Row("SCRATCH", LONG, shapes.scratch));
    statements.scope.references.add(new Scope.Reference("DESK", small, true, false));
    return text(parts);
  }

  /** Arrays filled, copied and compared; or what is not compiled. */
  Tree rows() {
    List<Scope.Row> rows = expressions.rows();
    Scope.Row row = dice.pick(rows);
    switch (dice.below(5)) {
      case 0 -> {
        return statement(
            "java.util.Arrays.fill(" + row.expression() + ", ",
            expressions.of(row.type(), 2),
            ");");
      }
      case 1 -> {
        int from = dice.below(row.length());
        return statement(
            "java.util.Arrays.fill(%s, %d, %d, "
                .formatted(row.expression(), from, dice.between(from, row.length())),
            expressions.of(row.type(), 2),
            ");");
      }
      case 2 -> {
        return statement("assert ", expressions.of(BOOLEAN, 1), dice.pick(";", " : \"no\";"));
      }
      default -> {}
    }
    List<Scope.Row> same = rows.stream().filter(each -> each.type() == row.type()).toList();
    Scope.Row other = dice.pick(same);
    if (dice.oneIn(3)) {
      String name = dice.fresh("v");
      statements.scope.numbers.add(new Scope.Number(name, BOOLEAN, true, false));
      return statement(
          "boolean %s = java.util.Arrays.equals(%s, %s);"
              .formatted(name, row.expression(), other.expression()));
    }
    int count = dice.below(Math.min(row.length(), other.length()) + 1);
    return statement(
        "System.arraycopy(%s, %d, %s, %d, %d);"
            .formatted(
                row.expression(),
                dice.between(0, row.length() - count),
                other.expression(),
                // Now and then too far.
                dice.between(0, other.length() - count + (dice.oneIn(20) ? 1 : 0)),
                count));
  }

  Tree string() {
    String name = dice.fresh("word");
    Tree made = statement("String " + name + " = " + dice.pick(LibraryExpressions.WORDS) + ";");
    statements.scope.strings.add(name);
    return made;
  }

  Tree chooseString(int depth) {
    String word =
        statements.scope.strings.isEmpty()
            ? dice.pick(LibraryExpressions.WORDS)
            : dice.pick(statements.scope.strings);
    boolean gives = dice.coin();
    List<String> words = new ArrayList<>(LibraryExpressions.WORDS);
    List<Object> parts = new ArrayList<>();
    String name = dice.fresh("v");
    parts.add((gives ? "int " + name + " = " : "") + "switch (" + word + ") {\n");
    for (int i = 1 + dice.below(3); i > 0; i--) {
      String first = words.remove(dice.below(words.size()));
      String second = dice.oneIn(3) ? ", " + words.remove(dice.below(words.size())) : "";
      parts.add("case " + first + second + " -> ");
      add(parts, gives, depth);
    }
    parts.add("default -> ");
    add(parts, gives, depth);
    parts.add(gives ? "};" : "}");
    if (gives) {
      statements.scope.numbers.add(new Scope.Number(name, INT, false, true));
    }
    return statement(parts.toArray());
  }

  private void add(List<Object> parts, boolean gives, int depth) {
    if (gives) {
      parts.addAll(List.of(expressions.of(INT, 1), ";\n"));
    } else {
      parts.addAll(List.of("{\n", statements.block(1 + dice.below(2), depth + 1), "}\n"));
    }
  }
}
