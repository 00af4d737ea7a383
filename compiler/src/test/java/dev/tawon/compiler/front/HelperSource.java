package dev.tawon.compiler.front;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.HelperRow.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code dev.tawon.lang.Helpers} from the table of helpers. */
final class HelperSource {
  private static final Set<String> KEYWORDS = Set.of("new", "this", "class", "default", "int");

  /** How many kinds the table knows. */
  private static final int ALL = 16;

  private static final Comparator<Target> OLDEST_FIRST =
      Comparator.comparingInt(Target::major).thenComparingInt(Target::minor);

  private HelperSource() {}

  static String of(List<HelperRow> rows) {
    StringBuilder source =
        new StringBuilder(
            """
            package dev.tawon.lang;

            import dev.tawon.lang.map.BpfMap;
            import org.jspecify.annotations.Nullable;

            /**
             * Every helper function of the kernel, as {@code include/uapi/linux/bpf.h} declares it; those that take a function have a
             * syntax of their own, and {@link Bpf} has the most used ones with arrays and strings.
             *
             * <p>Written from the table {@code helpers.txt} by {@code HelperSourceTest}. A pointer is an array, a {@link Struct}, a
             * {@link KernelType} or the program's context; a size that is more than what is before it has is an error, or a fault
             * where it is not constant. A {@code long} that is a status is 0, or a negated errno. A call that the kind of program, the
             * licence or the target kernel does not allow is an error when it is compiled.
             */
            @SuppressWarnings("TooManyParameters") // the kernel's own
            public final class Helpers {
              private Helpers() {}
            """);
    for (HelperRow row : rows) {
      if (!row.description().isEmpty()) {
        method(row, source);
      }
    }
    return source.append("}\n").toString();
  }

  private static void method(HelperRow row, StringBuilder source) {
    String result = javaResult(row.result());
    boolean pointer = result.equals("T");
    source.append("\n  /**\n   * ").append(row.description()).append("\n   *\n   * <p>{@code ");
    source.append(row.name()).append("}, since Linux ").append(row.since());
    if (row.gpl()) {
      source.append(", for programs with a licence compatible with the GPL");
    }
    source.append(". Kinds of program: ");
    source.append(
        row.kinds().isEmpty()
            ? "none that has an annotation"
            : row.kinds().size() == ALL
                ? "all that have an annotation"
                : row.kinds().stream().sorted().map(Enum::name).collect(Collectors.joining(", ")));
    Map<String, String> later =
        row.versions().entrySet().stream()
            .filter(kind -> !kind.getValue().equals(row.since()))
            .sorted(Map.Entry.comparingByKey())
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    () -> new TreeMap<>(Comparator.comparing(Target::parse, OLDEST_FIRST)),
                    Collectors.mapping(kind -> kind.getKey().name(), Collectors.joining(", "))));
    later.forEach((version, kinds) ->
        source.append("; since Linux ").append(version).append(' ').append(kinds));
    source.append(".\n");
    if (pointer) {
      source.append("   *\n   * @param type what the result is, a class constant\n");
    }
    source.append("   */\n  @Helper(").append(row.number()).append(")\n  public static ");
    source.append(pointer ? "<T> @Nullable T" : result).append(' ').append(name(row.name()));
    List<String> parameters = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      if (parameter.type().equals("...")) {
        parameters.addAll(List.of("long first", "long second", "long third"));
      } else {
        parameters.add(javaType(parameter) + " " + parameterName(parameter.name()));
      }
    }
    if (pointer) {
      parameters.add("Class<T> type");
    }
    source.append('(').append(String.join(", ", parameters)).append(") {\n");
    source.append("    throw KernelOnly.call();\n  }\n");
  }

  private static String javaResult(String type) {
    if (type.contains("*")) {
      return "T";
    }
    return switch (type) {
      case "void" -> "void";
      case "u32", "int", "u8", "__u32" -> "int";
      default -> "long";
    };
  }

  private static String javaType(Parameter parameter) {
    if (parameter.type().equals("struct bpf_map *")) {
      return "BpfMap";
    }
    if (parameter.isAddress()) {
      return "long";
    }
    if (parameter.isPointer()) {
      return "@Nullable Object";
    }
    return switch (parameter.type()) {
      case "u64", "s64", "__u64", "long" -> "long";
      default -> "int";
    };
  }

  /** {@code bpf_skb_load_bytes} as {@code skbLoadBytes}. */
  static String name(String kernel) {
    return camel(kernel.substring("bpf_".length()));
  }

  private static String parameterName(String kernel) {
    String name = camel(kernel);
    return KEYWORDS.contains(name) || name.equals("type") ? name + "Value" : name;
  }

  private static String camel(String text) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (char letter : text.toCharArray()) {
      if (letter == '_') {
        upper = !name.isEmpty();
      } else {
        name.append(upper ? Character.toUpperCase(letter) : letter);
        upper = false;
      }
    }
    return name.toString();
  }
}
