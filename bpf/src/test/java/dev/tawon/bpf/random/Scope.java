package dev.tawon.bpf.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be named where the next statement stands. */
final class Scope {
  /**
   * A local variable.
   *
   * @param assignable whether statements may assign it
   * @param fixed whether nothing ever assigns it, so that lambdas see it
   */
  record Number(String name, JavaType type, boolean assignable, boolean fixed) {}

  /** A row of numbers: a local, or a field of one. */
  record Row(String expression, JavaType type, int length) {}

  /**
   * A reference to a struct.
   *
   * @param whole whether it is an object of its own, that others may refer to
   * @param nullable whether it may be null
   */
  record Reference(String name, Shapes.Struct struct, boolean whole, boolean nullable) {}

  /** A method of the module to call. */
  record Method(String name, JavaType returns, List<Object> parameters, boolean changesMaps) {}

  final List<Number> numbers = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final List<Reference> references = new ArrayList<>();
  final List<String> records = new ArrayList<>();
  final List<String> enums = new ArrayList<>();

  /** Strings, of which it is known when a program is compiled which they are. */
  final List<String> strings = new ArrayList<>();

  final List<Method> methods = new ArrayList<>();

  /** The labels of the loops around. */
  final List<String> labels = new ArrayList<>();

  int loops;

  /** Whether the statement is in a lambda's body. */
  boolean inLambda;

  /** Whether a map's value is in use, which a change of the map would take away. */
  boolean mapsAreHeld;

  /** How many more statements there may be. */
  int budget;

  private record Mark(int numbers, int rows, int references, int records, int enums, int strings) {}

  /** What is known now, to forget what a block adds. */
  Object mark() {
    return new Mark(
        numbers.size(),
        rows.size(),
        references.size(),
        records.size(),
        enums.size(),
        strings.size());
  }

  void reset(Object marked) {
    Mark mark = (Mark) marked;
    cut(numbers, mark.numbers());
    cut(rows, mark.rows());
    cut(references, mark.references());
    cut(records, mark.records());
    cut(enums, mark.enums());
    cut(strings, mark.strings());
  }

  private static void cut(List<?> list, int size) {
    list.subList(size, list.size()).clear();
  }

  List<Number> numbers(Predicate<Number> which) {
    return numbers.stream().filter(which).toList();
  }

  /** What a lambda's body sees. */
  Scope captured() {
    Scope inner = new Scope();
    inner.numbers.addAll(numbers(Number::fixed));
    inner.rows.addAll(rows);
    inner.records.addAll(records);
    references.stream().filter(each -> !each.nullable()).forEach(inner.references::add);
    inner.methods.addAll(methods);
    inner.mapsAreHeld = mapsAreHeld;
    inner.budget = budget;
    inner.loops = loops + 1;
    inner.inLambda = true;
    return inner;
  }
}
