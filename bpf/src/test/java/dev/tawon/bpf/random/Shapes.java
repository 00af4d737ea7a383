package dev.tawon.bpf.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The structs, records, enums, maps and static fields of a random module. */
final class Shapes {
  /**
   * A field that holds a number or a row of them.
   *
   * @param length 0 for one number
   * @param bits of a bit field, or 0
   */
  record Field(String name, JavaType type, int length, int bits) {
    boolean isArray() {
      return length > 0;
    }
  }

  /**
   * A struct class.
   *
   * @param inner the struct that is its field {@code inner}, and those in the row {@code rows}, if it has them
   */
  record Struct(String name, String annotation, List<Field> fields, List<Struct> inner, int rows) {
    boolean union() {
      return annotation.equals("@Union ");
    }

    List<Field> numbers() {
      return fields.stream().filter(field -> !field.isArray()).toList();
    }

    List<Field> arrays() {
      return fields.stream().filter(Field::isArray).toList();
    }
  }

  /**
   * A map from int.
   *
   * @param value the struct that it holds, if it is one of the module's
   * @param type the class of its values
   */
  record Table(String name, String kind, List<Struct> value, String type) {
    boolean isArray() {
      return kind.equals("Array");
    }
  }

  /**
   * What the kernel has that a module is compiled for.
   *
   * @param callBacks functions that it calls (5.17)
   * @param iterators loops over numbers that it counts (6.4)
   * @param fetches atomic operations that give what was there (5.12)
   */
  record Abilities(boolean callBacks, boolean iterators, boolean fetches) {}

  /** Methods that call what they are given. */
  private static final String FUNCTIONS =
      """
      static int twice(java.util.function.IntUnaryOperator f, int x) { return f.applyAsInt(f.applyAsInt(x)); }
      static long both(java.util.function.LongBinaryOperator f, long x, long y) {
        return f.applyAsLong(x, y) ^ f.applyAsLong(y, x);
      }
      static int count(java.util.function.IntPredicate f, int from) {
        int count = 0;
        for (int i = 0; i < 3; i++) {
          if (f.test(from + i)) {
            count++;
          }
        }
        return count;
      }
      """;

  /** How many keys programs use, and arrays have. */
  static final int KEYS = 6;

  private final Dice dice;
  final List<Struct> structs = new ArrayList<>();
  final Struct union;
  final Struct packed;
  final List<Field> record = new ArrayList<>();
  final List<Field> statics = new ArrayList<>();

  /** Static fields that nothing changes. */
  final List<Field> constants = new ArrayList<>();

  final List<Table> tables = new ArrayList<>();

  /** The constants of the enum {@code Kind}. */
  final int kinds;

  final Abilities abilities;

  /** The type of the numbers in the map {@code BOXES}. */
  final JavaType boxed;

  /** How many elements the array {@code SCRATCH} has. */
  final int scratch;

  Shapes(long seed, Abilities abilities) {
    dice = new Dice(seed);
    this.abilities = abilities;
    kinds = dice.between(2, 5);
    boxed = dice.pick(JavaType.values());
    scratch = dice.pick(4, 9, 16);
    Struct plain = new Struct("Plain", "", fields(dice.between(3, 7), true), List.of(), 0);
    Struct small = new Struct("Small", "", fields(dice.between(1, 3), false), List.of(), 0);
    packed = new Struct("Tight", "@Packed ", fields(dice.between(3, 6), false), List.of(), 0);
    Struct placed =
        new Struct(
            "Placed",
            "",
            fields(dice.between(2, 3), false).stream()
                .map(field -> new Field(field.name(), field.type(), 0, 0))
                .toList(),
            List.of(),
            0);
    Struct outer =
        new Struct(
            "Outer",
            "",
            fields(dice.between(1, 3), false),
            List.of(dice.pick(plain, small, packed, placed)),
            0);
    structs.add(plain);
    structs.add(small);
    structs.add(packed);
    structs.add(placed);
    structs.add(outer);
    structs.add(
        new Struct(
            "Rows",
            "",
            fields(dice.between(0, 2), false),
            List.of(dice.pick(small, packed)),
            dice.between(2, 3)));
    structs.add(
        new Struct(
            "Deep",
            dice.pick("", "@Packed "),
            fields(dice.between(0, 2), false),
            List.of(outer),
            0));
    union =
        new Struct(
            "Either",
            "@Union ",
            List.of(
                new Field("whole", JavaType.LONG, 0, 0),
                new Field("i", JavaType.INT, 0, 0),
                new Field("s", JavaType.SHORT, 0, 0),
                new Field("c", JavaType.CHAR, 0, 0),
                new Field("b", JavaType.BYTE, 0, 0)),
            List.of(),
            0);
    for (int i = dice.between(2, 4); i > 0; i--) {
      record.add(new Field("r" + i, dice.pick(JavaType.values()), 0, 0));
    }
    for (JavaType type : JavaType.values()) {
      statics.add(new Field("global" + type.ordinal(), type, 0, 0));
    }
    statics.add(new Field("ROW", dice.pick(JavaType.values()), dice.between(2, 9), 0));
    statics.add(new Field("TABLE", JavaType.INT, 8, 0));
    constants.add(new Field("LIMIT", dice.pick(JavaType.values()), 0, 0));
    constants.add(new Field("level", dice.pick(JavaType.values()), 0, 0));
    tables.add(new Table("LONGS", "HashMap", List.of(), "Long"));
    tables.add(table("STRUCTS", "HashMap", dice.coin() ? plain : small));
    tables.add(table("ARRAY", "Array", dice.pick(structs)));
    tables.add(table("TIGHT", "Array", packed));
    tables.add(new Table("COUNTERS", "Array", List.of(), "Counter"));
    tables.add(new Table("BOXES", "HashMap", List.of(), boxed.object()));
    tables.add(new Table("POINTS", "HashMap", List.of(), "Point"));
  }

