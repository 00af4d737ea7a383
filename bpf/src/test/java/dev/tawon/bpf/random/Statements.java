package dev.tawon.bpf.random;

import static dev.tawon.bpf.random.JavaType.BOOLEAN;
import static dev.tawon.bpf.random.JavaType.BYTE;
import static dev.tawon.bpf.random.JavaType.INT;
import static dev.tawon.bpf.random.JavaType.LONG;
import static dev.tawon.bpf.random.Tree.statement;
import static dev.tawon.bpf.random.Tree.text;

import java.util.ArrayList;
import java.util.List;

/** Statements without others in them, and declarations. {@link Branches} has the others. */
final class Statements {
  private final Dice dice;
  private final Shapes shapes;
  private final Expressions expressions;
  private final Branches branches;
  private final TableStatements tables;
  private final LibraryStatements library;
  Scope scope;

  /** Whether parts of structs have names of their own; then nothing takes their place. */
  private final boolean namesParts;

  /** How many more objects there may be on the stack. */
  int objects;

  /** How an early return is written; its value's type, or null in a lambda without one. */
  JavaType returns = INT;

  /** Whether maps are changed somewhere. */
  boolean changesMaps;

  Statements(Dice dice, Shapes shapes, Scope scope) {
    this.dice = dice;
    this.shapes = shapes;
    this.scope = scope;
    expressions = new Expressions(dice, shapes, scope);
    branches = new Branches(dice, this, expressions);
    tables = new TableStatements(dice, shapes, this, expressions);
    library = new LibraryStatements(dice, shapes, this, expressions);
    namesParts = dice.coin();
  }

  /** Goes on with another scope, and gives back the one until now. */
  Scope enter(Scope inner) {
    Scope outer = scope;
    scope = inner;
    expressions.scope = inner;
    return outer;
  }

  /** Whether loops over numbers that the kernel counts may stand here. */
  boolean hasIterators() {
    return shapes.abilities.iterators();
  }

  /** Whether functions that the kernel calls may stand somewhere. */
  boolean hasCallBacks() {
    return shapes.abilities.callBacks();
  }

  Branches branches() {
    return branches;
  }

  LibraryStatements library() {
    return library;
  }

  Expressions expressions() {
    return expressions;
  }

  /** Some statements in a row. */
  Tree block(int count, int depth) {
    List<Tree> statements = new ArrayList<>();
    Object mark = scope.mark();
    for (int i = 0; i < count && scope.budget > 0; i++) {
      scope.budget--;
      statements.add(one(depth));
    }
    if (depth > 0) {
      scope.reset(mark);
    }
    return text(statements);
  }

  private Tree one(int depth) {
    int choice = dice.below(depth >= 3 ? 27 : 43);
    return switch (choice) {
      case 0, 1, 2 -> declare();
      case 3, 4, 5, 6 -> assign();
      case 7, 8 -> storeElement();
      case 9, 10, 11 -> storeField();
      case 12 -> step();
      case 13, 14 -> object();
      case 15 -> kind();
      case 16 -> within();
      case 17 -> point();
      case 18 -> leave();
      case 19 -> exit();
      case 20 -> words();
      case 21 -> invoke();
      case 22, 23 -> tables.any(depth);
      case 24, 25 -> library.rows();
      case 26 -> library.string();
      case 27, 28, 29, 30 -> branches.condition(depth);
      case 31, 32, 33, 34 -> branches.loop(depth);
      case 35 -> branches.callBack(depth);
      case 36 -> branches.chooseKind(depth);
      case 37, 38 -> branches.choose(depth);
      case 39 -> branches.arrows(depth);
      case 40 -> library.chooseString(depth);
      case 41 -> tables.each(depth);
      default -> tables.held(depth);
    };
  }

  Tree declare() {
    JavaType type = dice.pick(JavaType.values());
    String name = dice.fresh("v");
    boolean fixed = dice.oneIn(3);
    Tree made =
        statement(type.java() + " " + name + " = ", expressions.of(type, dice.below(2)), ";");
    scope.numbers.add(new Scope.Number(name, type, !fixed, fixed));
    return made;
  }

  private Tree assign() {
    List<Scope.Number> candidates = scope.numbers(Scope.Number::assignable);
    return candidates.isEmpty() ? declare() : store(dice.pick(candidates));
  }

