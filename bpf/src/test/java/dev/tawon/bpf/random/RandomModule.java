package dev.tawon.bpf.random;

import dev.tawon.compiler.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A class with some random programs that share structs, maps and static fields. A program's number is its seed: of {@value
 * #SIZE} in a row, all are of one class.
 *
 * @param number which of the classes it is
 * @param shapes the declarations
 * @param programs each with the methods that only it calls, by the program's name
 */
record RandomModule(long number, String shapes, Map<String, Tree> programs) {
  static final int SIZE = 100;

  /** The programs of a class whose numbers are in a range. */
  static RandomModule of(long number, long first, long last) {
    Target target = target(number);
    Shapes shapes =
        new Shapes(
            number * 7_919 + 13,
            new Shapes.Abilities(
                target.isAtLeast(5, 17), target.isAtLeast(6, 4), target.isAtLeast(5, 12)));
    String text = shapes.text();
    Map<String, Tree> programs = new LinkedHashMap<>();
    for (long seed = Math.max(first, number * SIZE);
        seed <= Math.min(last, number * SIZE + SIZE - 1);
        seed++) {
      programs.put("p" + seed, program(seed, shapes));
    }
    return new RandomModule(number, text, programs);
  }

  /** What the class is compiled for. */
  Target target() {
    return target(number);
  }

  private static Target target(long number) {
    return switch ((int) (number & 3)) {
      case 1 -> Target.of(5, 17);
      case 3 -> Target.of(5, 10);
      default -> Target.of(6, 12);
    };
  }

  String className() {
    return "generated.Random" + number;
  }

  /** The same with one program. */
  RandomModule with(String program, Tree tree) {
    return new RandomModule(number, shapes, Map.of(program, tree));
  }

  /** The file. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("package generated;\n");
    text.append("import dev.tawon.lang.*;\nimport dev.tawon.lang.map.*;\n");
    text.append("@BpfModule\npublic final class Random" + number + " {\n").append(shapes);
    programs.values().forEach(text::append);
    return text.append("}\n").toString();
  }

  /** The program that a line of the file belongs to; empty if it is the declarations'. */
  String programAt(int line) {
    int at = (int) shapes.lines().count() + 6;
    for (Map.Entry<String, Tree> program : programs.entrySet()) {
      int lines = (int) program.getValue().toString().lines().count();
      if (line >= at && line < at + lines) {
        return program.getKey();
      }
      at += lines;
    }
    return "";
  }

  private static Tree program(long seed, Shapes shapes) {
    Dice dice = new Dice(seed);
    String name = "p" + seed;
    List<Object> parts = new ArrayList<>();
    List<Scope.Method> methods = new ArrayList<>();
    for (int i = dice.below(3); i > 0; i--) {
      method(name + "m" + i, dice, shapes, methods, parts);
    }
    Scope scope = new Scope();
    scope.methods.addAll(methods);
    scope.budget = 4 + dice.below(dice.oneIn(3) ? 18 : 8);
    for (String argument : List.of("a", "b")) {
      boolean assignable = dice.coin();
      scope.numbers.add(new Scope.Number(argument, JavaType.LONG, assignable, !assignable));
    }
    Statements statements = new Statements(dice, shapes, scope);
    statements.objects = dice.below(5);
    parts.add("@RawTracepoint(\"sys_enter\") public static int " + name + "(long a, long b) {\n");
    if (dice.oneIn(4)) {
      parts.add(Tree.statement(statements.library().scratch()));
    }
    parts.add(statements.block(3 + dice.below(6), 0));
    parts.add(Tree.statement("long result = ", statements.expressions().of(JavaType.LONG, 1), ";"));
    // What several places call may be a function of its own.
    for (Scope.Method method : methods) {
      for (int i = dice.below(4); i > 0; i--) {
        Tree call = statements.expressions().call(method, 2);
        parts.add(
            method.returns() == JavaType.BOOLEAN
                ? Tree.statement("result = result * 31 + (", call, " ? 1 : 0);")
                : Tree.statement("result = result * 31 + ", call, ";"));
      }
    }
    for (Scope.Number number : scope.numbers) {
      parts.add(
          Tree.statement(
              "result = result * 31 + "
                  + (number.type() == JavaType.BOOLEAN
                      ? "(" + number.name() + " ? 1 : 0)"
                      : number.name())
                  + ";"));
    }
    parts.add("return (int) (result ^ result >>> 32);\n}\n");
    return Tree.text(parts);
  }

  private static void method(
      String name, Dice dice, Shapes shapes, List<Scope.Method> methods, List<Object> parts) {
    Scope scope = new Scope();
    scope.methods.addAll(methods);
    scope.budget = dice.oneIn(3) ? 12 : 4;
    scope.loops = 1;
    Statements statements = new Statements(dice, shapes, scope);
    statements.objects = dice.below(2);
    List<Object> parameters = new ArrayList<>();
    StringBuilder head = new StringBuilder();
    for (int i = 1 + dice.below(4); i > 0; i--) {
      String parameter = "p" + i;
      head.append(head.isEmpty() ? "" : ", ");
      switch (dice.below(7)) {
        case 2 -> {
          JavaType type = dice.pick(JavaType.values());
          Scope.Row row = new Scope.Row(parameter, type, dice.between(1, 4));
          parameters.add(row);
          scope.rows.add(row);
          head.append(type.java()).append("[]");
        }
        case 0 -> {
          Shapes.Struct struct = dice.pick(shapes.structs);
          parameters.add(struct);
          scope.references.add(new Scope.Reference(parameter, struct, false, false));
          head.append(struct.name());
        }
        case 1 -> {
          parameters.add("Kind");
          scope.enums.add(parameter);
          head.append("Kind");
        }
        default -> {
          JavaType type = dice.pick(JavaType.values());
          boolean assignable = dice.coin();
          parameters.add(type);
          scope.numbers.add(new Scope.Number(parameter, type, assignable, !assignable));
          head.append(type.java());
        }
      }
      head.append(" ").append(parameter);
    }
    JavaType returns =
        dice.coin() ? dice.pick(JavaType.INT, JavaType.LONG) : dice.pick(JavaType.values());
    statements.returns = returns;
    List<Object> method = new ArrayList<>();
    method.add("static " + returns.java() + " " + name + "(" + head + ") {\n");
    method.add(statements.block(1 + dice.below(3), 1));
    method.add("return ");
    method.add(statements.expressions().of(returns, 1));
    method.add(";\n}");
    parts.add(Tree.statement(method.toArray()));
    boolean changes =
        statements.changesMaps || methods.stream().anyMatch(Scope.Method::changesMaps);
    methods.add(new Scope.Method(name, returns, parameters, changes));
  }
}