  private static Table table(String name, String kind, Struct value) {
    return new Table(name, kind, List.of(value), value.name());
  }

  Table table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Field> fields(int count, boolean bits) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JavaType type = dice.pick(JavaType.values());
      int length = dice.oneIn(4) ? dice.between(1, 6) : 0;
      int width = 0;
      if (bits && length == 0 && dice.coin()) {
        width = type == JavaType.BOOLEAN ? 1 : dice.between(1, type.bits());
      }
      fields.add(new Field("f" + i, type, length, width));
    }
    return fields;
  }

  /** The members of the class. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("public enum Kind { ");
    for (int i = 0; i < kinds; i++) {
      text.append(i == 0 ? "" : ", ")
          .append("K")
          .append(i)
          .append("(")
          .append(dice.below(100) - 50);
      text.append(")");
      if (dice.oneIn(3)) {
        text.append(" { @Override int apply(int x) { return x ");
        text.append(dice.pick("*", "+", "-", ">>")).append(dice.pick(" 3; } }", " cost; } }"));
      }
    }
    text.append("; final int cost; Kind(int cost) { this.cost = cost; }\n");
    text.append("int apply(int x) { return x ^ cost; } }\n");
    structs.forEach(struct -> text.append(declaration(struct)));
    text.append(declaration(union));
    text.append("@Struct public record Point(")
        .append(
            record.stream()
                .map(field -> field.type().java() + " " + field.name())
                .collect(Collectors.joining(", ")))
        .append(") {}\n");
    for (Field field : statics) {
      String type = field.type().java();
      if (field.isArray()) {
        text.append("static final " + type + "[] " + field.name() + " = {");
        for (int i = 0; i < field.length(); i++) {
          text.append(i == 0 ? "" : ", ").append(literal(field.type()));
        }
        text.append("};\n");
      } else {
        text.append("static " + type + " " + field.name());
        text.append(dice.coin() ? ";\n" : " = " + literal(field.type()) + ";\n");
      }
    }
    text.append(
        "static final %s LIMIT = %s;\n"
            .formatted(constants.getFirst().type().java(), literal(constants.getFirst().type())));
    text.append(
        "@Configurable static %s level = %s;\n"
            .formatted(constants.getLast().type().java(), literal(constants.getLast().type())));
    text.append("@Scratch static final long[] SCRATCH = new long[" + scratch + "];\n");
    text.append("@Scratch static final Small DESK = new Small();\n");
    text.append(FUNCTIONS);
    for (Table table : tables) {
      String types = table.isArray() ? table.type() : "Integer, " + table.type();
      text.append(
          "static final %s<%s> %s = %s.of(%d);\n"
              .formatted(table.kind(), types, table.name(), table.kind(), KEYS));
    }
    return text.toString();
  }

  private String literal(JavaType type) {
    return switch (type) {
      case BOOLEAN -> dice.pick("true", "false");
      case LONG -> dice.number() + "L";
      case BYTE, SHORT, CHAR, INT -> "(" + type.java() + ") " + (int) dice.number();
    };
  }

  private String declaration(Struct struct) {
    StringBuilder text = new StringBuilder("@Struct ");
    text.append(struct.annotation())
        .append("public static final class ")
        .append(struct.name())
        .append(" {\n");
    List<String> terms = new ArrayList<>(List.of("by"));
    for (Field field : struct.fields()) {
      if (struct.name().equals("Placed") && dice.coin()) {
        // Behind all that may be before it.
        text.append("@Offset(" + (16 * struct.fields().indexOf(field) + 8 * dice.below(2)) + ") ");
      }
      if (field.bits() > 0) {
        text.append("@Bits(" + field.bits() + ") ");
      }
      text.append(
          field.isArray()
              ? "@Length(" + field.length() + ") public " + field.type().java() + "[]"
              : "public " + field.type().java());
      text.append(" " + field.name());
      // What a union's fields hold at first depends on one another.
      if (!struct.union() && field.bits() == 0 && dice.oneIn(4)) {
        text.append(" = ");
        text.append(
            field.isArray()
                ? "new " + field.type().java() + "[" + field.length() + "]"
                : literal(field.type()));
      }
      text.append(";\n");
      if (!field.isArray() && field.type() != JavaType.BOOLEAN) {
        terms.add("this." + field.name());
      }
    }
    for (Struct inner : struct.inner()) {
      if (struct.rows() == 0) {
        text.append(
            "public "
                + inner.name()
                + " inner = new "
                + inner.name()
                + "();\npublic Kind kind = Kind.K1;\n");
      } else {
        text.append("@Length(" + struct.rows() + ") public " + inner.name() + "[] rows;\n");
      }
    }
    text.append("long mix(long by) { return " + String.join(" * 31 + ", terms) + "; }\n");
    if (!struct.numbers().isEmpty()) {
      Field field = struct.numbers().getFirst();
      text.append(
          "void set(%s value) { this.%s = value; }\n".formatted(field.type().java(), field.name()));
    }
    return text.append("}\n").toString();
  }
}