  private Tree store(Scope.Number to) {
    if (to.type() == BOOLEAN) {
      return statement(
          to.name() + dice.pick(" = ", " &= ", " |= ", " ^= "),
          expressions.of(BOOLEAN, dice.below(3)),
          ";");
    }
    if (dice.oneIn(3)) {
      String operator =
          dice.pick(" += ", " -= ", " *= ", " &= ", " |= ", " ^= ", " <<= ", " >>= ", " >>>= ");
      return statement(
          to.name() + operator, expressions.of(dice.pick(INT, LONG), 1 + dice.below(2)), ";");
    }
    return statement(to.name() + " = ", expressions.of(to.type(), dice.below(3)), ";");
  }

  private Tree step() {
    List<Scope.Number> candidates =
        scope.numbers(local -> local.assignable() && local.type() != BOOLEAN);
    if (candidates.isEmpty()) {
      return declare();
    }
    String name = dice.pick(candidates).name();
    return statement(dice.pick(name + "++", "--" + name) + ";");
  }

  private Tree storeElement() {
    Scope.Row row = dice.pick(expressions.rows());
    Tree index = expressions.index(row.length());
    if (row.type() != BOOLEAN && dice.coin()) {
      return dice.coin()
          ? statement(row.expression() + "[", index, "]" + dice.pick("++", "--") + ";")
          : statement(
              row.expression() + "[",
              index,
              "]" + dice.pick(" += ", " ^= ", " *= ", " >>>= ", " /= "),
              expressions.of(INT, 2),
              ";");
    }
    return statement(
        row.expression() + "[", index, "] = ", expressions.of(row.type(), 1 + dice.below(2)), ";");
  }

  private Tree storeField() {
    return store(dice.pick(expressions.fields()));
  }

  /** An array, a struct, or another name for one. */
  private Tree object() {
    if (objects <= 0 || dice.oneIn(4)) {
      return alias();
    }
    objects--;
    if (dice.coin()) {
      JavaType type = dice.pick(JavaType.values());
      int length = dice.pick(1, 2, 4, 8, 3, 5);
      String name = dice.fresh("array");
      List<Object> made = new ArrayList<>(List.of(type.java() + "[] " + name + " = "));
      if (dice.coin()) {
        made.add("new " + type.java() + "[" + length + "];");
      } else {
        made.add("{");
        for (int i = 0; i < length; i++) {
          made.add(i == 0 ? "" : ", ");
          made.add(dice.oneIn(3) ? expressions.of(type, 3) : expressions.literal(type));
        }
        made.add("};");
      }
      scope.rows.add(new Scope.Row(name, type, length));
      return statement(made.toArray());
    }
    Shapes.Struct struct = dice.oneIn(5) ? shapes.union : dice.pick(shapes.structs);
    String name = dice.fresh("struct");
    scope.references.add(new Scope.Reference(name, struct, true, false));
    return statement(struct.name() + " " + name + " = new " + struct.name() + "();");
  }

  private Tree alias() {
    List<Scope.Reference> wholes =
        scope.references.stream().filter(Scope.Reference::whole).toList();
    if (wholes.isEmpty()) {
      return declare();
    }
    Scope.Reference one = dice.pick(wholes);
    if (namesParts && !one.struct().inner().isEmpty()) {
      Shapes.Struct inner = one.struct().inner().getFirst();
      String name = dice.fresh("part");
      Tree made =
          one.struct().rows() == 0
              ? statement(inner.name() + " " + name + " = " + one.name() + ".inner;")
              : statement(
                  inner.name() + " " + name + " = " + one.name() + ".rows[",
                  expressions.index(one.struct().rows()),
                  "];");
      scope.references.add(new Scope.Reference(name, inner, false, false));
      return made;
    }
    List<Scope.Reference> same =
        wholes.stream().filter(each -> each.struct() == one.struct()).toList();
    String other = dice.oneIn(3) ? "null" : dice.pick(same).name();
    String name = dice.fresh("alias");
    Tree made =
        statement(
            one.struct().name() + " " + name + " = ",
            expressions.of(BOOLEAN, 2),
            " ? " + one.name() + " : " + other + ";");
    scope.references.add(new Scope.Reference(name, one.struct(), false, true));
    return made;
  }

  private Tree kind() {
    if (!scope.inLambda && !scope.enums.isEmpty() && dice.coin()) {
      return statement(dice.pick(scope.enums) + " = ", expressions.kind(1), ";");
    }
    String name = dice.fresh("kind");
    Tree made = statement("Kind " + name + " = ", expressions.kind(1), ";");
    scope.enums.add(name);
    return made;
  }

  /** What only structs with others in them have. */
  private Tree within() {
    List<Scope.Reference> holders =
        scope.references.stream()
            .filter(each -> each.struct().rows() == 0 && !each.struct().inner().isEmpty())
            .toList();
    if (holders.isEmpty()) {
      return object();
    }
    Scope.Reference holder = dice.pick(holders);
    Shapes.Struct inner = holder.struct().inner().getFirst();
    return switch (dice.below(4)) {
      case 0 -> statement(holder.name() + ".kind = Kind.K" + dice.below(shapes.kinds) + ";");
      case 1 ->
          namesParts
              ? storeField()
              : statement(holder.name() + ".inner = new " + inner.name() + "();");
      case 2 ->
          inner.numbers().isEmpty()
              ? storeField()
              : statement(
                  holder.name() + ".inner.set(",
                  expressions.of(inner.numbers().getFirst().type(), 2),
                  ");");
      default -> {
        String name = dice.fresh("v");
        Tree made =
            statement(
                "long " + name + " = " + holder.name() + ".inner.mix(",
                expressions.of(LONG, 2),
                ");");
        scope.numbers.add(new Scope.Number(name, LONG, false, true));
        yield made;
      }
    };
  }

  private Tree point() {
    if (objects <= 0) {
      return declare();
    }
    objects--;
    List<Object> made = new ArrayList<>();
    String name = dice.fresh("point");
    made.add("Point " + name + " = new Point(");
    for (Shapes.Field field : shapes.record) {
      made.add(made.size() == 1 ? "" : ", ");
      made.add(expressions.of(field.type(), 2));
    }
    made.add(");");
    scope.records.add(name);
    return statement(made.toArray());
  }

  /** Leaves a loop, or its round. */
  private Tree leave() {
    if (scope.labels.isEmpty()) {
      return declare();
    }
    String where =
        dice.coin() ? dice.pick("break", "continue") + " " + dice.pick(scope.labels) : "break";
    // A break without a label ends a switch too.
    return statement("if (", expressions.of(BOOLEAN, 1), ") " + where + ";");
  }

  /** Leaves the function, by a return or a fault. */
  private Tree exit() {
    if (dice.oneIn(4)) {
      String why = dice.pick("new IllegalStateException()", "new IllegalArgumentException(\"no\")");
      return statement("if (", rare(), ") throw " + why + ";");
    }
    if (scope.inLambda) {
      return statement("if (", rare(), ") return" + branches.lambdaResult() + ";");
    }
    return statement("if (", rare(), ") return ", expressions.of(returns, 1), ";");
  }

  /** What is mostly false. */
  private Tree rare() {
    return Tree.expression(
        BOOLEAN,
        "((",
        expressions.of(INT, 1),
        dice.pick(" & 7) == ", " & 15) == ") + dice.below(8) + ")");
  }

  private Tree words() {
    List<Scope.Row> bytes = expressions.rows().stream().filter(row -> row.type() == BYTE).toList();
    if (bytes.isEmpty()) {
      return assign();
    }
    Scope.Row row = dice.pick(bytes);
    String word = dice.pick("", "a", "ab", "\\u00e4", "xyz", "abcdefg", "a\\0b");
    String name = dice.fresh("v");
    if (dice.coin()) {
      scope.numbers.add(new Scope.Number(name, BOOLEAN, false, true));
      return statement(
          "boolean %s = Text.%s(%s, \"%s\");"
              .formatted(name, dice.pick("equals", "startsWith"), row.expression(), word));
    }
    Tree made =
        switch (dice.below(3)) {
          case 0 -> statement("int " + name + " = Text.length(" + row.expression() + ");");
          case 1 -> statement("int " + name + " = Text.indexOf(" + row.expression() + ", 'a');");
          default ->
              statement(
                  row.expression() + "[" + dice.below(row.length()) + "] = 'a';\n",
                  "int " + name + " = Text.indexOf(" + row.expression() + ", \"a\");");
        };
    scope.numbers.add(new Scope.Number(name, INT, false, true));
    return made;
  }

  private Tree invoke() {
    List<Scope.Method> callable =
        scope.methods.stream()
            .filter(method -> !(scope.mapsAreHeld && method.changesMaps()))
            .toList();
    return callable.isEmpty() ? assign() : statement(expressions.call(dice.pick(callable), 1), ";");
  }
}
